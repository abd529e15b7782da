"""Pages: templates, their words, and the addresses in them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2

from seedline.i18n import words
from seedline.lineage.selection import METHODS


@cache
def _environment() -> jinja2.Environment:
    return jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def load_templates() -> None:
    """Compile every template, so that nobody waits for it later."""
    for name in _environment().list_templates():
        _environment().get_template(name)


@dataclass(frozen=True, slots=True)
class Site:
    """Where a server stands for its readers (``root``, with the path ``prefix`` in it), and what data it shows.

    >>> Site("https://example.org/s", "/s", "https://w3id.org/seedline/", "TEST").doc("https://w3id.org/seedline/id/a")
    '/doc/a'
    """

    root: str
    prefix: str
    base: str = ""
    version: str = ""
    passages: str = ""
    """Where passages of a copy of a source are given, if they are."""

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path."""
        return self.root + path

    def doc(self, iri: str) -> str:
        """Return the path under which an IRI is described."""
        own = f"{self.base}id/"
        if self.base and iri.startswith(own):
            return "/doc/" + quote(iri.removeprefix(own), safe="/")
        return "/doc?iri=" + quote(iri, safe="")

    def page(self, template: str, *, lang: str = "en", **values: Any) -> bytes:
        """Return a page made from a template; everything in it is escaped."""
        say = words(lang)

        def here(path: str) -> str:
            """Return the address of one of our pages in the language that is being spoken."""
            spoken = "" if say.language == "en" else f"{'&' if '?' in path else '?'}lang={say.language}"
            return self.prefix + path + spoken

        def data(iri: str, ending: str) -> str:
            """Return where an IRI of ours is described as data; other people's have no address with an ending."""
            address = self.prefix + self.doc(iri)
            return "" if "?" in address else f"{address}.{ending}"

        made = (
            _environment()
            .get_template(template)
            .render(
                prefix=self.prefix, absolute=self.absolute, doc=lambda iri: here(self.doc(iri)), here=here, data=data,
                methods=METHODS, version=self.version, passages=self.passages, **{"say": say, **values},
            )
        )  # fmt: skip
        return made.encode("utf-8", "replace")
