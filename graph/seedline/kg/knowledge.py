"""A snapshot as people's own code wants it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seedline.export.view import Choice, View
from seedline.kg.followed import FollowedLineage
from seedline.kg.frames import frame
from seedline.lineage import Tracer, select
from seedline.store import Snapshot, open_snapshot
from seedline.triples import DefaultGraph, NamedNode, serialise

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd
    import rdflib

Json = dict[str, Any]


@dataclass(frozen=True)
class KnowledgeGraph:
    """One snapshot: its lineages, its money, its statements."""

    tracer: Tracer

    @property
    def snapshot(self) -> Snapshot:
        """Return the snapshot."""
        return self.tracer.snapshot

    def lineage(
        self,
        identifier: str,
        *,
        up: int | None = None,
        down: int | None = None,
        as_of: str | None = None,
        sources: Sequence[str] = (),
    ) -> FollowedLineage:
        """Return the lineage of a project, product or programme, given by code, key, other identifier or IRI.

        ``up`` and ``down`` limit the steps each way; ``as_of`` is a date, ``sources`` are keys such as ``booklet``.

        Raises:
            NotFound, Ambiguous: nothing or several things are called so.

        """
        tracer = self.tracer.view(as_of=as_of, sources=sources) if as_of or sources else self.tracer
        return FollowedLineage(View.of(tracer, identifier, choice=Choice(up, down)))

    def paths(self, start: str, end: str) -> Json:
        """Return every way from a thing to a later one, shortest first, with everything between them."""
        return self.tracer.paths(start, end)

    def select(self, selection: str, exclude: str | None = None) -> list[str]:
        """Return the IRIs that a selection names (``+CT.0921``, ``CT.0921+2``, ``sdg:8.8,country:VN`` …), sorted."""
        return list(select(self.tracer, selection, exclude))

    def top(self, currency: str, count: int = 20) -> pd.DataFrame:
        """Return the seeds with the most reported follow-on in a currency, the largest first.

        A list of what is reported, no ranking: of most seeds nobody has looked whether anything followed.
        """
        columns = ["seed", "label", "follow_on", "bound", "seed_amount", "ratio", "iri"]
        read = self.tracer.details
        rows = (
            [read.id(iri), read.label(iri), total.follow_on, total.bound, total.seed, total.ratio, iri]
            for iri, total in self.tracer.top(currency, count)
        )
        return frame(columns, rows)

    def graph(self) -> nx.MultiDiGraph:
        """Return all steps of the snapshot as one networkx graph, the step's IRI as the edge's key."""
        import networkx as nx

        network = self.tracer.network
        graph = nx.MultiDiGraph(version=self.snapshot.version)
        graph.add_nodes_from((node, {"kind": kind}) for node, kind in network.kinds.items())
        graph.add_edges_from(
            (step.earlier, step.later, step.iri, {"relation": step.relation, "status": step.status})
            for step in network.all_steps()
        )
        return graph

    def sparql(self, query: str) -> pd.DataFrame:
        """Return the rows of a SPARQL SELECT as text, ``None`` where nothing is bound; prefixes are known."""
        result = self.snapshot.store.query(query)
        return frame(result.variables, result.rows())

    def rdf(self, source: str | None = None) -> rdflib.Graph:
        """Return the statements of the default graph, or of one source, as an rdflib graph in memory."""
        import rdflib

        name = NamedNode(f"{self.snapshot.base}graph/source/{source}") if source else DefaultGraph()
        graph = rdflib.Graph()
        graph.parse(data=serialise(self.snapshot.store.quads(graph=name), "nt"), format="nt")
        return graph


def open(home: Path | str | None = None, version: str | None = None) -> KnowledgeGraph:
    """Return the knowledge graph of a home's current snapshot, or of a version.

    Raises:
        NotFound: nothing was built there.

    """
    return KnowledgeGraph(Tracer.of(open_snapshot(Path(home) if home else None, version)))


def lineage(identifier: str, **options: Any) -> FollowedLineage:
    """Return a lineage of the default home's current snapshot, as :meth:`KnowledgeGraph.lineage`."""
    return open().lineage(identifier, **options)


def rdf(source: str | None = None) -> rdflib.Graph:
    """Return the default home's current statements, as :meth:`KnowledgeGraph.rdf`."""
    return open().rdf(source)
