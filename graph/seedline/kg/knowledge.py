"""A snapshot for people who write code: ask, trace, and go on with the tools they know."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seedline.errors import InputError
from seedline.export import lineage_text, place_words
from seedline.export.statements import turtle
from seedline.export.view import View
from seedline.lineage import Tracer, select, step_filter
from seedline.render import png, svg
from seedline.store import open_snapshot
from seedline.triples import NamedNode, serialise

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

Json = dict[str, Any]


@dataclass(frozen=True)
class LineageView:
    """One lineage, as the contract's JSON in ``document`` and as the objects of other libraries."""

    document: Json
    tracer: Tracer

    @property
    def summary(self) -> str:
        """Return the sentence that reads the lineage aloud."""
        return str(self.document["summary"])

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
        labels = {node["iri"]: node["label"] for node in self.document["nodes"]}
        columns = ("relation", "contribution", "status", "statusAsOf", "basis", "assertedBy", "summary")
        rows = [
            {
                "step": edge["iri"],
                "from": labels[edge["from"]],
                "to": labels[edge["to"]],
                **{name: edge[name] for name in columns},
                "places": place_words(edge["evidence"]),
            }
            for edge in self.document["edges"]
        ]
        return _frame(rows)

    def money(self) -> pd.DataFrame:
        """Return a ``pandas.DataFrame`` with a row per commitment, ``counted`` or with the reason why not.

        Amounts are :class:`decimal.Decimal`; never add up over ``currency``.
        """
        rows = []
        for entry in self.document["money"]:
            told = [(c, True, None) for c in entry["commitments"]]
            told += [(out["commitment"], False, out["reason"]) for out in entry["leftOut"]]
            for c, counted, reason in told:
                rows.append(
                    {
                        "commitment": c["iri"],
                        "funder": c["funderLabel"],
                        "recipient": c["recipientLabel"],
                        "amount": Decimal(c["amount"]) if c["amount"] else None,
                        **{name: c[name] for name in ("currency", "bound", "status", "sourceType", "asOf")},
                        "counted": counted,
                        "reason": reason,
                        "places": place_words(c["evidence"]),
                    }
                )
        return _frame(rows)

    def evidence(self) -> pd.DataFrame:
        """Return a ``pandas.DataFrame`` with a row per place that backs a step or a commitment."""
        backed = [(edge["iri"], edge["evidence"]) for edge in self.document["edges"]]
        for entry in self.document["money"]:
            every = [*entry["seeds"], *entry["commitments"], *(out["commitment"] for out in entry["leftOut"])]
            backed += [(c["iri"], c["evidence"]) for c in every]
        return _frame([{"statement": iri, **place} for iri, places in backed for place in places])

    def rdf(self) -> rdflib.Graph:
        """Return exactly the statements that the lineage shows, with what backs them, as an ``rdflib.Graph``."""
        import rdflib

        view = View(self.document, details=self.tracer.details)
        graph = rdflib.Graph()
        graph.parse(data=turtle(view), format="turtle")
        return graph

    def svg(self, theme: str = "light") -> str:
        """Return the picture."""
        return svg(self.document, theme=theme)

    def __str__(self) -> str:
        return lineage_text(self.document)

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, object]:
        # SVG and PNG at once: HTML, PDF and DOCX exports of a notebook each find one that they can show.
        picture = self.svg()
        return {"image/svg+xml": picture, "image/png": png(picture, 1600), "text/plain": str(self)}


@dataclass(frozen=True)
class KnowledgeGraph:
    """A snapshot that answers questions."""

    tracer: Tracer

    @property
    def version(self) -> str:
        """Return the version of the data."""
        return self.tracer.snapshot.version

    def lineage(
        self,
        identifier: str,
        *,
        up: int | None = None,
        down: int | None = None,
        statuses: Sequence[str] = (),
        relations: Sequence[str] = (),
        bases: Sequence[str] = (),
        as_of: str | None = None,
        sources: Sequence[str] = (),
    ) -> LineageView:
        """Return the lineage of a thing, given its code, key, other identifier or IRI.

        Raises:
            NotFound, Ambiguous: nothing, or several things, have this name.

        """
        tracer = self.tracer.view(as_of=as_of, sources=sources)
        keep = step_filter(statuses=statuses, relations=relations, bases=bases)
        return LineageView(tracer.lineage(identifier, up=up, down=down, keep=keep), tracer)

    def select(self, selection: str, exclude: str | None = None) -> tuple[str, ...]:
        """Return the IRIs that a selection names, as ``+CT.0921`` or ``sdg:8.8,country:VN``."""
        return select(self.tracer, selection, exclude)

    def paths(self, start: str, end: str) -> Json:
        """Return every way from a thing to a later one, shortest first, and everything between them."""
        return self.tracer.paths(start, end)

    def top(self, currency: str, count: int = 20) -> pd.DataFrame:
        """Return the seeds with the most follow-on that is reported in a currency, the largest first.

        A list of what is reported, no ranking: of most seeds nobody has looked whether anything followed.
        """
        label = self.tracer.details.label
        return _frame(
            [
                {"label": label(total.seed), "currency": currency, **asdict(total)}
                for total in self.tracer.network.largest(currency, count)
            ]
        )

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

    def query(self, sparql: str) -> list[dict[str, str | None]]:
        """Return the rows of a SELECT as dictionaries of text; the ontology's prefixes are known."""
        result = self.tracer.snapshot.store.query(sparql)
        if result.kind != "select":
            raise InputError("query() answers SELECT; use rdf() for the triples themselves")
        names = result.variables
        return [dict(zip(names, row, strict=True)) for row in result.rows()]

    def rdf(self, source: str | None = None) -> rdflib.Graph:
        """Return the default graph, or what one source says, as an ``rdflib.Graph`` with our prefixes."""
        import rdflib

        from seedline_ontology import PREFIXES

        store = self.tracer.snapshot.store
        name = NamedNode(f"{self.tracer.snapshot.base}graph/source/{source}") if source else None
        graph = rdflib.Graph()
        graph.parse(data=serialise(store.quads(graph=name), "nt"), format="nt")
        for prefix, space in PREFIXES.items():
            graph.bind(prefix, space)
        return graph


def open_graph(home: Path | None = None, version: str | None = None) -> KnowledgeGraph:
    """Open the current snapshot of a home, or a named one.

    Raises:
        NotFound: nothing was built there yet.

    """
    return KnowledgeGraph(Tracer.of(open_snapshot(home, version)))


def lineage(identifier: str, **options: Any) -> LineageView:
    """Return a lineage of the default home's current snapshot, as :meth:`KnowledgeGraph.lineage`."""
    return open_graph().lineage(identifier, **options)


def rdf(source: str | None = None) -> rdflib.Graph:
    """Return the statements of the default home's current snapshot, as :meth:`KnowledgeGraph.rdf`."""
    return open_graph().rdf(source)


def _frame(rows: list[Json]) -> pd.DataFrame:
    try:
        import pandas as pd
    except ImportError as error:
        raise InputError("tables need pandas: pip install 'seedline[notebook]'") from error
    return pd.DataFrame(rows)
