"""Pages about the data as a whole: what is not known, how sure it is, its versions, and whether it is in order."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import JSONResponse, Response

from seedline.errors import InputError
from seedline.i18n import words
from seedline_api.current import Serving
from seedline_api.doubts import KINDS, Doubt, Doubts
from seedline_api.finding import index_of
from seedline_api.html import CANNOT, doc_address, render_page
from seedline_api.things import Things

router = APIRouter(include_in_schema=False)

#: Lineages that the ledger of doubt shows whole; of further ones it says how many lines there are.
_LINEAGES = 12


def _doubts(request: Request) -> tuple[dict[tuple[str, str], list[Doubt]], str, str]:
    """Return the lines asked for, by lineage, and the kind and the seed that were asked for."""
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    kind, seed = request.query_params.get("kind", ""), request.query_params.get("seed", "")
    if kind and kind not in KINDS:
        raise InputError(f"kind={kind}: there are {', '.join(KINDS)}")
    index = index_of(tracer.snapshot)
    things = Things(tracer.network, tracer.details, words(request.query_params.get("lang", "en")))
    if seed:
        seed = tracer.details.id(tracer.resolve(seed))
    found: dict[tuple[str, str], list[Doubt]] = {}
    for doubt in Doubts(tracer, index, things):
        for of in doubt.seeds or (("", ""),):
            if (not seed or of[0] == seed) and (not kind or doubt.kind == kind):
                found.setdefault(of, []).append(doubt)
    ordered = sorted(found.items(), key=lambda item: (item[0][0] == "", item[0]))
    return {of: sorted(lines, key=lambda line: KINDS.index(line.kind)) for of, lines in ordered}, kind, seed


@router.get("/known")
def known(request: Request) -> Response:
    """Return the ledger of doubt: of every lineage, or of one (``seed``), of every kind or of one (``kind``)."""
    found, kind, seed = _doubts(request)
    counts = {
        name: len({id(line) for lines in found.values() for line in lines if line.kind == name}) for name in KINDS
    }
    return render_page(
        request,
        "known.html",
        found=found,
        counts=counts,
        kinds=KINDS,
        kind=kind,
        seed=seed,
        lineages=_LINEAGES,
        cannot=CANNOT,
    )


@router.get("/known.json")
def known_json(request: Request) -> JSONResponse:
    """Return the ledger of doubt as JSON."""
    serving: Serving = request.app.state.serving
    found, _, _ = _doubts(request)
    lines = [
        {
            "seed": code, "kind": line.kind, "about": line.subject[1], "text": line.text, "iri": line.iri,
            "evidence": [place.json() for place in line.places],
            "sides": [{"text": text, "evidence": [place.json() for place in places]} for text, places in line.sides],
        }
        for (code, _), of in found.items()
        for line in of
    ]  # fmt: skip
    return JSONResponse({"version": serving.tracer().snapshot.version, "total": len(lines), "lines": lines})


@router.get("/about")
def about(request: Request) -> Response:
    """Return how sure all this is, what is not in it, how it is made, and what its words mean."""
    serving: Serving = request.app.state.serving
    manifest = serving.tracer().snapshot.manifest
    return render_page(request, "about.html", manifest=manifest, cannot=CANNOT)


@router.get("/versions")
def versions(request: Request) -> Response:
    """Return the versions of the data that are kept here, the one that is served first."""
    return render_page(request, "versions.html", kept=_kept(request))


@router.get("/versions.json")
def versions_json(request: Request) -> JSONResponse:
    """Return the versions that are kept here as JSON."""
    return JSONResponse({"versions": _kept(request)})


def _kept(request: Request) -> list[dict[str, Any]]:
    home = request.app.state.serving.home()
    current = home.current_version()
    kept = [
        {
            "version": s.version,
            "current": s.version == current,
            "dates": s.manifest["dates"],
            "counts": s.manifest["counts"],
        }
        for s in home.list()
    ]
    return sorted(
        kept, key=lambda version: (not version["current"], version["dates"]["built"] or "", version["version"])
    )


@router.get("/quality")
def quality(request: Request) -> Response:
    """Return what checking the data found: against the shapes, without a place, and where statements do not agree."""
    return render_page(request, "quality.html", checked=_checked(request))


@router.get("/quality.json")
def quality_json(request: Request) -> JSONResponse:
    """Return what checking the data found as JSON."""
    return JSONResponse(_checked(request))


def _checked(request: Request) -> dict[str, Any]:
    serving: Serving = request.app.state.serving
    tracer = serving.tracer()
    manifest, read = tracer.snapshot.manifest, tracer.details
    without = [iri for iri in sorted(tracer.network.steps) if not read.evidence(iri)]
    things = Things(tracer.network, read, words(request.query_params.get("lang", "en")))
    return {
        "version": tracer.snapshot.version,
        "findings": manifest["findings"],
        "warnings": manifest["warnings"],
        "stepsWithoutPlace": [
            {"iri": iri, "name": things.name(iri), "address": doc_address(serving, iri, prefix="")} for iri in without
        ],
        "steps": manifest["counts"]["step"],
        "conflicts": len(read.subjects("rdf:type", "https://w3id.org/seedline/ontology#Conflict")),
    }
