"""Pages about the data as a whole: what is not known, how sure it is, its versions, and whether it is in order."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from seedline.errors import InputError, SnapshotBroken
from seedline.i18n import words
from seedline.identity import kept_candidates
from seedline_api.rendering.checking import by_kind
from seedline_api.rendering.doubts import KINDS, Doubt, Doubts
from seedline_api.rendering.finding import index_of
from seedline_api.rendering.things import Things

if TYPE_CHECKING:
    from seedline_api.rendering.tasks import Made, Renderer

CANNOT = ("howMany", "cause", "average", "still", "noAmount", "agree")
"""What may not be concluded from any of this, as keys of the catalogue."""
_SOURCES = 20
#: Lineages that the ledger of doubt shows whole, of one kind of doubt four times as many; of further ones it says how
#: many lines there are.
_LINEAGES = 6
#: Further lineages that it names, and lines of one lineage that it shows.
_LISTED = 180
_LINES = 300


def known(renderer: Renderer, form: str, kind: str, seed: str, lang: str) -> Made:
    """Return the ledger of doubt, of every lineage or of one, of every kind or of one, as a page or as ``json``."""
    found, counts, seed = doubts_of(renderer, kind, seed, lang)
    if form == "json":
        lines = [
            {
                "seed": code, "kind": line.kind, "about": line.subject[1], "text": line.plain, "iri": line.iri,
                "evidence": [place.json() for place in line.places],
                "sides": [{"text": text, "evidence": [p.json() for p in places]} for text, places in line.sides],
            }
            for (code, _), of in found.items()
            for line in of
        ]  # fmt: skip
        # What is of several lineages stands under each of them, and is one line of the total.
        distinct = len({line for of in found.values() for line in of})
        told = {"version": renderer.site.version, "total": distinct, "totalByLineage": len(lines), "lines": lines}
        return _json(told)
    query = urlencode([(name, value) for name, value in (("kind", kind), ("seed", seed)) if value])
    asked = f"?{query}" if query else ""
    page = renderer.site.page(
        "known.html", lang=lang, at=f"/known{asked}", asked=asked, found=found, counts=counts,
        kinds=KINDS, kind=kind, seed=seed, lineages=_LINEAGES * (4 if kind else 1), listed=_LISTED,
        of_several=sum(n > 1 for n in Counter(line for of in found.values() for line in of).values()),
        lines_shown=_LINES, cannot=CANNOT,
    )  # fmt: skip
    return page, {}


Ledger = dict[tuple[str, str], list[Doubt]]


def doubts_of(renderer: Renderer, kind: str, seed: str, lang: str) -> tuple[Ledger, dict[str, int], str]:
    """Return the lines asked for by lineage, how many there are of each kind whichever is asked for, and the seed."""
    tracer, read = renderer.tracer, renderer.tracer.details
    if kind and kind not in KINDS:
        raise InputError(f"kind={kind}: there are {', '.join(KINDS)}")
    index = index_of(tracer.snapshot)
    things = Things(tracer.network, read, words(lang))
    if seed:
        seed = read.id(tracer.resolve(seed))
    found: Ledger = {}
    counts = dict.fromkeys(KINDS, 0)
    for doubt in Doubts(tracer, index, things):
        lineages = [of for of in doubt.seeds or (("", ""),) if not seed or of[0] == seed]
        counts[doubt.kind] += bool(lineages)
        for of in lineages if kind in {"", doubt.kind} else ():
            found.setdefault(of, []).append(doubt)
    # In the order of Explore: lineages that a source tells of in words, then by code; what is of none comes last.
    told = {read.id(of) for of in tracer.network.nodes_of_kind("seedProject") if read.values(of, "sl:summary")}
    ordered = sorted(found.items(), key=lambda item: (item[0][0] == "", item[0][0] not in told, item[0]))
    return {of: sorted(lines, key=lambda line: KINDS.index(line.kind)) for of, lines in ordered}, counts, seed


def about(renderer: Renderer, lang: str) -> Made:
    """Return how sure all this is, what is in it, how it is made, and what its signs mean."""
    manifest = renderer.tracer.snapshot.manifest
    sources = [source["title"] for source in manifest["sources"].values()]
    sources += [told["file"] for told in manifest["read"] if told.get("statements")]
    page = renderer.site.page(
        "about.html", lang=lang, at="/about", manifest=manifest, cannot=CANNOT, sources=sources[:_SOURCES]
    )
    return page, {}


def versions(renderer: Renderer, form: str, lang: str) -> Made:
    """Return the versions of the data that are kept here, the one that is served first, as a page or as ``json``."""
    kept: list[dict[str, Any]] = []
    for snapshot in renderer.home.list():
        current = snapshot.version == renderer.site.version
        try:
            told = {name: snapshot.manifest[name] for name in ("dates", "counts")}
        except (SnapshotBroken, KeyError):
            # A folder that another edition wrote, or that somebody altered, is no version to offer.
            continue
        kept.append({"version": snapshot.version, "current": current, **told})
    kept.sort(key=lambda one: (not one["current"], one["dates"]["built"] or "", one["version"]))
    if form == "json":
        return _json({"versions": kept})
    return renderer.site.page("versions.html", lang=lang, at="/versions", kept=kept), {}


def quality(renderer: Renderer, form: str, lang: str) -> Made:
    """Return what checking the data found: against the shapes, without a place, and where statements do not agree."""
    tracer = renderer.tracer
    manifest, read = tracer.snapshot.manifest, tracer.details
    things = Things(tracer.network, read, words(lang))
    without = [iri for iri in sorted(tracer.network.steps) if not read.evidence(iri)]
    checked = {
        "version": renderer.site.version,
        "findings": manifest["findings"],
        "warnings": manifest["warnings"],
        "stepsWithoutPlace": [{"iri": i, "name": things.name(i), "address": renderer.site.doc(i)} for i in without],
        "steps": manifest["counts"]["step"],
        "conflicts": sum(1 for _ in things.disagreements()),
        "candidates": len(kept_candidates(tracer.snapshot.path)),
    }
    if form == "json":
        return _json(checked)
    findings = by_kind(tracer.snapshot.findings, lang)
    return renderer.site.page("quality.html", lang=lang, at="/quality", checked=checked, findings=findings), {}


def _json(told: dict[str, Any]) -> Made:
    return json.dumps(told, ensure_ascii=False).encode(), {}
