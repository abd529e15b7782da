"""A view: what is shown and how, the same whatever the form it is written in."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

from seedline.catalogue import Words, words
from seedline.errors import InputError
from seedline.export.subject import Subject
from seedline.lineage import Tracer, expand, step_filter
from seedline.lineage.dates import known_by
from seedline.lineage.trace import StepFilter
from seedline.render import EDITION, svg
from seedline.render.facts import Lineage
from seedline.render.reading import read

if TYPE_CHECKING:
    from seedline.lineage.detail import Details

Json = dict[str, Any]
THEMES = ("light", "dark", "print")
PAPERS = ("a4", "letter")
#: A PNG is at most this wide; a picture of so many pixels fills a wall.
WIDEST = 6000
MOST_OPENED = 100


@dataclass(frozen=True, slots=True)
class Look:
    """How a view is written; each is a parameter of every form, and a form that has no use for one ignores it."""

    theme: str = "light"
    lang: str = "en"
    width: int = 1600
    paper: str = "a4"
    table: str = "steps"

    def checked(self) -> Look:
        """Return this look.

        Raises:
            InputError: a value is none of those that there are.

        """
        for name, value, known in (
            ("theme", self.theme, THEMES),
            ("paper", self.paper, PAPERS),
            ("table", self.table, ("steps", "things", "money", "sums", "carriers", "places")),
        ):
            if value not in known:
                raise InputError(f"{name} is {', '.join(known[:-1])} or {known[-1]}, not {value!r}")
        if not 16 <= self.width <= WIDEST:
            raise InputError(f"width is a number of pixels from 16 to {WIDEST}, not {self.width}")
        return self


@dataclass(frozen=True, slots=True)
class Choice:
    """Which part of a lineage is shown: steps before and after, and what steps and sources count.

    ``source`` are keys of sources, ``as_of`` the date up to which things were known. ``more`` are things of which also
    what is one step further is shown, in the order in which they were opened.
    """

    up: int | None = None
    down: int | None = None
    status: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    as_of: str | None = None
    more: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        up: int | None = None,
        down: int | None = None,
        status: str | None = None,
        relation: str | None = None,
        more: str | None = None,
        *,
        basis: str | None = None,
        source: str | None = None,
        as_of: str | None = None,
    ) -> Choice:
        """Return a choice from parameters; all but depths and the date are lists with commas between.

        >>> Choice.of(status="ongoing, achieved").status
        ('achieved', 'ongoing')

        Raises:
            InputError: a token is not in its closed list, or the date is none.

        """
        opened = dict.fromkeys(_listed(more))
        if len(opened) > MOST_OPENED:
            raise InputError(f"more opens at most {MOST_OPENED} things, not {len(opened)}")
        if as_of and not _is_date(as_of):
            raise InputError(f"as_of is a date, as 2019, 2019-06 or 2019-06-30, not {as_of!r}")
        for name, steps in (("up", up), ("down", down)):
            if steps is not None and steps < 0:
                raise InputError(f"{name} is a number of steps, not {steps}")
        made = cls(
            up,
            down,
            status=_tokens(status),
            relation=_tokens(relation),
            basis=_tokens(basis),
            source=_tokens(source),
            as_of=as_of or None,
            more=tuple(opened),
        )
        step_filter(statuses=made.status, relations=made.relation, bases=made.basis)
        return made

    @property
    def keep(self) -> StepFilter | None:
        """Return what says whether a step is shown, nothing where all are."""
        if not (self.status or self.relation or self.basis):
            return None
        return step_filter(statuses=self.status, relations=self.relation, bases=self.basis)

    @property
    def limits(self) -> Json:
        """Return what a document says of the part that it shows; what was opened is seen in it."""
        told = {"status": self.status, "relation": self.relation, "basis": self.basis, "source": self.source}
        depths: Json = {name: steps for name, steps in (("up", self.up), ("down", self.down)) if steps is not None}
        return (
            depths
            | {name: list(values) for name, values in told.items() if values}
            | ({"asOf": self.as_of} if self.as_of else {})
        )

    @property
    def whole(self) -> bool:
        """Return whether nothing was left out."""
        return self == Choice()


def _listed(given: str | None) -> list[str]:
    return [part.strip() for part in (given or "").split(",") if part.strip()]


def _is_date(text: str) -> bool:
    """Return whether a text is a year, month or day that there is."""
    if not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text) or text < "0001":
        return False
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _tokens(given: str | None) -> tuple[str, ...]:
    return tuple(sorted(set(_listed(given))))


@dataclass(frozen=True)
class View:
    """A lineage document with the parameters that every form shares.

    ``address`` is where the view is served, without parameters; empty where it was made by a command, and the
    focus's own IRI then stands for it. ``query`` are the parameters that say what it is of. ``details`` reads the
    statements, for the RDF forms.
    """

    document: Json
    name: str = "lineage"
    kind: str = "lineage"
    look: Look = field(default_factory=Look)
    choice: Choice = field(default_factory=Choice)
    address: str = ""
    resource: str = ""
    query: tuple[tuple[str, str], ...] = ()
    details: Details | None = None

    @classmethod
    def of(
        cls,
        tracer: Tracer,
        subject: Subject | str,
        *,
        choice: Choice | None = None,
        look: Look | None = None,
        site: str = "",
    ) -> View:
        """Return the view of a lineage, a component, everything between two things, or a selection.

        A name alone is that of a thing whose lineage is meant.
        ``site`` is the public address of the server, without a slash at its end.

        Raises:
            NotFound, Ambiguous: as :meth:`seedline.lineage.Tracer.resolve`.
            InputError: as :meth:`Subject.traced`.

        """
        subject = Subject("lineage", subject) if isinstance(subject, str) else subject
        choice = choice or Choice()
        tracer, keep = tracer.view(as_of=choice.as_of, sources=choice.source), choice.keep
        traced = subject.traced(tracer, up=choice.up, down=choice.down, keep=keep)
        opened = [tracer.resolve(name) for name in choice.more]
        shown = subject.canonical(tracer)
        return cls(
            document=tracer.document(expand(tracer.network, traced, opened, keep), subject.told(tracer), choice.limits),
            name=shown.name,
            kind=shown.kind,
            look=(look or Look()).checked(),
            choice=choice,
            address=f"{site}/view{shown.path}" if site else "",
            resource=site,
            query=shown.query,
            details=tracer.details,
        )

    @cached_property
    def words(self) -> Words:
        """Return the words of the view's language."""
        return words(self.look.lang)

    @cached_property
    def facts(self) -> Lineage:
        """Return the document as cleaned facts."""
        return read(self.document)

    def knows(self, statement: str) -> bool:
        """Return whether a statement, given by its IRI, was known at the date that is asked for, if one is."""
        dated = self.details.value(statement, "sl:asOf") if self.details and self.choice.as_of else None
        return dated is None or known_by(dated, self.choice.as_of or "")

    @property
    def version(self) -> str:
        """Return the pinned version of the view: DATA.EDITION."""
        return f"{self.document['version']}.{EDITION}"

    @property
    def edition(self) -> int:
        """Return the number of the drawing."""
        return EDITION

    def parameters(self, **more: str) -> str:
        """Return the query that gives this view again, with what is usual left out."""
        return parameters(self.query, self.choice, self.look, **more)

    def link(self, ending: str = "", **more: str) -> str:
        """Return the address of one form of this view, or of its page."""
        query = self.parameters(**more)
        return f"{self.address}{ending and '.' + ending}{query and '?' + query}"

    @property
    def pinned(self) -> str:
        """Return the address that a citation gives: this view of this version, else the IRI of the focus or data."""
        known = self.document["focus"] or (self.details.base if self.details else "")
        return self.link(v=self.version) if self.address else str(known)

    @property
    def framed(self) -> str:
        """Return the address of this view for frames; it alone may stand in other people's pages."""
        return f"{self.resource}/embed{self.link().removeprefix(f'{self.resource}/view')}"

    def opened(self, iri: str) -> str:
        """Return the address of this view with what is one step further from a thing, too."""
        thing = self.details.id(iri) if self.details else iri
        return replace(self, choice=replace(self.choice, more=(*self.choice.more, thing))).link()

    def resource_link(self, iri: str) -> str:
        """Return where an IRI is described: on the server where one is known, else the IRI itself."""
        return f"{self.resource}/doc?iri={quote(iri, safe='')}" if self.resource else iri

    def picture(self, *, theme: str = "", prefix: str = "", bare: bool = False) -> str:
        """Return the picture as SVG; a ``bare`` one is for documents that set title and notes around it."""
        return svg(
            self.document,
            theme=theme or self.look.theme,
            lang=self.look.lang,
            link=self.resource_link,
            more=self.opened if self.address else None,
            prefix=prefix,
            bare=bare,
        )

    def with_look(self, **changes: Any) -> View:
        """Return the same view with another look."""
        return replace(self, look=replace(self.look, **changes).checked())


def parameters(query: Iterable[tuple[str, str]], choice: Choice, look: Look, **more: str) -> str:
    """Return the query of a view's address, with what is usual left out.

    >>> parameters((), Choice(down=1), Look(lang="fr"), v="TEST")
    'down=1&lang=fr&v=TEST'
    """
    usual = Look()
    given = {
        **dict(query),
        "up": "" if choice.up is None else str(choice.up),
        "down": "" if choice.down is None else str(choice.down),
        "status": ",".join(choice.status),
        "relation": ",".join(choice.relation),
        "basis": ",".join(choice.basis),
        "source": ",".join(choice.source),
        "as_of": choice.as_of or "",
        "more": ",".join(choice.more),
        "theme": look.theme if look.theme != usual.theme else "",
        "lang": look.lang if look.lang != usual.lang else "",
        **more,
    }
    return urlencode({name: value for name, value in given.items() if value}, safe=",:/@")
