"""The application: every door in one place."""

from __future__ import annotations

import socket
import sys
from dataclasses import replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.staticfiles import StaticFiles

import seedline
from seedline.errors import SeedlineError
from seedline_api import embeds, html, lineages, pages, problems, resources, sparql, views
from seedline_api.serving import Serving
from seedline_api.settings import Settings


def create_app(settings: Settings) -> FastAPI:
    """Return the application over a home of snapshots."""
    app = FastAPI(
        title="Seedline",
        version=seedline.__version__,
        description="Seed-to-scale pathways: lineages, their money and their evidence.",
        docs_url=None,
        redoc_url=None,
        root_path=settings.prefix,
    )
    app.state.serving = Serving(settings)
    for router in (pages.router, lineages.router, views.router, embeds.router, resources.router):
        app.include_router(router)
    app.router.routes.append(Route("/sparql", sparql.endpoint, methods=sparql.METHODS, include_in_schema=False))
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"), name="static")
    app.add_exception_handler(SeedlineError, _ours)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)

    @app.get("/healthz", tags=["operation"], summary="Is the process alive")
    def healthz() -> JSONResponse:
        return JSONResponse({"status": "ok"})

    @app.get("/readyz", tags=["operation"], summary="Can it answer")
    def readyz() -> JSONResponse:
        return JSONResponse({"status": "ok", "version": app.state.serving.tracer().snapshot.version})

    return app


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, SeedlineError)
    answer = problems.of_error(error)
    if "text/html" in request.headers.get("accept", "") and answer.status_code in {404, 410}:
        return html.render_page(request, "missing.html", status=answer.status_code, detail=str(error))
    return answer


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return problems.problem(400, "A parameter is wrong", f"{place}: {first['msg']}")


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    answer = problems.problem(error.status_code, str(error.detail), f"{request.method} {request.url.path}")
    answer.headers.update(error.headers or {})
    return answer


def serve(settings: Settings) -> None:
    """Serve until stopped; an empty home is built first, once, even where several start together."""
    from seedline.build import build_if_empty

    build_if_empty(settings.home, progress=lambda message: print(message, file=sys.stderr, flush=True))
    if settings.host not in {"127.0.0.1", "::1", "localhost"}:
        print(
            "note: this version sets no time limit on queries; keep it behind a proxy that does",
            file=sys.stderr,
        )
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
        config = uvicorn.Config(
            create_app(replace(settings, port=port)),
            log_level="warning",
            proxy_headers=False,
            server_header=False,
            date_header=False,
        )
        uvicorn.Server(config).run(sockets=[listener])
