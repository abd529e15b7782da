"""The one object that answers questions about the lineages of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from seedline.columns.index import SeedTotal, StoredNetwork
from seedline.columns.sums import Adder
from seedline.document.details import Details
from seedline.document.types import Document, Limits, Subject, WayNode, Ways, WayStep
from seedline.document.writer import DocumentWriter
from seedline.errors import Ambiguous, NotFound, SelectorError, SnapshotBroken
from seedline.i18n import words
from seedline.i18n.folding import fold
from seedline.i18n.words import plain
from seedline.lineage.paths import MAX_PATHS, find_paths
from seedline.lineage.traversal import Lineage, StepFilter, trace
from seedline.narrative.sentence import sentence
from seedline.search.index import SearchIndex
from seedline.store import Snapshot
from seedline.triples import OURS, Literal, NamedNode, Names, term

Json = dict[str, Any]
#: Names longer than this are like nothing.
_LONGEST = 200
#: Of more things than this, codes are not compared one by one.
_FEW = 20_000


@dataclass(frozen=True)
class Tracer:
    """Answers questions about the lineages of one snapshot."""

    snapshot: Snapshot
    network: StoredNetwork
    details: Details

    @classmethod
    def of(cls, snapshot: Snapshot) -> Tracer:
        """Return a tracer for a snapshot; its network is opened and not read.

        Raises:
            SnapshotBroken: the snapshot has no lineages.

        """
        network = StoredNetwork.open(snapshot.path / "lineage")
        return cls(snapshot, network, Details(snapshot.store, snapshot.base, loaded=snapshot.loaded))

    @property
    def base(self) -> str:
        """Return the base IRI of the things of the snapshot."""
        return self.snapshot.base

    def node_keys(self) -> Iterator[tuple[int, str]]:
        """Yield the row of each node with its key or, where it is not ours, its IRI."""
        network, id_of = self.network, self.details.id
        yield from ((row, id_of(network.iri(row))) for row in range(network.size))

    @cached_property
    def sums(self) -> Adder:
        """Return what adds up the follow-on money of seeds."""
        return Adder(self.network)

    def view(self, *, as_of: str | None = None, told_by: str | None = None, sources: Sequence[str] = ()) -> Tracer:
        """Return a tracer of what some sources say, of what had happened by a date, or of what had been told by one.

        ``sources`` are keys such as ``booklet``; our own labels and readings stay with them. ``as_of`` and ``told_by``
        are a year, month or day: ``2021``, ``2021-10`` or ``2021-10-31``.

        Raises:
            NotFound: there is no such source.

        """
        network, details = self.network, self.details
        if sources:
            prefix = Names(self.snapshot.base).graph("source/").value
            known = set(self.snapshot.store.graphs())
            # As text: what a client names as a source need not be an IRI.
            graphs = [prefix + source for source in (*sources, OURS)]
            for source, graph in zip(sources, graphs, strict=False):
                if graph not in known:
                    raise NotFound(f"there is no source {source!r} here")
            network = network.of_graphs(graph for graph in graphs if graph in known)
            others = {graph for graph in known if graph.startswith(prefix)}.difference(graphs)
            details = details.within(frozenset(known - others))
        network = network.as_of(as_of) if as_of else network
        return replace(self, network=network.told_by(told_by) if told_by else network, details=details)

    def resolve(self, identifier: str) -> str:
        """Return the IRI of a node, given its code, key, other identifier or IRI.

        Raises:
            NotFound: nothing has it.
            Ambiguous: several things have it.

        """
        # A code is the same in any case of its letters; as it is written goes before.
        for text in dict.fromkeys((identifier, identifier.upper(), identifier.lower())):
            found = self._called(text)
            if len(found) > 1:
                raise Ambiguous(f"{identifier!r} names {len(found)} things", found)
            if found:
                return found[0]
        near = ", ".join(f"{self.details.id(iri)} ({self.details.label(iri)})" for iri in self.near(identifier))
        told = f"; near it are {near}" if near else ""
        raise NotFound(f"no project, product or programme here is called {identifier!r}{told}")

    def _called(self, identifier: str) -> list[str]:
        kinds = self.network.kinds
        own = Names(self.snapshot.base).thing(identifier).value if _is_key(identifier) else ""
        stands = self.details.value(own, "dcterms:isReplacedBy") or "" if own else ""
        if stands and self.details.is_ours(stands) and stands not in self.details.ours(own, "dcterms:isReplacedBy"):
            stands = ""
        for candidate in (identifier, own, stands):
            if candidate in kinds:
                return [candidate]
        found = {
            quad.subject.value
            for quad in self.snapshot.store.quads(None, term("dcterms:identifier"), Literal(identifier))
            if isinstance(quad.subject, NamedNode) and quad.subject.value in kinds
        }
        # A loaded file gives no code to what we describe, and takes none from it.
        having = [iri for iri in sorted(found) if identifier in self.details.values(iri, "dcterms:identifier")]
        return [iri for iri in having if self.details.is_ours(iri)] or having

    def near(self, identifier: str, count: int = 3) -> list[str]:
        """Return the things whose code or name is like one that nothing has, none where there is no index."""
        if len(identifier) > _LONGEST:
            return []
        try:
            index = SearchIndex.open(self.snapshot.path)
            found = index.nearest_codes(identifier, count) if len(self.network.columns["node.iri"]) <= _FEW else ()
            named = " ".join(f"name:{word}" for word in fold(identifier))
            answer = {} if found or not named else index.find(named, each=count, groups=("seed", "thing")).hits
            hits = [*found, *(hit for group in answer.values() for hit in group)]
        except (SnapshotBroken, SelectorError):
            return []
        return [hit.iri for hit in hits if hit.iri in self.network.kinds][:count]

    def components(self, start: int = 0, count: int = 100) -> Json:
        """Return sets of nodes that steps join into one, with their seeds, largest first, single nodes left out.

        ``total`` is how many there are; at most ``count`` are listed, from ``start`` on.
        """
        network, label = self.network, self.details.label
        total = network.joined_sets()
        return {
            "total": total,
            "start": start,
            "components": [
                {
                    "nodes": nodes,
                    "seeds": [node for node in nodes if network.is_seed(node)],
                    # One of each seed's lineage: where lineages share what followed, they must not be added up.
                    "followOn": [
                        {"seed": t.seed, "currency": t.currency, "amount": plain(t.follow_on), "bound": t.bound}
                        for node in nodes
                        if network.is_seed(node)
                        for t in self.follow_on(node)
                    ],
                    "labels": [label(node) for node in nodes],
                }
                for nodes in network.components(start, min(start + count, total))
            ],
        }

    def top(self, currency: str, count: int) -> list[SeedTotal]:
        """Return the seeds with the most follow-on money in a currency, the largest first, at most ``count``.

        Drafts are left out. From the kept totals; of what some sources say, or of a date, added up anew.
        """
        if self.network.whole:
            return self.network.largest(currency, count)
        return self.sums.largest(self.network.nodes_of_kind("seedProject"), currency, count)

    def follow_on(self, seed: str) -> list[SeedTotal]:
        """Return the follow-on money of a seed by currency, none of a draft; from where :meth:`top` has it."""
        if self.network.whole:
            return self.network.follow_on(seed)
        return self.sums.follow_on(seed)

    def currencies(self) -> list[str]:
        """Return the currencies in which follow-on money is reported, sorted."""
        seeds = self.network.nodes_of_kind("seedProject")
        return sorted({total.currency for seed in seeds for total in self.follow_on(seed)})

    def paths(self, start: str, end: str, *, limit: int = MAX_PATHS) -> Ways:
        """Return the ways between two things, as :func:`find_paths`, and everything between them.

        Raises:
            NotFound, Ambiguous: a name is none, or names several things.

        """
        found = find_paths(self.network, self.resolve(start), self.resolve(end), limit=limit)
        read = self.details
        return Ways(
            start=found.start,
            end=found.end,
            paths=tuple(tuple(step.iri for step in path) for path in found.paths),
            cut=found.cut,
            nodes=tuple(WayNode(node, read.id(node), read.label(node)) for node in found.nodes),
            steps=tuple(
                WayStep(step.iri, step.earlier, step.later, step.relation, step.status, read.evidence(step.iri))
                for step in found.steps
            ),
        )

    def lineage(
        self,
        identifier: str,
        *,
        up: int | None = None,
        down: int | None = None,
        keep: StepFilter | None = None,
    ) -> Document:
        """Return the lineage of a node as a document."""
        return self.document(trace(self.network, self.resolve(identifier), up=up, down=down, keep=keep))

    def document(self, lineage: Lineage, of: Subject | None = None, limits: Limits | None = None) -> Document:
        """Return a traced lineage as a document.

        ``of`` says what it is, where it is no lineage; ``limits`` which steps and sources alone it shows.
        """
        made = DocumentWriter(self.snapshot, self.network, self.details).document(lineage, of, limits)
        return replace(made, summary=sentence(made, words("en")))


def _is_key(identifier: str) -> bool:
    return identifier.replace("-", "").replace(".", "").isalnum() and identifier.isascii()
