"""The endpoint as a bare ASGI application: what a hot path does not need is not on it."""

from __future__ import annotations

import asyncio
import hashlib
import os
import re
from functools import lru_cache
from typing import Any

from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from seedline.errors import LimitExceeded, QueryFailed, SeedlineError
from seedline.export.service import service_description, void_description
from seedline.store import GRAPH_FORMATS, MEDIA_TYPES, ROW_FORMATS, is_volatile, query_kind, services
from seedline.workers import Answer, Question
from seedline_api import problems
from seedline_api.html import render_page
from seedline_api.negotiate import choose
from seedline_api.operation import Metrics
from seedline_api.settings import Settings
from seedline_api.sparql.cache import Cache
from seedline_api.sparql.engine import Engine, Engines, Report
from seedline_api.sparql.jobs import Job
from seedline_api.sparql.reading import Asked, Refused, headers_of, read

ALLOW = "GET, HEAD, POST, OPTIONS"
_OFFERS = {
    # JSON under its general name too: many clients ask for nothing else.
    "select": {name: MEDIA_TYPES[name] for name in ROW_FORMATS} | {"plain-json": "application/json"},
    "ask": {name: MEDIA_TYPES[name] for name in ("json", "xml")} | {"plain-json": "application/json"},
    "graph": {name: MEDIA_TYPES[name] for name in GRAPH_FORMATS},
    "description": {name: MEDIA_TYPES[name] for name in ("ttl", "rdf", "jsonld", "nt")}
    | {"html": "text/html; charset=utf-8"},
    "void": {name: MEDIA_TYPES[name] for name in ("ttl", "rdf", "jsonld", "nt")},
}
_CHUNK = 1 << 16
_HANG_UP_WATCH = 0.02
_NO_GZIP = re.compile(r"gzip\s*;\s*q\s*=\s*0(\.0*)?\s*(,|$)", re.IGNORECASE)


