"""A snapshot for people who write code: ask, trace, and go on with the tools they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seedline.columns.index import SeedTotal
from seedline.document.types import Commitment
from seedline.errors import InputError, NotFound
from seedline.formats.forms import split_ending, write
from seedline.formats.text import lineage_text, place_words
from seedline.narrative.reasons import reason_told
from seedline.notebook.bundle import bundle
from seedline.notebook.dataframes import frame
from seedline.notebook.reply import Reply
from seedline.queries import ask as ask_question
from seedline.queries import question
from seedline.store import open_snapshot
from seedline.triples import NamedNode, serialise
from seedline.views.choice import Choice
from seedline.views.evaluation import select
from seedline.views.look import Look
from seedline.views.subject import Subject
from seedline.views.tracer import Tracer
from seedline.views.view import View

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

Json = dict[str, Any]


@dataclass(frozen=True)
class LineageView:
    """One lineage, component, way or selection: its JSON, files, and the objects of other libraries."""

    view: View

    @cached_property
    def document(self) -> Json:
        """Return the contract's JSON."""
        return self.view.document.json()

    @property
    def summary(self) -> str:
        """Return the sentence that reads the lineage aloud."""
        return self.view.document.summary

    def graph(self) -> nx.MultiDiGraph:
        """Return a ``networkx.MultiDiGraph``: nodes by IRI, edges keyed by the step's, both with the JSON's fields."""
        import networkx as nx

        graph = nx.MultiDiGraph(focus=self.document["focus"], version=self.document["version"])
        for node in self.document["nodes"]:
            graph.add_node(node["iri"], **{key: value for key, value in node.items() if key != "iri"})
        for edge in self.document["edges"]:
            data = {key: value for key, value in edge.items() if key not in {"iri", "from", "to"}}
            graph.add_edge(edge["from"], edge["to"], key=edge["iri"], **data)
        return graph

    def table(self) -> pd.DataFrame:
        """Return a ``pandas.DataFrame`` with a row per step; dates and codes are text at their source's precision."""
        labels = {node.iri: node.label for node in self.view.document.nodes}
        columns = ("relation", "contribution", "status", "statusAsOf", "basis", "assertedBy", "summary")
        rows = [
            {
                "step": step.iri,
                "from": labels[step.earlier],
                "to": labels[step.later],
                **{name: told[name] for name in columns},
                "places": place_words(step.evidence, self.view.words),
            }
            for step, told in zip(self.view.document.steps, self.document["edges"], strict=True)
        ]
        return frame(rows)

    def money(self) -> pd.DataFrame:
        """Return a ``pandas.DataFrame`` with a row per commitment: the seeds', what is ``counted``, and what is not.

        What is not counted has a ``reason``: of the seeds, that they are what follow-on is compared with.
        Amounts are :class:`decimal.Decimal`; never add up over ``currency``.
        """
        rows, say = [], self.view.words
        for entry in self.view.document.money:
            told: list[tuple[Commitment, bool, str | None]] = [(c, False, say("why.seed")) for c in entry.seeds]
            told += [(c, True, None) for c in entry.commitments]
            told += [
                (out.commitment, False, reason_told(out.why, self.view.document, say))
                for out in entry.left_out
                if out.commitment
            ]
            for c, counted, reason in told:
                rows.append(
                    {
                        "commitment": c.iri,
                        "funder": c.funder_label,
                        "recipient": c.recipient_label,
                        "amount": Decimal(c.amount) if c.amount else None,
                        "currency": c.currency,
                        "bound": c.bound,
                        "status": c.status,
                        "sourceType": c.source_type,
                        "asOf": c.as_of,
                        "on": c.on if c.on is None or isinstance(c.on, str) else c.on.json(),
                        "counted": counted,
                        "reason": reason,
                        "places": place_words(c.evidence, self.view.words),
                    }
                )
        return frame(rows)

    def evidence(self) -> pd.DataFrame:
        """Return a ``pandas.DataFrame`` with a row per place that backs a step or a commitment."""
        document = self.view.document
        backed = [(step.iri, step.evidence) for step in document.steps]
        for entry in document.money:
            every = [*entry.seeds, *entry.commitments, *(out.commitment for out in entry.left_out if out.commitment)]
            backed += [(c.iri, c.evidence) for c in every]
        return frame([{"statement": iri, **place.json()} for iri, places in backed for place in places])

    def rdf(self) -> rdflib.Graph:
        """Return exactly the statements that the lineage shows, with what backs them, as an ``rdflib.Graph``."""
        import rdflib

        graph = rdflib.Graph()
        graph.parse(data=write(self.view, "ttl"), format="turtle")
        return graph

    def svg(self, theme: str = "light") -> str:
        """Return the picture."""
        return self.view.picture(theme=theme)

    def save(self, path: str | Path) -> None:
        """Write the form that a file's ending names: ``.svg``, ``.png``, ``.pdf``, ``.docx``, ``.xlsx``, ``.html`` …

        Raises:
            NotFound: no form has this ending.

        """
        ending = split_ending(Path(path).name)[1] or Path(path).suffix.removeprefix(".")
        Path(path).write_bytes(write(self.view, ending))

    def __str__(self) -> str:
        return lineage_text(self.view.document)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        # All at once, so that a notebook and each of its exports finds a form that it can show.
        return bundle(self.view) | {"text/plain": str(self)}


