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
    max_url: int = _setting(8192, "longest address of a GET, in bytes; longer ones are told to use POST")
    max_body: int = _setting(1_000_000, "largest body of a POST, in bytes")
    max_rows: int = _setting(1_000_000, "most rows or triples of one SPARQL answer")
    frame_ancestors: str = _setting("*", "who may frame /embed/: * for all, or origins with spaces between")
    max_nodes: int = _setting(150, "most nodes that a picture draws; the rest is counted in words")

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
        if self.public_url:
            parts = urlsplit(self.public_url)
            if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
                raise InputError(
                    f"SEEDLINE_PUBLIC_URL must be an http or https address, as https://example.org/seedline; "
                    f"found {self.public_url!r}"
                )

        if not _ANCESTORS.fullmatch(self.frame_ancestors):
            raise InputError(
                f"SEEDLINE_FRAME_ANCESTORS is * or 'self' or origins with spaces between, as https://example.org; "
                f"found {self.frame_ancestors!r}"
            )

    @property
    def prefix(self) -> str:
        """Return the path prefix of the public address, without a slash at its end."""
        return urlsplit(self.public_url).path.rstrip("/")

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path; the Host header is never asked.

        >>> Settings(public_url="https://example.org/s/").absolute("/sparql")
        'https://example.org/s/sparql'
        """
        root = self.public_url.rstrip("/") or f"http://{self.host}:{self.port}"
        return root + path


def _convert(name: str, text: str, kind: object) -> Any:
    if kind in {"int", int}:
        if not text.isdigit():
            raise InputError(f"{name} must be a whole number; found {text!r}")
        return int(text)
    return Path(text) if kind in {"Path", Path} else text
