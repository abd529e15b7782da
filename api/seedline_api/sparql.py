"""The SPARQL endpoint: SPARQL 1.1 Protocol, query side, read-only."""

from __future__ import annotations

from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from seedline.errors import InputError, LimitExceeded
from seedline.store import MEDIA_TYPES, Result
from seedline_api.html import render_page
from seedline_api.negotiate import choose
from seedline_api.problems import problem
from seedline_api.serving import Serving
from seedline_api.settings import Settings

METHODS = ["GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"]
"""All come here, so that those we refuse are refused with the protocol's own headers."""
CORS = {"Access-Control-Allow-Origin": "*"}
_DESCRIPTIONS = {"ttl": "text/turtle", "html": "text/html"}
_ALLOW = "GET, HEAD, POST, OPTIONS"
_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"


async def endpoint(request: Request) -> Response:
    """Answer one request of the protocol; errors are problem details with the place in the query."""
    if request.method == "OPTIONS":
        headers = {
            **CORS,
            "Allow": _ALLOW,
            "Access-Control-Allow-Methods": _ALLOW,
            "Access-Control-Allow-Headers": "Accept, Content-Type",
            "Access-Control-Max-Age": "86400",
        }
        return Response(status_code=204, headers=headers)
    if request.method not in {"GET", "HEAD", "POST"}:
        answer = problem(405, "Method not allowed", f"use one of {_ALLOW}")
        answer.headers["Allow"] = _ALLOW
        return answer
    serving: Serving = request.app.state.serving
    settings = serving.settings
    if request.method != "POST" and len(request.url.query) > settings.max_url:
        detail = f"the address is longer than {settings.max_url} bytes (SEEDLINE_MAX_URL): send the query by POST"
        return problem(414, "URI too long", detail, limit=f"max_url={settings.max_url}")
    parameters, refused = await _parameters(request, settings)
    if refused is not None:
        return refused
    asked = any(name == "query" for name, _ in parameters) or request.method == "POST"
    if not asked and choose(request.headers.get("accept"), _DESCRIPTIONS) == "html":
        return render_page(request, "sparql.html")
    if any(name == "update" for name, _ in parameters):
        return problem(403, "Updates are not accepted", "this service answers queries only")
    queries = [value for name, value in parameters if name == "query"]
    if len(queries) != 1 or not queries[0].strip():
        return problem(400, "One query is needed", f"give exactly one non-empty `query`; found {len(queries)}")
    default = [value for name, value in parameters if name == "default-graph-uri" and value]
    named = [value for name, value in parameters if name == "named-graph-uri" and value]
    accept = request.headers.get("accept")
    return await run_in_threadpool(_answer, serving, queries[0], default, named, accept)


async def _parameters(request: Request, settings: Settings) -> tuple[list[tuple[str, str]], Response | None]:
    """Return the parameters of a request, decoded once, or the answer that refuses it."""
    parameters = parse_qsl(request.url.query, keep_blank_values=True)
    if request.method != "POST":
        return parameters, None
    length = request.headers.get("content-length", "0")
    if length.isdigit() and int(length) > settings.max_body:
        return [], _too_large(settings)
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > settings.max_body:
            return [], _too_large(settings)
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if not kind:
        return [], problem(400, "No content type", f"say what the body is: {_FORM} or {_QUERY}")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise InputError("the body is not UTF-8") from error
    if kind == _QUERY:
        return [*parameters, ("query", text)], None
    if kind == _FORM:
        return [*parameters, *parse_qsl(text, keep_blank_values=True)], None
    if kind == _UPDATE:
        return [], problem(403, "Updates are not accepted", "this service answers queries only")
    return [], problem(415, "Unsupported content type", f"send {_FORM} or {_QUERY}, not {kind}")


def _too_large(settings: Settings) -> Response:
    detail = f"the body is larger than {settings.max_body} bytes (SEEDLINE_MAX_BODY)"
    return problem(413, "Content too large", detail, limit=f"max_body={settings.max_body}")


def _answer(serving: Serving, query: str, default: list[str], named: list[str], accept: str | None) -> Response:
    snapshot = serving.tracer().snapshot
    result = snapshot.store.query(query, default_graphs=default, named_graphs=named)
    offers = {name: MEDIA_TYPES[name] for name in result.formats}
    format_ = choose(accept, offers)
    if format_ is None:
        media = ", ".join(offer.split(";")[0] for offer in offers.values())
        return problem(406, "Not acceptable", f"this answer can be sent as {media}")
    body = _serialised(result, format_, serving.settings.max_rows)
    headers = {**CORS, "Vary": "Accept", "Seedline-Version": snapshot.version, "Cache-Control": "no-cache"}
    return Response(body, media_type=MEDIA_TYPES[format_], headers=headers)


def _serialised(result: Result, format_: str, max_rows: int) -> bytes:
    # Held whole before the first byte: a failure is then an error, never a 200 with half an answer.
    body = result.serialise(format_)
    lines = body.count(b"\n") if format_ in {"csv", "tsv", "nt"} else 0
    if lines > max_rows:
        raise LimitExceeded(
            f"the answer has more than {max_rows} rows (SEEDLINE_MAX_ROWS): add a LIMIT",
            limit=f"max_rows={max_rows}",
        )
    return body