@dataclass(frozen=True)
class KnowledgeGraph:
    """A snapshot that answers questions."""

    tracer: Tracer

    @property
    def version(self) -> str:
        """Return the version of the data."""
        return self.tracer.snapshot.version

    def lineage(self, identifier: str, **part: Any) -> LineageView:
        """Return the lineage of a thing, given its code, key, other identifier or IRI; ``part`` is as in :meth:`view`.

        Raises:
            NotFound, Ambiguous: nothing, or several things, have this name.

        """
        return self.view(Subject("lineage", identifier), **part)

    def view(
        self,
        subject: Subject,
        *,
        up: int | None = None,
        down: int | None = None,
        statuses: str | Sequence[str] = (),
        relations: str | Sequence[str] = (),
        bases: str | Sequence[str] = (),
        sources: str | Sequence[str] = (),
        as_of: str | int | None = None,
        told_by: str | int | None = None,
        lang: str = "en",
    ) -> LineageView:
        """Return what a :class:`~seedline.formats.Subject` names: a component, everything between two, a selection.

        ::

            graph.view(Subject.asked(select="+crest,kind:seedProject")).save("seeds.svg")

        Raises:
            NotFound, Ambiguous, SelectorError: as :meth:`Subject.traced`.
            InputError: a status, relation or basis is none.

        """
        choice = Choice.of(
            up, down, _listed(statuses), _listed(relations), basis=_listed(bases), source=_listed(sources),
            as_of=str(as_of or ""), told_by=str(told_by or ""),
        )  # fmt: skip
        return LineageView(View.of(self.tracer, subject, choice=choice, look=Look(lang=lang)))

    def select(self, selection: str, exclude: str | None = None) -> tuple[str, ...]:
        """Return the IRIs that a selection names, as ``+CT.0921`` or ``sdg:8.8,country:VN``.

        Raises:
            SelectorError: it cannot be understood.

        """
        return select(self.tracer, selection, exclude)

    def paths(self, start: str, end: str) -> Json:
        """Return the ways from a thing to a later one, shortest first, and everything between them.

        Raises:
            NotFound, Ambiguous: a name is none, or names several things.

        """
        return self.tracer.paths(start, end).json()

    def top(
        self,
        currency: str,
        count: int = 20,
        *,
        sources: str | Sequence[str] = (),
        as_of: str | int | None = None,
        told_by: str | int | None = None,
    ) -> pd.DataFrame:
        """Return the seeds with the most follow-on that is reported in a currency, the largest first.

        A list of what is reported, by some ``sources`` or of what had happened, or been told, by a date, and no
        ranking: of most seeds it has not been looked whether anything followed. Where nothing is reported the table is
        empty, with its columns.
        """
        label = self.tracer.details.label
        choice = Choice.of(source=_listed(sources), as_of=str(as_of or ""), told_by=str(told_by or ""))
        tracer = self.tracer.view(sources=choice.source, as_of=choice.as_of, told_by=choice.told_by)
        found = tracer.top(currency, count)
        columns = ["label", *(field.name for field in fields(SeedTotal))]
        return frame([{"label": label(total.seed), **asdict(total)} for total in found], columns)

    def graph(self) -> nx.MultiDiGraph:
        """Return all steps of the snapshot as a ``networkx.MultiDiGraph``, keyed by the step's IRI."""
        import networkx as nx

        graph = nx.MultiDiGraph(version=self.version)
        graph.add_nodes_from((node, {"kind": kind}) for node, kind in self.tracer.network.kinds.items())
        graph.add_edges_from(
            (step.earlier, step.later, step.iri, {"relation": step.relation, "status": step.status})
            for step in self.tracer.network.all_steps()
        )
        return graph

    def ask(self, name: str, *, lang: str = "en", rows: int | None = None, **parameters: str | int) -> Reply:
        """Return the answer to one of the named questions, as rows or as a table; :func:`questions` lists them.

        It has all rows, or ``rows`` at most; its sentence is of all.

        ::

            kg.open().ask("products-of-a-seed", seed="CT.0921").table()

        Raises:
            NotFound: there is no such question.
            InputError: a parameter, or its value, is none of the question's.

        """
        values = {parameter: str(value) for parameter, value in parameters.items()}
        return Reply(ask_question(self.tracer.snapshot, question(name), values, lang, rows))

    def query(self, sparql: str) -> list[dict[str, str | None]]:
        """Return the rows of a SELECT as dictionaries of text; the ontology's prefixes are known."""
        result = self.tracer.snapshot.store.query(sparql)
        if result.kind != "select":
            raise InputError("query() answers SELECT; use rdf() for the triples themselves")
        names = result.variables
        return [dict(zip(names, row, strict=True)) for row in result.rows()]

    def rdf(self, source: str | None = None) -> rdflib.Graph:
        """Return the default graph, or what one source says, as an ``rdflib.Graph`` with our prefixes.

        Raises:
            NotFound: there is no such source.

        """
        import rdflib

        from seedline_ontology import PREFIXES

        store = self.tracer.snapshot.store
        name = NamedNode(f"{self.tracer.snapshot.base}graph/source/{source}") if source else None
        if name and name.value not in store.graphs():
            raise NotFound(f"there is no source {source!r} here")
        graph = rdflib.Graph()
        graph.parse(data=serialise(store.quads(graph=name), "nt"), format="nt")
        for prefix, space in PREFIXES.items():
            graph.bind(prefix, space)
        return graph


