"""What a view is of: the lineage of a thing, the component around it, everything between two things, or a selection."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote

from seedline.document import types
from seedline.errors import InputError, SelectionTooLarge
from seedline.lineage import trace
from seedline.lineage.paths import ways
from seedline.lineage.traversal import Lineage, StepFilter, component, part
from seedline.views.evaluation import select
from seedline.views.tracer import Tracer

#: A selection of more things than this is refused: nobody can read it, and everybody waits for it.
MOST_CHOSEN = 5000


@dataclass(frozen=True, slots=True)
class Subject:
    """What a view is of. ``first`` and ``second`` are a thing, the ends of a way, or a selection and what it excludes.

    >>> Subject.asked(select="+CT.0921").kind, Subject.asked("CT.0921", component=True).kind
    ('selection', 'component')
    """

    kind: str
    first: str
    second: str = ""

    @classmethod
    def asked(
        cls,
        thing: str = "",
        *,
        component: bool = False,
        select: str = "",
        exclude: str = "",
        start: str = "",
        end: str = "",
    ) -> Subject:
        """Return what is asked for, one of a thing, a selection or two ends.

        Raises:
            InputError: none of these is given, or several, or one end only.

        """
        if sum(map(bool, (thing, select, start or end))) != 1 or (exclude and not select) or bool(start) != bool(end):
            raise InputError("name a thing, or a selection (select, exclude), or both ends of a way (from, to)")
        if select:
            return cls("selection", select, exclude)
        if start:
            return cls("paths", start, end)
        return cls("component" if component else "lineage", thing)

    def traced(self, tracer: Tracer, *, up: int | None, down: int | None, keep: StepFilter | None) -> Lineage:
        """Return what is shown; ``up`` and ``down`` count from the focus of a lineage, the others have none.

        Raises:
            NotFound, Ambiguous, SelectorError: a name is none, or names several; the selection cannot be understood.
            SelectionTooLarge: the selection names more than a document holds.

        """
        network = tracer.network
        if self.kind == "selection":
            return part(network, self._chosen(tracer), keep=keep)
        first = tracer.resolve(self.first)
        if self.kind == "paths":
            return ways(network, first, tracer.resolve(self.second), keep)
        if self.kind == "component":
            return component(network, network.component_of(first), first, keep)
        return trace(network, first, up=up, down=down, keep=keep)

    def _chosen(self, tracer: Tracer) -> tuple[str, ...]:
        chosen = select(tracer, self.first, self.second or None)
        if len(chosen) > MOST_CHOSEN:
            raise SelectionTooLarge(
                f"the selection names {len(chosen)} things, a view shows {MOST_CHOSEN}: narrow it, "
                "or take its counts, sums and things from /api/select or seedline select"
            )
        return chosen

    def told(self, tracer: Tracer) -> types.Subject | None:
        """Return what the document says that it is, nothing for a lineage."""
        if self.kind == "selection":
            return types.Selection(self.first, self.second or None)
        if self.kind == "paths":
            return types.Between(tracer.resolve(self.first), tracer.resolve(self.second))
        return types.Component() if self.kind == "component" else None

    def canonical(self, tracer: Tracer) -> Subject:
        """Return the same with every thing by its own identifier, whichever was given."""
        if self.kind == "selection":
            return self
        names = [tracer.details.id(tracer.resolve(name)) for name in (self.first, self.second) if name]
        return Subject(self.kind, *names)

    @property
    def name(self) -> str:
        """Return the name by which files and citations go."""
        between = " to " if self.kind == "paths" else " not "
        return f"{self.first}{between}{self.second}" if self.second else self.first

    @property
    def path(self) -> str:
        """Return the path under which a server shows it, after ``/view`` or ``/embed``.

        Other people's IRIs are a parameter: they may end as a form of ours does, and have slashes that a proxy joins.

        >>> Subject("lineage", "CT.0921").path, Subject("lineage", "https://example.org/a.html").path
        ('/lineage/CT.0921', '/lineage')
        """
        of_things = {"selection": "", "paths": "/paths"}
        named = "" if self._foreign else f"/{quote(self.first, safe='/:')}"
        return of_things.get(self.kind, f"/{self.kind}{named}")

    @property
    def query(self) -> tuple[tuple[str, str], ...]:
        """Return the parameters that name it where the path does not."""
        names = {"selection": ("select", "exclude"), "paths": ("from", "to")}
        named = names.get(self.kind, ("iri",) if self._foreign else ())
        return tuple(zip(named, (self.first, self.second), strict=False))

    @property
    def _foreign(self) -> bool:
        return self.kind in {"lineage", "component"} and "://" in self.first
