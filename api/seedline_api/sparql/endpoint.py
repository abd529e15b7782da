"""The endpoint as a bare ASGI application: what a hot path does not need is not on it."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from starlette.types import Receive, Scope, Send

from seedline.errors import NotFound, SeedlineError
from seedline.formats.service import service_description, void_description
from seedline.sandbox import Answer, Question
from seedline.store import MEDIA_TYPES, services
from seedline_api.current import Engine, Serving
from seedline_api.http import problems
from seedline_api.http.cache import BoundedCache, matches
from seedline_api.http.cors import ASKED_WITH, TOLD
from seedline_api.http.metrics import Metrics
from seedline_api.http.middleware import HUNG_UP
from seedline_api.rendering.tasks import task
from seedline_api.settings import Settings
from seedline_api.sparql.page import PAGE_HEADERS, query_page, shown_of
from seedline_api.sparql.plan import Headers, Plan, chosen, plan, tag_of
from seedline_api.sparql.protocol import Asked, Refused, headers_of, read_address, read_body
from seedline_api.work.desk import Desk, HungUp

ALLOW = "GET, HEAD, POST, OPTIONS"
_PLANS = 8_000_000
_DESCRIPTIONS = 4_000_000
"""Bytes that the caches of plans and of descriptions take."""
_GZIP = b"\x1f\x8b"


class Endpoint:
    """Answers ``/sparql`` and ``/.well-known/void``; mount it before everything else."""

    def __init__(self, settings: Settings, metrics: Metrics, serving: Serving) -> None:
        self.settings = settings
        self._serving = serving
        self.desk = Desk(settings, serving)
        self.cache = self.desk.cache
        self._metrics = metrics
        self._address = settings.absolute("/sparql")
        # The same requests come again and again: what the last ones want is looked up by their bytes, not read anew.
        self._plans: BoundedCache[Plan] = BoundedCache(_PLANS)
        self._descriptions: BoundedCache[bytes] = BoundedCache(_DESCRIPTIONS)
        self._hosts = tuple(host.strip() for host in settings.service_hosts.split(",") if host.strip())
        limits = settings.named("max_time", "max_rows", "max_bytes", "max_memory", "max_queue", "max_client")
        self._common = [
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", TOLD),
            (b"seedline-limits", f"{limits}, {settings.named('max_url', 'max_body')}".encode()),
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the protocol; errors are problem details (RFC 9457)."""
        try:
            await self._answer(scope, receive, send)
        except Refused as refused:
            await self._problem(scope, send, refused.status, refused.title, str(refused), limit=refused.limit)
        except HungUp:
            await self._respond(scope, send, HUNG_UP, [])
        except SeedlineError as error:
            kind = problems.kind_of(error)
            more = {name: getattr(error, name, None) for name in ("line", "column", "limit", "retry_after")}
            await self._problem(scope, send, kind.status, kind.title, str(error), **more)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method: str = scope["method"]
        if method == "OPTIONS":
            await self._respond(
                scope,
                send,
                204,
                [
                    (b"allow", ALLOW.encode()),
                    (b"access-control-allow-methods", ALLOW.encode()),
                    (b"access-control-allow-headers", ASKED_WITH),
                    (b"access-control-max-age", b"86400"),
                ],
            )
            return
        if method not in {"GET", "HEAD", "POST"}:
            raise Refused(405, "Method not allowed", f"use one of {ALLOW}")
        headers = headers_of(scope)
        if scope["path"].endswith("/void"):
            await self._describe(scope, receive, send, headers, "void")
            return
        engine = self._serving.engine()
        wants = (engine.version, headers.get(b"accept"), headers.get(b"accept-encoding", ""))
        if method == "POST":
            found: Plan | None = plan(await read_body(scope["query_string"], headers, receive, self.settings), *wants)
        else:
            found = self._plan_of(scope["query_string"], *wants)
        if found is None:
            await self._describe(scope, receive, send, headers, "description")
        elif found.format == "html":
            await self._show(scope, receive, send, engine, found.asked)
        else:
            await self._follow(scope, receive, send, headers.get(b"if-none-match"), engine, found)

    def _plan_of(self, query_string: bytes, version: str, accept: str | None, accept_encoding: str) -> Plan | None:
        key = (query_string, version, accept, accept_encoding)
        found = self._plans.get(key)
        if found is None:
            asked = read_address(query_string, self.settings)
            found = asked and plan(asked, version, accept, accept_encoding)
            if found is not None:
                self._plans.put(key, found)
        return found

    async def _follow(
        self, scope: Scope, receive: Receive, send: Send, known: str | None, engine: Engine, plan: Plan
    ) -> None:
        told = plan.headers
        asked = plan.asked
        if absent := [name for name in (*asked.default_graphs, *asked.named_graphs) if name not in engine.graphs]:
            told = [*told, (b"seedline-absent-graphs", ", ".join(map(_header_safe, absent))[:1000].encode())]
        if plan.tag and matches(known, plan.tag):
            self._metrics.observe("not modified")
            await self._respond(scope, send, 304, told[1:])
            return
        kept = self.cache.get(plan.key)
        if kept is not None:
            self._metrics.observe("cached")
            await self._respond(scope, send, 200, _packed(told, plan, kept[0]), kept[0])
            return
        scope["seedline.query"] = plan.asked.query
        answer = await self._evaluate(scope, receive, engine, plan)
        if answer.file is None:
            if plan.tag:
                self.cache.put(plan.key, (answer.body, answer.headers))
            await self._respond(scope, send, 200, _packed(told, plan, answer.body), answer.body)
        else:
            await self.desk.send(send, 200, [*self._common, *_packed(told, plan, _GZIP)], answer)

    async def _evaluate(self, scope: Scope, receive: Receive, engine: Engine, plan: Plan) -> Answer:
        settings, asked = self.settings, plan.asked
        network = self._hosts if self._hosts and services(asked.query) else ()
        question = Question(
            asked.query,
            plan.format,
            plan.packed,
            asked.default_graphs,
            asked.named_graphs,
            settings.max_rows,
            settings.max_bytes,
            network,
            self._address,
        )
        seconds = min(asked.seconds, settings.service_time) if network else asked.seconds
        return await self.desk.ask(engine, scope["seedline.client"], receive, question, seconds)

    async def _describe(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, str], what: str) -> None:
        engine = self._serving.engine()
        format_ = chosen(headers.get(b"accept"), what)
        if format_ == "html":
            await self._blank(scope, receive, send)
            return
        key = (engine.version, what, format_)
        made = self._descriptions.get(key)
        if made is None:
            make = void_description if what == "void" else service_description
            made = await asyncio.to_thread(make, engine.snapshot, self._address, format_, federated=bool(self._hosts))
            self._descriptions.put(key, made)
        tag = tag_of(key)
        told = [
            (b"content-type", MEDIA_TYPES[format_].encode()),
            (b"seedline-version", engine.version.encode()),
            (b"vary", b"Accept"),
            (b"cache-control", b"public, no-cache"),
            (b"etag", tag.encode()),
        ]
        if matches(headers.get(b"if-none-match"), tag):
            await self._respond(scope, send, 304, told[1:])
        else:
            await self._respond(scope, send, 200, told, made)

    async def _blank(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the query page, with the query of a named question where one is asked for."""
        try:
            page = await asyncio.to_thread(query_page, scope)
        except NotFound as error:
            page = await asyncio.to_thread(query_page, scope, error=error)
        await page(scope, receive, send)

    async def _show(self, scope: Scope, receive: Receive, send: Send, engine: Engine, asked: Asked) -> None:
        """Send the query page with a query's result, made by a worker under the limits of every query."""
        scope["seedline.query"] = asked.query
        shown = task(
            "asking", self.settings.max_bytes, query=asked.query, default_graphs=list(asked.default_graphs),
            named_graphs=list(asked.named_graphs), max_rows=self.settings.max_rows, **shown_of(scope),
        )  # fmt: skip
        try:
            answer = await self.desk.ask(engine, scope["seedline.client"], receive, shown, asked.seconds)
        except SeedlineError as error:
            scope["seedline.problem"] = getattr(error, "limit", None) or problems.kind_of(error).title
            page = await asyncio.to_thread(query_page, scope, query=asked.query, error=error)
            await page(scope, receive, send)
            return
        told = [*PAGE_HEADERS, (b"seedline-version", engine.version.encode())]
        await self.desk.send(send, 200, [*self._common, *told], answer)

    async def _respond(self, scope: Scope, send: Send, status: int, told: Headers, body: bytes = b"") -> None:
        headers = [*self._common, *told]
        if status not in {204, 304}:
            headers.append((b"content-length", str(len(body)).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})

    async def _problem(self, scope: Scope, send: Send, status: int, title: str, detail: str, **more: Any) -> None:
        scope["seedline.problem"] = more.get("limit") or title
        retry = more.pop("retry_after", None)
        body = problems.problem(status, title, detail, **more).body
        told = [(b"content-type", problems.MEDIA_TYPE.encode()), (b"cache-control", b"no-store"), (b"vary", b"Accept")]
        if status == 405:
            told.append((b"allow", ALLOW.encode()))
        if retry:
            told.append((b"retry-after", str(retry).encode()))
        await self._respond(scope, send, status, told, bytes(body))


def _header_safe(iri: str) -> str:
    return "<" + quote(iri, safe=":/?#[]@!$&'()*+,;=%") + ">"


def _packed(told: Headers, plan: Plan, body: bytes) -> Headers:
    """Return the headers of an answer: what is small was not compressed, whatever the client takes."""
    return [*told, (b"content-encoding", b"gzip")] if plan.packed and body[:2] == _GZIP else told
