"""A read-only view of a snapshot's triples that answers SPARQL 1.1 Query."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import IO, Any, cast
from urllib.parse import urlsplit

import pyoxigraph as ox
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from seedline.errors import InputError, NotReadOnly, QueryFailed, QuerySyntaxError, SnapshotBroken
from seedline.store.query_errors import explained
from seedline.store.query_text import dataset, is_update, services
from seedline.store.results import Result
from seedline.store.rows import Sink
from seedline_ontology import PREFIXES

_UNKNOWN_FUNCTION = re.compile(r"custom function <([^>]*)> is not supported")
_MOST_UNKNOWN = 32
_PREFIXES = [(name, f"{name}:", iri) for name, iri in PREFIXES.items()]


class Store:
    """Triples and the questions they answer.

    >>> from pyoxigraph import Literal
    >>> store = Store.of([Quad(NamedNode("urn:a"), NamedNode("urn:b"), Literal("c"))])
    >>> list(store.query("SELECT ?o { <urn:a> ?p ?o }").rows())
    [('c',)]
    """

    def __init__(self, inner: ox.Store) -> None:
        self._inner = inner
        self._last_merge: tuple[tuple[tuple[str, ...], tuple[str, ...]], ox.Store] | None = None

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

    def close(self) -> None:
        """Let go of the files: until :meth:`reopen`, nothing can be asked."""
        del self._inner

    def reopen(self, path: Path) -> None:
        """Open the store in a folder in the place of the one that was closed, for whoever holds this object.

        Raises:
            SnapshotBroken: the folder holds no store.

        """
        self._inner = Store.open(path)._inner

    def in_memory(self) -> Store:
        """Return a copy of the whole store in memory: several times faster on scans, some 0.33 kB a quad."""
        # A store in memory looks through the quads of a term from the last to the first, whatever their graph: with the
        # default graph put in last, a query with a LIMIT need not pass by every named graph first (a third of a
        # second at 100,000 projects).
        graphs = [*sorted(self._inner.named_graphs(), key=str), DefaultGraph()]
        return Store.of(chain.from_iterable(self._inner.quads_for_pattern(None, None, None, name) for name in graphs))

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
        service_hosts: Collection[str] = (),
        base: str | None = None,
    ) -> Result:
        """Return the answer of a SPARQL query; the ontology's prefixes are known without being declared.

        ``default_graphs`` and ``named_graphs`` are the protocol's dataset (SPARQL 1.1 Protocol, section 2.1.4),
        which replaces FROM and FROM NAMED; one that is not here is empty. A triple that several graphs of the dataset
        state is there once (SPARQL 1.1, section 13.2). ``service_hosts`` are the hosts that SERVICE may ask; relative
        IRIs are resolved against ``base``.

        Raises:
            QuerySyntaxError: with line and column.
            NotReadOnly: the text is an update.
            InputError: the query asks an endpoint that is not allowed.
            QueryFailed: the evaluation broke.

        """
        if is_update(text):
            raise NotReadOnly("this service answers queries only: data change by building a new snapshot")
        for address in services(text):
            if address is None or urlsplit(address).hostname not in service_hosts:
                raise InputError(
                    "SERVICE is not allowed here: nothing is fetched from other endpoints"
                    + (f" but {', '.join(sorted(service_hosts))}" if service_hosts else "")
                )
        asked = (
            (default_graphs, named_graphs) if default_graphs or named_graphs else dataset(text, PREFIXES, base or "")
        )
        inner = self._inner
        graphs: dict[str, object] = {}
        try:
            if asked is not None:
                defaults, named = sorted(set(asked[0])), sorted(set(asked[1]))
                merge: list[NamedNode | DefaultGraph] = [NamedNode(name) for name in defaults]
                if len(merge) > 1:
                    inner, merge = self._merged(tuple(defaults), tuple(named)), [DefaultGraph()]
                # Both lists always: pyoxigraph takes an absent one as "all", the protocol as "none".
                graphs = {"default_graph": merge, "named_graphs": [NamedNode(name) for name in named]}
            return Result(_answer(inner, text, base_iri=base, prefixes=_named_in(text), **graphs))
        except SyntaxError as error:
            sentence, line, column = explained(text, str(error), PREFIXES)
            raise QuerySyntaxError(sentence, line=line, column=column) from error
        except ValueError as error:
            raise QuerySyntaxError(f"a graph of the dataset has no absolute IRI: {error}"[:500]) from error

    def _merged(self, default_graphs: tuple[str, ...], named_graphs: tuple[str, ...]) -> ox.Store:
        """Return a store whose default graph is the merge of several graphs; the last one is kept.

        pyoxigraph repeats a triple that two of them state; an RDF merge is a set (SPARQL 1.1, section 13.2).
        """
        key = (default_graphs, named_graphs)
        if self._last_merge is None or self._last_merge[0] != key:
            merged = ox.Store()
            for name in default_graphs:
                quads = self._inner.quads_for_pattern(None, None, None, NamedNode(name))
                merged.bulk_extend(Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
            for name in named_graphs:
                merged.bulk_extend(self._inner.quads_for_pattern(None, None, None, NamedNode(name)))
            self._last_merge = (key, merged)
        return self._last_merge[1]

    def dump(self, graph: str, sink: Sink) -> None:
        """Write the triples of a named graph into a binary file, as N-Triples, a line each, in no order."""
        self._inner.dump(cast("IO[bytes]", sink), ox.RdfFormat.N_TRIPLES, from_graph=NamedNode(graph))

    def dump_default(self, sink: Sink) -> None:
        """Write the default graph into a binary file, as Turtle."""
        self._inner.dump(cast("IO[bytes]", sink), ox.RdfFormat.TURTLE, from_graph=DefaultGraph())

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

    def properties(self, subject: NamedNode) -> dict[str, list[NamedNode | Literal]]:
        """Return what the default graph says of a subject: the sorted values of each property, by its IRI."""
        found: dict[str, list[NamedNode | Literal]] = {}
        for quad in self._inner.quads_for_pattern(subject, None, None, DefaultGraph()):
            found.setdefault(quad.predicate.value, []).append(quad.object)  # type: ignore[arg-type]
        for values in found.values():
            values.sort(key=str)
        return found

    def graphs_of(self, subject: NamedNode, predicate: NamedNode | None = None) -> list[str]:
        """Return the named graphs in which a subject is described, sorted."""
        names = {
            quad.graph_name.value
            for quad in self._inner.quads_for_pattern(subject, predicate, None, None)
            if isinstance(quad.graph_name, NamedNode)
        }
        return sorted(names)

    def subjects_in(self, graph: str, predicates: Sequence[str]) -> list[str]:
        """Return the IRIs that a named graph says one of some properties of, sorted."""
        found = (self._inner.quads_for_pattern(None, NamedNode(name), None, NamedNode(graph)) for name in predicates)
        return sorted({quad.subject.value for quads in found for quad in quads if isinstance(quad.subject, NamedNode)})

    def __len__(self) -> int:
        return len(self._inner)


def _answer(inner: ox.Store, text: str, **how: Any) -> ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples:
    """Return the evaluator's answer; a function that it does not know is an error for each row, so unbound.

    SPARQL 1.1, section 17.6: the query is valid, and what depends on the value can still do without it.
    """
    unknown: dict[NamedNode, Callable[..., None]] = {}
    while True:
        try:
            return inner.query(text, custom_functions=unknown or None, **how)  # type: ignore[arg-type]
        except RuntimeError as error:
            named = _UNKNOWN_FUNCTION.search(str(error))
            if named is None or len(unknown) == _MOST_UNKNOWN:
                raise QueryFailed(f"the evaluation broke: {error}"[:500]) from error
            unknown[NamedNode(named[1])] = _unbound


def _unbound(*arguments: object) -> None:
    return None


def _named_in(text: str) -> dict[str, str]:
    # The parser takes each prefix it is given apart, which costs as much as a small query.
    return {name: iri for name, written, iri in _PREFIXES if written in text}
