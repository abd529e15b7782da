"""The application: every door in one place."""

from __future__ import annotations

import gc
import mimetypes
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType
from urllib.parse import unquote

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.types import Receive, Scope, Send

import seedline
from seedline.errors import InputError, SeedlineError, SelectorError
from seedline.i18n import words
from seedline.search import Hit
from seedline_api import embeds, explore, html, lineages, lists, pages, resources, site, views
from seedline_api.current import Serving
from seedline_api.finding import index_of
from seedline_api.http import problems
from seedline_api.http.cache import Kept
from seedline_api.http.connections import connection_class
from seedline_api.http.logs import Log
from seedline_api.http.metrics import MEDIA_TYPE as METRICS_MEDIA_TYPE
from seedline_api.http.metrics import Metrics
from seedline_api.http.middleware import Middleware
from seedline_api.settings import Settings
from seedline_api.sparql import Endpoint, HungUp
from seedline_api.view_requests import sent


class _Application(FastAPI):
    """FastAPI behind our middleware: the endpoint's requests go past its whole stack."""

    outermost: Middleware

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["app"] = self
        await self.outermost(scope, receive, send)

    async def routed(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the routes."""
        await super().__call__(scope, receive, send)


def create_app(settings: Settings) -> FastAPI:
    """Return the application over a home of snapshots."""
    metrics, log = Metrics(), Log(settings.log)
    endpoint = Endpoint(settings, metrics, log)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await endpoint.engines.start()
        # What was loaded stays: the collector need not walk through it again and again.
        gc.collect()
        gc.freeze()
        yield
        await endpoint.engines.stop()

    app = _Application(
        title="Seedline",
        version=seedline.__version__,
        description="Seed-to-scale pathways: lineages, their money and their evidence.",
        docs_url=None,
        redoc_url=None,
        root_path=settings.prefix,
        lifespan=lifespan,
    )
    app.state.serving = Serving(settings)
    app.state.stopping = False
    app.state.metrics = metrics
    app.outermost = Middleware(
        app.routed, endpoint=endpoint, settings=settings, metrics=metrics, log=log, hung_up=HungUp
    )
    for router in (
        pages.router,
        explore.router,
        lists.router,
        site.router,
        lineages.router,
        views.router,
        embeds.router,
        resources.router,
    ):
        app.include_router(router)
    static = _static_files()
    app.add_exception_handler(SeedlineError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)

    @app.get("/static/{name}", include_in_schema=False)
    async def static_file(request: Request, name: str) -> Response:
        if name not in static:
            raise HTTPException(404)
        kept, media = static[name]
        return sent(request, kept, media, {"Cache-Control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    async def favicon(request: Request) -> Response:
        return sent(request, *static["icon.svg"], {"Cache-Control": "no-cache"})

    @app.get("/robots.txt", include_in_schema=False)
    async def robots() -> Response:
        # Searches and choices are without end; everything they lead to has an address of its own.
        return Response("User-agent: *\nDisallow: /explore\nDisallow: /sparql\n", media_type="text/plain")

    @app.get("/healthz", tags=["operation"], summary="Is the process alive")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", tags=["operation"], summary="Can it answer")
    async def readyz() -> Response:
        engine = endpoint.engines.current
        if engine is None or app.state.stopping:
            return problems.problem(503, "Not ready", "the server is stopping" if engine else "the server is starting")
        where = "memory" if engine.in_memory else "disk"
        return JSONResponse({"status": "ok", "version": engine.version, "store": where})

    @app.get("/metrics", tags=["operation"], summary="Counters for Prometheus")
    async def metrics_text() -> Response:
        gauges: dict[str, float] = {
            "seedline_cache_bytes": endpoint.cache.size,
            "seedline_cache_hits": endpoint.cache.hits,
            "seedline_cache_misses": endpoint.cache.misses,
            "seedline_held_bytes": endpoint.held,
        }
        for engine in endpoint.engines.all:
            for name, count in engine.scheduler.counts().items():
                gauges[f'seedline_workers{{version="{engine.version}",state="{name}"}}'] = count
        return Response(metrics.text(gauges), media_type=METRICS_MEDIA_TYPE)

    return app


def _static_files() -> dict[str, tuple[Kept, str]]:
    """Return our few small files with their media types, held so that no page waits for a disk or a thread."""
    found = {}
    for file in sorted((Path(__file__).parent / "static").iterdir()):
        media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        found[file.name] = (Kept.of(file.read_bytes()), f"{media}; charset=utf-8")
    return found


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, SeedlineError)
    if _reads(request):
        return _told(request, problems.kind_of(error).status, error)
    return problems.of_error(error)


def _reads(request: Request) -> bool:
    """Return whether a person with a browser asks, for a page or a picture."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.endswith((".json", ".csv"))


def _told(request: Request, status: int, error: Exception) -> Response:
    """Return an error as a page that says what is wrong, where, and how to go on."""
    say = words(request.query_params.get("lang", "en"))
    title = say(f"problem.{status if str(status) in say.table['problem'] else 'other'}")
    near: tuple[Hit, ...] = ()
    if status == 404:
        # What comes after the last stroke is what somebody looked for.
        wanted = unquote(request.url.path.rsplit("/", 1)[-1])[:100]
        with suppress(SeedlineError):
            near = index_of(request.app.state.serving.tracer().snapshot).nearest_codes(wanted)
    column, asked = getattr(error, "column", None), request.query_params
    marked = asked.get("select", "") if isinstance(error, SelectorError) else ""
    page = html.render_page(
        request, "problem.html", status=status, title=title, detail=str(error), column=column, marked=marked,
        choices=getattr(error, "choices", ()), asked=asked, near=near,
    )  # fmt: skip
    page.headers["Vary"] = "Accept"
    return page


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    if _reads(request):
        return _told(request, 400, InputError(f"{place}: {first['msg']}"))
    return problems.problem(400, "A parameter is wrong", f"{place}: {first['msg']}")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    if error.status_code == 404 and _reads(request):
        return _told(request, 404, InputError(f"There is nothing at {request.url.path}."))
    answer = problems.problem(error.status_code, str(error.detail), f"{request.method} {request.url.path}")
    answer.headers.update(error.headers or {})
    if answer.headers.get("allow") == "GET":
        answer.headers["allow"] = "GET, HEAD"
    return answer


def serve(settings: Settings) -> None:
    """Serve until stopped; an empty home is built first, once, even where several start together."""
    from seedline.pipeline import build_if_empty

    build_if_empty(settings.home, progress=lambda message: print(message, file=sys.stderr, flush=True))
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.host, settings.port))
        except OSError as error:
            raise SeedlineError(
                f"{settings.host}:{settings.port} cannot be listened on ({error.strerror}): choose another --port"
            ) from error
        port = listener.getsockname()[1]
        print(f"Seedline listens on http://{settings.host}:{port}/", file=sys.stderr, flush=True)
        app = create_app(replace(settings, port=port))
        config = uvicorn.Config(
            app,
            http=connection_class(settings, app.state.metrics),
            ws="none",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=settings.read_time,
            timeout_graceful_shutdown=settings.stop_time,
            backlog=1024,
        )
        _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says that it is not ready any more from the moment it is told to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        assert isinstance(self.config.app, FastAPI)
        self.config.app.state.stopping = True
        super().handle_exit(sig, frame)