class Endpoint:
    """Answers ``/sparql`` and ``/.well-known/void``; mount it before everything else."""

    def __init__(self, settings: Settings, metrics: Metrics, report: Report = lambda **told: None) -> None:
        self.settings = settings
        self.engines = Engines(settings, metrics.observe, report)
        self.cache = Cache(settings.cache)
        self._metrics = metrics
        self._address = settings.absolute("/sparql")
        self._held = 0
        self._descriptions: dict[tuple[str, str, str], bytes] = {}
        self._hosts = tuple(host.strip() for host in settings.service_hosts.split(",") if host.strip())
        limits = settings.named("max_time", "max_rows", "max_bytes", "max_memory", "max_queue", "max_client")
        self._common = [
            (b"access-control-allow-origin", b"*"),
            (b"access-control-expose-headers", b"ETag, Retry-After, Seedline-Limits, Seedline-Version, X-Request-Id"),
            (b"seedline-limits", f"{limits}, {settings.named('max_url', 'max_body')}".encode()),
        ]

    @property
    def held(self) -> int:
        """Return the bytes of large answers that wait on disk for their readers."""
        return self._held

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request of the protocol; errors are problem details (RFC 9457)."""
        try:
            await self._answer(scope, receive, send)
        except Refused as refused:
            await self._problem(scope, send, refused.status, refused.title, str(refused), limit=refused.limit)
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
                    (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match, X-Request-Id"),
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
        asked = await read(
            method,
            scope["query_string"],
            headers.get(b"content-type", ""),
            headers.get(b"content-length", ""),
            receive,
            self.settings,
        )
        if asked is None:
            await self._describe(scope, receive, send, headers, "description")
        else:
            await self._ask(scope, receive, send, headers, asked)

    async def _ask(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, str], asked: Asked) -> None:
        engine = self.engines.current or await self.engines.start()
        kind, volatile = _traits(asked.query)
        format_ = _chosen(headers.get(b"accept"), kind)
        packed = takes_gzip(headers.get(b"accept-encoding", ""))
        key = (engine.version, asked.query, asked.default_graphs, asked.named_graphs, format_, packed)
        kept = self.cache.get(key)
        tag = "" if volatile else _tag(key)
        told = [
            (b"content-type", _OFFERS[kind][format_].encode()),
            (b"seedline-version", engine.version.encode()),
            (b"vary", b"Accept, Accept-Encoding"),
            (b"cache-control", b"no-store" if volatile else b"public, no-cache"),
        ]
        if tag:
            told.append((b"etag", tag.encode()))
            if (known := headers.get(b"if-none-match")) is not None and _matches(known, tag):
                self._metrics.observe("not modified")
                await self._respond(scope, send, 304, told[1:])
                return
        if kept is not None:
            self._metrics.observe("cached")
            body = kept
            if packed and body[:2] == b"\x1f\x8b":
                told.append((b"content-encoding", b"gzip"))
            await self._respond(scope, send, 200, told, body)
            return
        scope["seedline.query"] = asked.query
        answer = await self._evaluate(scope, receive, engine, asked, format_, packed)
        try:
            if packed and (answer.file is not None or answer.body[:2] == b"\x1f\x8b"):
                told.append((b"content-encoding", b"gzip"))
            if answer.file is None:
                if not volatile:
                    self.cache.put(key, answer.body)
                await self._respond(scope, send, 200, told, answer.body)
            else:
                await self._stream(scope, send, told, answer)
        finally:
            answer.close()

    async def _evaluate(
        self, scope: Scope, receive: Receive, engine: Engine, asked: Asked, format_: str, packed: bool
    ) -> Answer:
        settings = self.settings
        network = self._hosts if self._hosts and services(asked.query) else ()
        question = Question(
            asked.query,
            format_.removeprefix("plain-"),
            packed,
            asked.default_graphs,
            asked.named_graphs,
            settings.max_rows,
            settings.max_bytes,
            network,
            self._address,
        )
        seconds = min(asked.seconds, settings.service_time) if network else asked.seconds
        job = engine.pool.submit(scope["seedline.client"], question, seconds)
        loop = asyncio.get_running_loop()
        watches: list[asyncio.Task[None]] = []
        # Most answers are there before anybody could hang up, so the watch begins a moment later.
        later = loop.call_later(_HANG_UP_WATCH, lambda: watches.append(loop.create_task(_watch(receive, engine, job))))
        try:
            return await job.done
        except asyncio.CancelledError:
            engine.pool.cancel(job)
            if watches and watches[0].done():
                raise HungUp from None
            raise
        finally:
            later.cancel()
            for watch in watches:
                watch.cancel()

    async def _stream(self, scope: Scope, send: Send, told: list[tuple[bytes, bytes]], answer: Answer) -> None:
        """Send an answer that is whole already, from its file, as fast as the client takes it."""
        assert answer.file is not None
        if self._held + answer.size > self.settings.max_held:
            raise LimitExceeded(
                "too many large answers wait for slow readers; ask again later", limit=self.settings.named("max_held")
            )
        self._held += answer.size
        try:
            headers = [*self._common, *told, (b"content-length", str(answer.size).encode())]
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            at = 0
            while at < answer.size and scope["method"] != "HEAD":
                part = os.pread(answer.file, _CHUNK, at)
                if not part:
                    raise QueryFailed("the held answer could not be read")
                at += len(part)
                await send({"type": "http.response.body", "body": part, "more_body": at < answer.size})
            if scope["method"] == "HEAD":
                await send({"type": "http.response.body", "body": b""})
        finally:
            self._held -= answer.size

    async def _describe(self, scope: Scope, receive: Receive, send: Send, headers: dict[bytes, str], what: str) -> None:
        engine = self.engines.current or await self.engines.start()
        format_ = _chosen(headers.get(b"accept"), what)
        if format_ == "html":
            page = await asyncio.to_thread(render_page, Request(scope, receive), "sparql.html")
            await page(scope, receive, send)
            return
        key = (engine.version, what, format_)
        if key not in self._descriptions:
            make = void_description if what == "void" else service_description
            made = await asyncio.to_thread(make, engine.snapshot, self._address, format_, federated=bool(self._hosts))
            if len(self._descriptions) > 32:
                self._descriptions.clear()
            self._descriptions[key] = made
        tag = _tag(key)
        told = [
            (b"content-type", MEDIA_TYPES[format_].encode()),
            (b"seedline-version", engine.version.encode()),
            (b"vary", b"Accept"),
            (b"cache-control", b"public, no-cache"),
            (b"etag", tag.encode()),
        ]
        if (known := headers.get(b"if-none-match")) is not None and _matches(known, tag):
            await self._respond(scope, send, 304, told[1:])
        else:
            await self._respond(scope, send, 200, told, self._descriptions[key])

    async def _respond(
        self, scope: Scope, send: Send, status: int, told: list[tuple[bytes, bytes]], body: bytes = b""
    ) -> None:
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


class HungUp(Exception):
    """The client closed its connection."""


async def _watch(receive: Receive, engine: Engine, job: Job) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    engine.pool.cancel(job)


@lru_cache(maxsize=256)
def _traits(query: str) -> tuple[str, bool]:
    # What is no query is told so by the evaluator, with its place.
    return query_kind(query) or "select", is_volatile(query)


@lru_cache(maxsize=1024)
def _chosen(accept: str | None, kind: str) -> str:
    offers = _OFFERS[kind]
    format_ = choose(accept, offers)
    if format_ is None:
        media = ", ".join(offer.split(";")[0] for offer in offers.values())
        raise Refused(406, "Not acceptable", f"this can be sent as {media}")
    return format_


@lru_cache(maxsize=256)
def takes_gzip(accept_encoding: str) -> bool:
    """Return whether a client takes gzip (RFC 9110, section 12.5.3).

    >>> takes_gzip("br, gzip"), takes_gzip("gzip;q=0, br"), takes_gzip("")
    (True, False, False)
    """
    return "gzip" in accept_encoding.lower() and not _NO_GZIP.search(accept_encoding)


@lru_cache(maxsize=512)
def _tag(key: tuple[object, ...]) -> str:
    # Weak: without ORDER BY two evaluations may order equal rows differently.
    return f'W/"{key[0]}-{hashlib.blake2s(repr(key).encode(), digest_size=10).hexdigest()}"'


def _matches(known: str, tag: str) -> bool:
    """Compare weakly, as If-None-Match does (RFC 9110, section 13.1.2)."""
    bare = tag.removeprefix("W/")
    return known.strip() == "*" or any(part.strip().removeprefix("W/") == bare for part in known.split(","))
