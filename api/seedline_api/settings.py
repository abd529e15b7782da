"""Every setting of the server: one table, from which the command line, the documentation and a test are made."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from seedline.errors import InputError
from seedline.store import default_home

_ORIGIN = r"https?:(//[A-Za-z0-9*.:-]+)?"
# The value becomes part of a header: nothing that ends a directive or a line may be in it.
_ANCESTORS = re.compile(rf"\*|'none'|('self'|{_ORIGIN})( {_ORIGIN})*")


_REPORT = re.compile(r"mailto:[^\s?@]+@[^\s?@]+|https?://\S+")


def _setting(default: Any, help_: str) -> Any:
    return field(default=default, metadata={"help": help_})


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings of one server; each is ``SEEDLINE_`` and its name in capitals in the environment."""

    home: Path = field(default_factory=default_home, metadata={"help": "folder of the snapshots"})
    host: str = _setting("127.0.0.1", "address to listen on; the default is this machine alone")
    port: int = _setting(8000, "port to listen on; 0 lets the system choose one")
    public_url: str = _setting(
        "", "address that readers use, path prefix included; every absolute link is made from it"
    )
    max_time: int = _setting(30, "longest time of a query or view from its arrival, waiting included, in seconds")
    max_rows: int = _setting(1_000_000, "most rows or triples of one SPARQL answer")
    max_bytes: int = _setting(256_000_000, "largest answer, in bytes as they are sent")
    max_memory: int = _setting(1024, "most memory of one query or view beyond the store it shares, in MiB")
    max_url: int = _setting(8192, "longest address of a GET, in bytes; longer ones are told to use POST")
    max_body: int = _setting(1_000_000, "largest body of a POST, in bytes")
    frame_ancestors: str = _setting("*", "who may frame /embed/: * for all, or origins with spaces between")
    max_queue: int = _setting(256, "most queries and views that wait; beyond it the greediest client is refused, 503")
    max_client: int = _setting(32, "most queries and views of one client under way; beyond it 429")
    max_held: int = _setting(2_000_000_000, "most bytes of large answers held on disk for slow readers, all together")
    max_connections: int = _setting(2000, "most open connections; beyond it new ones are closed")
    max_client_connections: int = _setting(200, "most open connections of one client; beyond it new ones are closed")
    read_time: int = _setting(20, "longest time for a request to arrive, or for an idle connection to stay, in seconds")
    send_time: int = _setting(30, "longest time for which a client may take nothing of its answer, in seconds")
    stop_time: int = _setting(8, "longest time for which a stopping server waits for its queries, in seconds")
    express_workers: int = _setting(2, "processes for what is short")
    express_ms: int = _setting(100, "slice after which a query or view gives up its express worker, in milliseconds")
    slow_workers: int = _setting(2, "processes of low priority for what needs longer than the slice")
    store: str = _setting(
        "auto", "hold the queried store in memory or on disk: memory, disk, or auto (by max_memory_quads)"
    )
    max_memory_quads: int = _setting(2_000_000, "largest store, in quads, that auto holds in memory (0.4 kB a quad)")
    cache: int = _setting(64_000_000, "bytes of answers kept for the next client; 0 keeps none")
    service_hosts: str = _setting("", "hosts that SERVICE may ask, separated by commas; none by default")
    service_time: int = _setting(10, "longest time of a query with SERVICE, in seconds")
    trusted_proxies: str = _setting("", "addresses of proxies, by commas, whose X-Forwarded-For is believed")
    source_text: str = _setting("", "your copy of a source's text; its passages are shown to this machine alone")
    share_source_text: str = _setting(
        "no", "show passages of source_text to everybody who can reach the server: yes or no"
    )
    report: str = _setting(
        "", "where problems are reported, as mailto:data@example.org or https://example.org/report; none by default"
    )
    pin: str = _setting("local", "who may keep views (POST /pin): local (this machine, or the token) or off")
    pin_token: str = _setting("", "token that lets others keep views, as Authorization: Bearer …; none by default")
    max_pinned: int = _setting(2_000_000_000, "most bytes of kept views, all together; beyond it 507")
    max_client_pinned: int = _setting(100_000_000, "most bytes of views kept for one client since the start")
    log: str = _setting("json", "what is written to the error stream: json (a line for each request) or off")

    @classmethod
    def read(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Return the settings of the environment, with those given here on top (``None`` means not given).

        >>> Settings.read({"SEEDLINE_PORT": "8080", "SEEDLINE_HOME": "/srv"}, host="::1").port
        8080
        """
        environ = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for setting in fields(cls):
            name = f"SEEDLINE_{setting.name.upper()}"
            if given.get(setting.name) is not None:
                values[setting.name] = given[setting.name]
            elif name in environ and environ[name] != "":
                values[setting.name] = _convert(name, environ[name], setting.type)
        settings = cls(**values)
        settings._check()
        return settings

    def _check(self) -> None:
        for name, allowed in (
            ("store", ("auto", "memory", "disk")),
            ("log", ("json", "off")),
            ("share_source_text", ("yes", "no")),
            ("pin", ("local", "off")),
        ):
            if getattr(self, name) not in allowed:
                raise InputError(
                    f"SEEDLINE_{name.upper()} must be one of {', '.join(allowed)}; found {getattr(self, name)!r}"
                )
        for name in (
            "max_time",
            "max_memory",
            "express_workers",
            "slow_workers",
            "express_ms",
            "max_queue",
            "max_client",
        ):
            if getattr(self, name) < 1:
                raise InputError(f"SEEDLINE_{name.upper()} must be at least 1")
        if self.public_url:
            parts = urlsplit(self.public_url)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
                raise InputError(
                    f"SEEDLINE_PUBLIC_URL must be an http or https address, as https://example.org/seedline; "
                    f"found {self.public_url!r}"
                )

        if self.report and not _REPORT.fullmatch(self.report):
            raise InputError(
                f"SEEDLINE_REPORT is an address, as mailto:data@example.org or https://example.org/report; "
                f"found {self.report!r}"
            )
        if not _ANCESTORS.fullmatch(self.frame_ancestors):
            raise InputError(
                f"SEEDLINE_FRAME_ANCESTORS is * or 'self' or origins with spaces between, as https://example.org; "
                f"found {self.frame_ancestors!r}"
            )

    def named(self, *names: str) -> str:
        """Return limits as errors and headers name them.

        >>> Settings().named("max_time", "max_rows")
        'max_time=30, max_rows=1000000'
        """
        return ", ".join(f"{name}={getattr(self, name)}" for name in names)

    @property
    def prefix(self) -> str:
        """Return the path prefix of the public address, without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    def address_of(self, path: str) -> str:
        """Return the address of a path for a redirect: absolute where readers' address is known, else relative.

        >>> Settings().address_of("/doc/a"), Settings(public_url="https://example.org/s").address_of("/doc/a")
        ('/doc/a', 'https://example.org/s/doc/a')
        """
        return self.absolute(path) if self.public_url else path

    def moved(self, path: str) -> str:
        """Return the address of a path that has the prefix already, as :meth:`address_of`."""
        return self.address_of(path.removeprefix(self.prefix))

    @property
    def passages(self) -> str:
        """Return the path under which passages of a copy of a source are given, nothing where there is no copy."""
        return f"{self.prefix}/passages" if self.source_text else ""

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path; the Host header is never asked.

        >>> Settings(public_url="https://example.org/s/").absolute("/sparql")
        'https://example.org/s/sparql'
        """
        root = self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
        return root + path


def settings_table() -> str:
    """Return the table of the settings that the documentation shows; a test holds it against the code.

    >>> settings_table().splitlines()[2]
    '| `SEEDLINE_HOME` | see below | folder of the snapshots |'
    """
    lines = ["| variable | default | what it is |", "|---|---|---|"]
    for setting in fields(Settings):
        default = "see below" if setting.name == "home" else f"`{setting.default}`" if setting.default != "" else "none"
        lines.append(f"| `SEEDLINE_{setting.name.upper()}` | {default} | {setting.metadata['help']} |")
    return "\n".join(lines)


def _convert(name: str, text: str, kind: object) -> Any:
    if kind in {"int", int}:
        if not text.isdigit():
            raise InputError(f"{name} must be a whole number; found {text!r}")
        return int(text)
    return Path(text) if kind in {"Path", Path} else text
