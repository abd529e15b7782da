"""How far a step has come that no source says so of: as far as a register says of the project that it leads to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from seedline.identity.clusters import Cluster, Resolution
from seedline.identity.statements import Value, evidence_of, taken
from seedline.ingest.portfolio import Portfolio
from seedline.model.statements import Step
from seedline.triples import OURS, NamedNode, Names, Quad, concept, term
from seedline.triples.values import literal
from seedline.vocabulary import RELATIONS, tokens

_STATUSES: Mapping[str, tokens.Status] = {
    "active": "ongoing",
    "finalisation": "ongoing",
    "completed": "completed",
    "cancelled": "discontinued",
}
_NOTE = "The source does not say how far the step has come; a page of the later project, without a date, does."


def standing_quads(portfolio: Portfolio, resolution: Resolution, names: Names) -> Iterator[Quad]:
    """Yield a status for each step without one that leads to a project of a register.

    It is a reading of ours, with the pages that print it as its places. It has no date: a page says Active, and not
    since when.
    """
    clusters = {cluster.key: cluster for cluster in resolution.clusters}
    ours = names.graph(f"source/{OURS}")
    for file in portfolio.files:
        for key, step in file.document.steps.items():
            cluster = clusters.get(step.to)
            if step.statuses or cluster is None or not RELATIONS[step.relation].directed:
                continue
            status, places = _printed(cluster, names)
            if status is None:
                continue
            subject = names.item(file.document.owner, Step.SEGMENT, key)
            seen = NamedNode(f"{subject.value}/status/undated-{status}")
            told: tuple[tuple[str, Value], ...] = (
                ("rdf:type", term("sl:StatusObservation")),
                ("sl:status", concept("status", status)),
                ("sl:basis", concept("basis", "inferred")),
                ("sl:assertedBy", concept("voice", OURS)),
                ("sl:note", literal(_NOTE, "text")),
                *(("sl:evidence", place) for place in places),
            )
            yield Quad(subject, term("sl:statusObservation"), seen, ours)
            for name, value in told:
                yield Quad(seen, term(name), value, ours)


def _printed(cluster: Cluster, names: Names) -> tuple[tokens.Status | None, list[NamedNode]]:
    """Return the status that the taken page of a project comes to, with every page that prints the same."""
    printed = next((value for field, _, value, _ in taken(cluster) if field == "project-status"), "")
    saying = [member for member in cluster.members if member.record.project_status == printed]
    return _STATUSES.get(printed), [place for member in saying for place in evidence_of(member, names)]
