"""A read-only view of a snapshot's triples that answers SPARQL 1.1 Query."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from seedline.errors import InputError, NotReadOnly, QuerySyntaxError, SnapshotBroken, UnknownGraph
from seedline.store.query_text import calls_service, error_place, is_update
from seedline.store.results import Result
from seedline_ontology import PREFIXES


class Store:
    """Triples and the questions they answer.

    >>> from pyoxigraph import Literal
    >>> store = Store.of([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))])
    >>> list(store.query("SELECT ?o { <urn:a> ?p ?o }").rows())
    [('c',)]
    """

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open the store in a folder, read-only.

        Raises:
            SnapshotBroken: the folder holds no store.

        """
        try:
            return cls(ox.Store.read_only(str(path)))
        except OSError as error:
            raise SnapshotBroken(f"{path} cannot be opened: {error}") from error

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Store:
        """Return a store in memory."""
        inner = ox.Store()
        inner.bulk_extend(quads)
        return cls(inner)

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
    ) -> Result:
        """Return the answer of a SPARQL query; the ontology's prefixes are known without being declared.

        ``default_graphs`` and ``named_graphs`` are the protocol's dataset (SPARQL 1.1 Protocol, section 2.1.4),
        which replaces FROM and FROM NAMED.

        Raises:
            QuerySyntaxError: with line and column.
            NotReadOnly: the text is an update.
            InputError: the query asks another endpoint.
            UnknownGraph: the dataset names a graph that is not here.

        """
        if is_update(text):
            raise NotReadOnly("this service answers queries only: data change by building a new snapshot")
        if calls_service(text):
            raise InputError("SERVICE is not allowed here: nothing is fetched from other endpoints")
        dataset: dict[str, object] = {}
        inner = self._inner
        if default_graphs or named_graphs:
            for name in (*default_graphs, *named_graphs):
                self._require_graph(name)
            merge: list[NamedNode | DefaultGraph] = [NamedNode(name) for name in sorted(set(default_graphs))]
            if len(merge) > 1:
                inner = self._merged(tuple(sorted(set(default_graphs))), tuple(sorted(set(named_graphs))))
                merge = [DefaultGraph()]
            # Both lists always: pyoxigraph takes an absent one as "all", the protocol as "none".
            dataset = {
                "default_graph": merge,
                "named_graphs": [NamedNode(name) for name in named_graphs],
            }
        try:
            return Result(inner.query(text, prefixes=PREFIXES, **dataset))  # type: ignore[arg-type]
        except SyntaxError as error:
            line, column = error_place(str(error))
            raise QuerySyntaxError(str(error).split("\n")[0][:500], line=line, column=column) from error

    def _merged(self, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]) -> ox.Store:
        """Return a store whose default graph is the merge of several graphs.

        pyoxigraph repeats a triple that two of them state; an RDF merge is a set (SPARQL 1.1, section 13.2).
        """
        merged = ox.Store()
        for name in default_graphs:
            quads = self._inner.quads_for_pattern(None, None, None, NamedNode(name))
            merged.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
        for name in named_graphs:
            merged.bulk_extend(self._inner.quads_for_pattern(None, None, None, NamedNode(name)))
        return merged

    def _require_graph(self, name: str) -> None:
        try:
            known = self._inner.contains_named_graph(NamedNode(name))
        except ValueError as error:
            raise UnknownGraph(f"<{name}> is no IRI") from error
        if not known:
            raise UnknownGraph(f"there is no graph <{name}> here; /.well-known/void lists the graphs")

    def graphs(self) -> list[str]:
        """Return the names of the named graphs, sorted."""
        return sorted(name.value for name in self._inner.named_graphs() if isinstance(name, NamedNode))

    def quads(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | Literal | None = None,
        graph: NamedNode | DefaultGraph | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of a pattern; the default graph where no graph is named."""
        yield from self._inner.quads_for_pattern(subject, predicate, object_, graph or DefaultGraph())

    def everywhere(
        self,
        subject: NamedNode | None = None,
        predicate: NamedNode | None = None,
        object_: NamedNode | Literal | None = None,
    ) -> Iterator[Quad]:
        """Yield the quads of a pattern in every graph, the default graph among them."""
        yield from self._inner.quads_for_pattern(subject, predicate, object_, None)

    def objects(self, subject: NamedNode, predicate: NamedNode) -> list[NamedNode | Literal]:
        """Return the objects of a subject and predicate in the default graph, sorted."""
        found = [quad.object for quad in self._inner.quads_for_pattern(subject, predicate, None, DefaultGraph())]
        return sorted(found, key=str)  # type: ignore[arg-type]

    def graphs_of(self, subject: NamedNode, predicate: NamedNode | None = None) -> list[str]:
        """Return the named graphs in which a subject is described, sorted."""
        names = {
            quad.graph_name.value
            for quad in self._inner.quads_for_pattern(subject, predicate, None, None)
            if isinstance(quad.graph_name, NamedNode)
        }
        return sorted(names)

    def __len__(self) -> int:
        return len(self._inner)
