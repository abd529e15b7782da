"""The application: every door in one place."""

from __future__ import annotations

import asyncio
import gc
import mimetypes
import re
import socket
import sys
import traceback
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.middleware.errors import ServerErrorMiddleware
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Match
from starlette.types import Receive, Scope, Send

import seedline
from seedline.errors import InputError, SeedlineError, SelectorError
from seedline.i18n import words
from seedline.ingest.passages import SourceText
from seedline.search import Hit, write_line
from seedline.search.facets import FACETS, RANGES
from seedline_api import embeds, explorer, html, lineages, pages, pinning, questions, resources, views
from seedline_api.current import Serving
from seedline_api.http import problems
from seedline_api.http.cache import Kept
from seedline_api.http.connections import connection_class
from seedline_api.http.logs import Log
from seedline_api.http.metrics import MEDIA_TYPE as METRICS_MEDIA_TYPE
from seedline_api.http.metrics import Metrics
from seedline_api.http.middleware import HUNG_UP, Middleware
from seedline_api.http.openapi import PROBLEMS, answers
from seedline_api.http.parameters import in_a_language
from seedline_api.rendering.finding import BESIDE, index_of
from seedline_api.rendering.maps import land_picture
from seedline_api.rendering.site import load_templates
from seedline_api.settings import Settings
from seedline_api.sparql import Endpoint
from seedline_api.view_requests import sent
from seedline_api.work.desk import Desk, HungUp

# Pages of things and lineages may be found by everybody; what only computes for nobody may not.
#: Seconds that a stopping server takes to send who still waits the reason.
_LAST_WORDS = 2
_NOT_CRAWLED = (
    "/sparql?",
    "/explore?",
    "/view?",
    "/view/paths?",
    "/embed",
    "/oembed",
    "/api/",
    "/pin",
    "/*.png",
    "/*.pdf",
    "/*.docx",
)


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
    serving = Serving(settings, metrics.observe, log)
    endpoint = Endpoint(settings, metrics, serving)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        await serving.start()
        # Some pages are made in this process; the first request does not wait for their templates.
        loading = asyncio.create_task(asyncio.to_thread(load_templates))
        # What was loaded stays: the collector need not walk through it again and again.
        gc.collect()
        gc.freeze()
        yield
        await loading
        await serving.stop()

    app = _Application(
        title="Seedline",
        redirect_slashes=False,
        version=seedline.__version__,
        description="Seed-to-scale pathways: lineages, their money and their evidence.",
        responses=PROBLEMS,
        docs_url=None,
        redoc_url=None,
        root_path=settings.prefix,
        lifespan=lifespan,
        dependencies=[Depends(in_a_language)],
    )
    app.state.desk = endpoint.desk
    app.state.shares = pinning.Shares()
    app.state.serving = serving
    app.state.settings = settings
    #: The copy of a source that was given, for passages alone: no page, picture or export is made from it.
    app.state.source_text = SourceText.read(Path(settings.source_text)) if settings.source_text else None
    app.state.stopping = False
    app.state.metrics = metrics
    app.state.log = log
    app.outermost = Middleware(
        app.routed,
        endpoint=ServerErrorMiddleware(endpoint, _unforeseen),
        settings=settings,
        metrics=metrics,
        log=log,
    )
    for router in (
        pages.router,
        explorer.router,
        questions.router,
        lineages.router,
        views.router,
        embeds.router,
        pinning.router,
        resources.router,
    ):
        app.include_router(router)
    static = _static_files()
    app.add_exception_handler(SeedlineError, _ours)
    app.add_exception_handler(HungUp, _gone)
    app.add_exception_handler(Exception, _unforeseen)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)

    @app.get("/static/{name}", include_in_schema=False)
    async def static_file(request: Request, name: str) -> Response:
        if name not in static:
            raise HTTPException(404)
        kept, media = static[name]
        return sent(request, kept, media, {"Cache-Control": "no-cache"})

    @app.get("/favicon.ico", include_in_schema=False)
    async def icon(request: Request) -> Response:
        """Return our icon to browsers that look for one by themselves, beside answers that are no pages."""
        kept, media = static["icon.svg"]
        return sent(request, kept, media, {"Cache-Control": "public, max-age=86400"})

    @app.get("/robots.txt", include_in_schema=False)
    async def robots() -> Response:
        told = "".join(f"Disallow: {settings.prefix}{path}\n" for path in _NOT_CRAWLED)
        return Response(f"User-agent: *\n{told}", media_type="text/plain", headers={"Cache-Control": "max-age=86400"})

    @app.get("/healthz", tags=["operation"], summary="Is the process alive")
    async def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", tags=["operation"], summary="Can it answer")
    async def readyz() -> Response:
        engine = serving.current
        if engine is None or app.state.stopping:
            return problems.problem(503, "Not ready", "the server is stopping" if engine else "the server is starting")
        serving.check_files()
        if engine.problem is not None:
            return problems.problem(503, "Not ready", engine.problem)
        where = "memory" if engine.in_memory else "disk"
        files = "checked" if engine.checked else "being checked"
        return JSONResponse({"status": "ok", "version": engine.version, "store": where, "files": files})

    @app.get("/metrics", tags=["operation"], summary="Counters for Prometheus", **answers("text/plain"))
    async def metrics_text() -> Response:
        gauges: dict[str, float] = {
            "seedline_cache_bytes": endpoint.cache.size,
            "seedline_cache_hits": endpoint.cache.hits,
            "seedline_cache_misses": endpoint.cache.misses,
            "seedline_held_bytes": endpoint.desk.held,
        }
        for engine in serving.all:
            for name, count in engine.scheduler.counts().items():
                gauges[f'seedline_workers{{version="{engine.version}",state="{name}"}}'] = count
        return Response(metrics.text(gauges), media_type=METRICS_MEDIA_TYPE)

    return app