def open_graph(home: str | Path | None = None, version: str | None = None) -> KnowledgeGraph:
    """Open the current snapshot of a home, or a named one.

    ::

        graph = kg.open("portfolio/home")

    Raises:
        NotFound: nothing was built there yet.

    """
    return KnowledgeGraph(Tracer.of(open_snapshot(Path(home) if home else None, version)))


def ask(name: str, *, lang: str = "en", rows: int | None = None, **parameters: str | int) -> Reply:
    """Return the answer of the default home's current snapshot to a question, as :meth:`KnowledgeGraph.ask`."""
    return open_graph().ask(name, lang=lang, rows=rows, **parameters)


def lineage(identifier: str, **options: Any) -> LineageView:
    """Return a lineage of the default home's current snapshot, as :meth:`KnowledgeGraph.lineage`."""
    return open_graph().lineage(identifier, **options)


def rdf(source: str | None = None) -> rdflib.Graph:
    """Return the statements of the default home's current snapshot, as :meth:`KnowledgeGraph.rdf`.

    Raises:
        NotFound: there is no such source, or nothing was built yet.

    """
    return open_graph().rdf(source)


def _listed(values: str | Sequence[str]) -> str:
    # One name is as good as a list of one.
    return values if isinstance(values, str) else ",".join(values)
