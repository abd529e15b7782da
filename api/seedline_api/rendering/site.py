"""Pages: templates, their words, and the addresses in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import jinja2
from markupsafe import Markup

from seedline.i18n import words
from seedline.i18n.words import Words, begin
from seedline.lineage.selection import METHODS
from seedline.queries import Question, grouped, questions
from seedline.triples.rdf import FORMATS
from seedline.views.subject import Subject
from seedline_api.rendering.naming import official, prefixed
from seedline_data import Whose
from seedline_ontology import PREFIXES

#: The places of the site, in the order of its navigation, and what its foot adds.
PLACES = (
    ("/explore", "site.explore"),
    ("/organisations", "site.organisations"),
    ("/policies", "site.policies"),
    ("/compare", "compare.nav"),
    ("/known", "site.known"),
    ("/view", "site.choose"),
    ("/questions", "site.questions"),
    ("/sparql", "site.sparql"),
    ("/docs", "site.api"),
)
MORE_PLACES = (
    ("/about", "site.aboutPage"),
    ("/goals", "site.goals"),
    ("/places", "site.places"),
    ("/sources", "site.sources"),
    ("/conflicts", "site.conflicts"),
    ("/identity", "site.identity"),
    ("/candidates", "site.candidates"),
    ("/quality", "site.quality"),
    ("/data", "data.nav"),
    ("/glossary", "data.glossary"),
)
#: Of what is written by us in the data.
_ENGLISH = Markup(' lang="en"')
#: An amount among our words on a page: not in a tag, nor where no tag may stand, nor alone in one that holds it;
#: "SDG 10" is none.
_AMOUNT = re.compile(
    r"(?<!class=\"money\">)\b(?!SDG)[A-Z]{3} \d[\d.,\xa0]*(?<=\d)(?: ?(?:m|M|million|millions|millón|millones)\b)?"
    r"(?=[^<>]*<(?!/(?:title|option|textarea|text|tspan|desc|script|style|code|pre|q)\b))"
)
LANGUAGE_NAMES = (("en", "English"), ("fr", "Français"), ("es", "Español"))


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


def held(page: str) -> str:
    """Return a page in which no line ends inside an amount; what is copied from it keeps its spaces.

    >>> held('<p title="USD 8,9 M">of USD 8,9 M.</p><title>USD 5</title>')
    '<p title="USD 8,9 M">of <bdi>USD 8,9 M</bdi>.</p><title>USD 5</title>'
    """
    return _AMOUNT.sub(r"<bdi>\g<0></bdi>", page)


_ENDINGS = tuple(f".{form}" for form in (*FORMATS, "html"))


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
    dates: Mapping[str, str | None] = field(default_factory=dict)
    report: str = ""
    """Where problems are reported: an address of mail or of a page, if there is one."""
    public: bool = False
    """Whether others reach it at its root."""
    whose: Whose = "shipped"
    """Whose data these are."""
    questions: Mapping[str, Question] = field(default_factory=questions)
    """The questions that can be asked of them."""

    ignored: tuple[str, ...] = ()
    """Names of the address that is asked for which mean nothing there."""
    tongue: Callable[[str, str, str], str] = lambda _iri, _text, _language: ""
    """Of which language a name of a thing is, where it is not of the one that is spoken."""

    def preview(self, address: str) -> str:
        """Return the address of a picture for previews of links: a path where no public address is set.

        >>> Site("http://127.0.0.1:8000/s", "/s").preview("http://127.0.0.1:8000/s/view/a.png")
        '/s/view/a.png'
        """
        return address if self.public else self.own(address)

    def own(self, address: str) -> str:
        """Return the path of an address of this server: what a page shows or offers is got from where the page is.

        >>> Site("http://127.0.0.1:8000/s", "/s", public=True).own("http://127.0.0.1:8000/s/view/a.png")
        '/s/view/a.png'
        """
        return self.prefix + address.removeprefix(self.root)

    def absolute(self, path: str) -> str:
        """Return the absolute address of a path."""
        return self.root + path

    def doc(self, iri: str) -> str:
        """Return the path under which an IRI is described."""
        own = f"{self.base}id/"
        # A key that ends as a form does would be taken for the key before it.
        if self.base and iri.startswith(own) and not iri.endswith(_ENDINGS):
            return "/doc/" + quote(iri.removeprefix(own), safe="/")
        return "/doc?iri=" + quote(iri, safe="")

    def lineage(self, thing: str, kind: str = "lineage") -> str:
        """Return the path of the page of a lineage, or component, of a thing given by its identifier or IRI.

        >>> Site("", "").lineage("CT.0921"), Site("", "").lineage("https://example.org/#a")
        ('/view/lineage/CT.0921', '/view/lineage?iri=https%3A%2F%2Fexample.org%2F%23a')
        """
        subject = Subject(kind, thing)
        return "/view" + subject.path + (f"?{urlencode(subject.query)}" if subject.query else "")

    def reporting(self, at: str) -> str:
        """Return where a problem with a page is reported, the page and the version named.

        >>> Site("https://example.org", "", version="TEST", report="mailto:a@example.org").reporting("/about")
        'mailto:a@example.org?subject=Seedline%3A%20/about&body=https%3A//example.org/about%0Adata%20version%20TEST%0A'
        """
        if not self.report:
            return ""
        told = f"{self.absolute(at)}\ndata version {self.version}\n"
        if self.report.startswith("mailto:"):
            return f"{self.report}?subject={quote(f'Seedline: {at}')}&body={quote(told)}"
        mark = "&" if "?" in self.report else "?"
        return f"{self.report}{mark}{urlencode({'page': self.absolute(at), 'version': self.version})}"

    def cited(self, label: str, path: str, say: Words) -> str:
        """Return how to cite what stands at a path: with the day of the data, where there is one.

        >>> Site("https://example.org", "", version="TEST").cited("Data", "/data", words("en"))
        'Data. Seedline data, version TEST, https://example.org/data'
        """
        told = {"label": label, "version": self.version, "address": self.absolute(path)}
        built = self.dates.get("built")
        return say("site.citation", date=say.when(built), **told) if built else say("site.citationUndated", **told)

    def licence(self, say: Words) -> str:
        """Return what the data never say, and by which licence they are given, as far as it is known here."""
        return f"{say('site.reported')} {say(f'note.licence.{self.whose}')}"

    def page(self, template: str, *, lang: str = "en", at: str = "", **values: Any) -> bytes:
        """Return a page made from a template; everything in it is escaped.

        ``at`` is the path, with its query, at which the page stands: it is marked, and leads to other languages.
        """
        say = words(lang)

        def here(path: str) -> str:
            """Return the address of one of our pages in the language that is being spoken."""
            path, mark, part = path.partition("#")
            spoken = "" if say.language == "en" else f"{'&' if '?' in path else '?'}lang={say.language}"
            return f"{self.prefix}{path}{spoken}{mark}{part}"

        def data(iri: str, ending: str) -> str:
            """Return where an IRI is described as data; other people's have no address that could take an ending."""
            address = self.prefix + self.doc(iri)
            return f"{address}&format={ending}" if "?" in address else f"{address}.{ending}"

        def in_language(language: str) -> str:
            """Return the address of this page in another language; English needs no word for it."""
            path, _, query = at.partition("?")
            kept = [(name, value) for name, value in parse_qsl(query) if name != "lang"]
            kept += [("lang", language)] * (language != "en")
            return self.prefix + path + (f"?{urlencode(kept)}" if kept else "")

        def lang_of(iri: str | None, text: str) -> Markup:
            """Return the attribute of a name that is not of the page's language: a voice reads it as what it is."""
            tag = self.tongue(iri, text, say.language) if iri else ""
            return Markup(' lang="{}"').format(tag) if tag else Markup("")

        made = (
            _environment()
            .get_template(template)
            .render(
                prefix=self.prefix, absolute=self.absolute, own=self.own, here=here, data=data,
                doc=lambda iri: here(self.doc(iri)), lineage_at=lambda thing: here(self.lineage(thing)),
                component_at=lambda thing: here(self.lineage(thing, "component")),
                methods=METHODS, reporting=self.reporting(at), at=at, version=self.version, passages=self.passages,
                built=self.dates, lang_of=lang_of, whose_data=self.whose, data_licence=self.licence(say),
                to_cite=lambda label, path: self.cited(label, path, say),
                our_lang=_ENGLISH if say.language != "en" else "",
                # A source's own words: in its language, which it does not tell.
                source_lang=Markup(' lang=""') if say.language != "en" else "",
                places=PLACES, more_places=MORE_PLACES,
                languages=LANGUAGE_NAMES, local=at.partition("?")[0], in_language=in_language,
                grouped=grouped(self.questions), prefixes=PREFIXES, official=official, prefixed=prefixed, begin=begin,
                **{"say": say, "ignored": self.ignored, **values},
            )
        )  # fmt: skip
        return held(made).encode("utf-8", "replace")