_LAYOUT = re.compile(rb"/\*.*?\*/\s*|(?<=[{};:,])\s+|\s+(?=[{}])", re.DOTALL)


def _static_files() -> dict[str, tuple[Kept, str]]:
    """Return our few small files with their media types, held so that no page waits for a disk or a thread."""
    found = {}
    for file in sorted((Path(__file__).parent / "static").iterdir()):
        media = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        # Comments and spaces are for who reads the file here.
        body = _LAYOUT.sub(b"", file.read_bytes()) if file.suffix == ".css" else file.read_bytes()
        found[file.name] = (Kept.of(body), f"{media}; charset=utf-8")
    found["land.svg"] = (Kept.of(land_picture()), "image/svg+xml; charset=utf-8")
    return found


def _gone(request: Request, error: Exception) -> Response:
    """Return what nobody reads: it stands in logs and metrics."""
    return Response(status_code=HUNG_UP)


async def _unforeseen(request: Request, error: Exception) -> Response:
    """Return what is told of an error that nobody foresaw: the number under which the log has it."""
    number = request.scope.get("seedline.request", "")
    request.scope["seedline.problem"] = "unforeseen"
    log: Log = request.app.state.log
    log(event="unforeseen", id=number, error=repr(error)[:500], trace="".join(traceback.format_exception(error)))
    told = "something happened that this server does not foresee; the log has it under this request's number"
    return problems.problem(500, "Something went wrong", told, request=number)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, SeedlineError)
    request.scope["seedline.problem"] = getattr(error, "limit", None) or problems.kind_of(error).title
    if _reads(request):
        answer = _told(request, problems.kind_of(error).status, error)
        answer.headers.update(problems.again(error))
    else:
        answer = problems.of_error(error)
    # A browser gets a page, and everybody else a problem document.
    answer.headers["Vary"] = "Accept"
    return answer


