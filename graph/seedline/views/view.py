"""A view: what is shown and how, the same whatever the form it is written in."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from seedline.document.types import Document
from seedline.draw.drawing import EDITION, svgs
from seedline.draw.figure.sheet import Linker
from seedline.draw.figure.target import ON_SCREEN
from seedline.errors import InputError
from seedline.i18n import Words, words
from seedline.lineage.traversal import expand
from seedline.views.address import parameters
from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer

if TYPE_CHECKING:
    from seedline.document.details import Details


@dataclass(frozen=True)
class View:
    """A lineage document with the parameters that every form shares.

    ``address`` is where the view is served, without parameters; empty where it was made by a command, and the
    focus's own IRI then stands for it. ``query`` are the parameters that say what it is of. ``details`` reads the
    statements, for the RDF forms.
    """

    document: Document
    name: str = "lineage"
    kind: str = "lineage"
    look: Look = field(default_factory=Look)
    choice: Choice = field(default_factory=Choice)
    address: str = ""
    resource: str = ""
    query: tuple[tuple[str, str], ...] = ()
    details: Details | None = None
    #: Whether the bytes of this edition are kept where the view is served: then alone a citation may name the edition.
    kept: bool = False

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
        tracer, keep = tracer.view(as_of=choice.as_of, told_by=choice.told_by, sources=choice.source), choice.keep
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

    def holds(self, statement: str) -> bool:
        """Return whether a statement, given by its IRI, is within the dates that are asked for, if any are."""
        read, clocks = self.details, self.choice.clocks
        return not (read and clocks) or clocks.hold(read.when(statement), read.value(statement, "sl:asOf"))

    @property
    def version(self) -> str:
        """Return the pinned version of the view: DATA.EDITION."""
        return f"{self.document.version}.{EDITION}"

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
    def local_address(self) -> str:
        """Return the address after ``/view``, as it is asked for, without its version."""
        return f"{self.address.removeprefix(f'{self.resource}/view')}?{self.parameters()}"

    @property
    def pinned(self) -> str:
        """Return the address that a citation gives: this view of this version, else the IRI of the focus or data."""
        known = self.document.focus or (self.details.base if self.details else "")
        return self.link(v=self.cited_version) if self.address else str(known)

    @property
    def cited_version(self) -> str:
        """Return the version that a citation gives: of data and drawing where its bytes are kept, else of the data."""
        return self.version if self.kept else self.document.version

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

    def drawn(self) -> str:
        """Return the picture as it is asked for: whole, or one page of it.

        Raises:
            InputError: the picture has fewer pages.

        """
        if not self.look.page:
            return self.picture()
        made = self.pages()
        if self.look.page > len(made):
            raise InputError(f"the picture has {len(made)} page{'s' * (len(made) > 1)}, no page {self.look.page}")
        return made[self.look.page - 1]

    def picture(self, **look: Any) -> str:
        """Return the picture as one SVG, with what :meth:`pages` is told; one that is too high is folded."""
        (made,) = self.pages(**look, paged=False)
        return made

    def pages(
        self,
        *,
        theme: str = "",
        prefix: str = "",
        target: str = "",
        form: str = "",
        parts: tuple[str, ...] | None = None,
        link: Linker | None = None,
        more: Linker | None = None,
        paged: bool = True,
    ) -> list[str]:
        """Return the picture as an SVG for each page that it needs with nothing left out.

        It is for the place and with the parts that the look says, or that are given.
        ``link`` gives the address of a thing's or step's IRI; without it that is where the IRI is described. ``more``
        gives that of the view with what is one step further from a thing; without it that is :meth:`opened`.
        """
        where, form = target or self.look.target, form or self.look.form
        if parts is None:
            parts = (self.look.parts or None) if where != "poster" or form == "strip" else None
        return svgs(
            self.document,
            form=form,
            target=where,
            theme=theme or self.look.theme,
            lang=self.look.lang,
            parts=parts,
            link=link or self.resource_link,
            more=(more or self.opened) if self.address and where in ON_SCREEN else None,
            tongue=self._tongue,
            prefix=prefix,
            paged=paged,
        )

    def _tongue(self, iri: str, name: str) -> str:
        return self.details.tongue(iri, name, self.look.lang) if self.details else ""

    def with_look(self, **changes: Any) -> View:
        """Return the same view with another look."""
        return replace(self, look=replace(self.look, **changes).checked())