def _reads(request: Request) -> bool:
    """Return whether a person with a browser asks, for a page or a picture."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.endswith((".json", ".csv"))


def _told(request: Request, status: int, error: Exception) -> Response:
    """Return an error as a page that says what is wrong, where, and how to go on."""
    say = words(request.query_params.get("lang", "en"))
    title = say(f"problem.{status if str(status) in say.table['problem'] else 'other'}")
    near: tuple[Hit, ...] = ()
    engine = request.app.state.desk.engines.current
    if status == 404 and engine is not None:
        # What comes after the last stroke is what somebody looked for.
        wanted = request.scope["path"].rsplit("/", 1)[-1][:100]
        with suppress(SeedlineError):
            near = index_of(engine.snapshot).nearest_codes(wanted)
    column, asked = getattr(error, "column", None), request.query_params
    marked = asked.get("select", "") or asked.get("where", "") if isinstance(error, SelectorError) else ""
    return html.render_page(
        request, "problem.html", status=status, title=title, detail=str(error), column=column, marked=marked,
        choices=getattr(error, "choices", ()), asked=asked, near=near, line=_line(request), facets=(*FACETS, *RANGES),
    )  # fmt: skip


def _line(request: Request) -> str | None:
    """Return what was asked of the explorer in one line, so that what is wrong in it can be mended where it stands."""
    if request.scope["path"] != "/explore":
        return None
    asked = request.query_params
    chosen = [(name, value) for name, value in asked.multi_items() if name not in {*BESIDE, "where"}]
    return asked["where"] if "where" in asked else write_line(asked.get("q", ""), chosen)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    told = f"{place}: {first['msg']}"
    if _reads(request):
        answer: Response = _told(request, 400, InputError(told))
    else:
        answer = problems.problem(400, "A parameter is wrong", told)
    answer.headers["Vary"] = "Accept"
    return answer


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    path = request.scope["path"]
    bare = path.rstrip("/")
    if error.status_code == 404 and path != bare and _is_door(request, bare):
        # Starlette's own redirect would be made from the Host header.
        query = f"?{request.url.query}" if request.url.query else ""
        desk: Desk = request.app.state.desk
        return RedirectResponse(desk.settings.moved(bare) + query, status_code=307)
    answer = problems.problem(error.status_code, str(error.detail), f"{request.method} {path}")
    if error.status_code == 404 and _reads(request):
        answer = _told(request, 404, InputError(f"there is no page {path} here"))
    answer.headers.update({"Vary": "Accept", **(error.headers or {})})
    if answer.headers.get("allow") == "GET":
        answer.headers["allow"] = "GET, HEAD"
    return answer


def _is_door(request: Request, path: str) -> bool:
    """Return whether something answers under a path."""
    scope = {**request.scope, "path": path}
    return any(route.matches(scope)[0] is not Match.NONE for route in request.app.router.routes)


def serve(settings: Settings) -> None:
    """Serve until stopped; an empty home is built first, once, even where several start together."""
    from seedline.pipeline import prepare

    prepare(settings.home, progress=lambda message: print(message, file=sys.stderr, flush=True))
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
        print(f"the data in {settings.home}", file=sys.stderr, flush=True)
        print(f"Seedline listens on http://{settings.host}:{port}/", file=sys.stderr, flush=True)
        app = create_app(replace(settings, port=port))
        config = uvicorn.Config(
            app,
            http=connection_class(settings, app.state.metrics, app.state.log),
            ws="none",
            log_level="warning",
            access_log=False,
            proxy_headers=False,
            server_header=False,
            date_header=False,
            timeout_keep_alive=settings.read_time,
            timeout_graceful_shutdown=settings.stop_time + _LAST_WORDS,
            backlog=1024,
        )
        _Server(config).run(sockets=[listener])


class _Server(uvicorn.Server):
    """Says that it is not ready any more from the moment it is told to stop."""

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        assert isinstance(self.config.app, FastAPI)
        self.config.app.state.stopping = True
        super().handle_exit(sig, frame)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Tell who still waits at the stop time why it has no answer, before its connection is cut off."""
        assert isinstance(self.config.app, FastAPI)
        state = self.config.app.state
        ending = asyncio.create_task(_stop_after(state.settings.stop_time, state.serving))
        await super().shutdown(sockets)
        ending.cancel()


async def _stop_after(seconds: float, serving: Serving) -> None:
    await asyncio.sleep(seconds)
    await serving.stop()
