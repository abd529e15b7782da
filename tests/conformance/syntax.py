"""W3C's syntax tests through the reader of a build: ``python -m tests.conformance.syntax RDF-TESTS [JSON-LD-TESTS]``.

RDF-TESTS is a checkout of https://github.com/w3c/rdf-tests, JSON-LD-TESTS the folder ``tests`` of one of
https://github.com/w3c/json-ld-api. A skolem IRI is compared as the blank node that it stands for. Prints what failed,
and a line for each part: passed, of all, and the same of pyoxigraph alone.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from seedline.errors import SeedlineError
from seedline.ingest.rdf import RdfOptions
from seedline.pipeline import read_inputs
from seedline.triples import Names

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
SITE = "https://w3c.github.io/rdf-tests/"
JSON_LD = "https://w3c.github.io/json-ld-api/tests/"
NAMES = Names()
SKOLEM = f"{NAMES.base}skolem/"
OWN = f"{NAMES.base}graph/source/"
_ENDINGS = {".nt": ox.RdfFormat.N_TRIPLES, ".nq": ox.RdfFormat.N_QUADS}


@dataclass(frozen=True)
class Case:
    """One test: a file, against which IRI it is read, and what comes of it; nothing where it must be refused."""

    part: str
    name: str
    action: Path
    base: str
    result: Path | None
    valid: bool


def cases(root: Path) -> Iterator[Case]:
    """Yield the syntax and evaluation tests of the manifests under a checkout."""
    for manifest in sorted(root.glob("rdf/rdf1[12]/rdf-*/**/manifest.ttl")):
        store = ox.Store()
        store.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=f"{SITE}{manifest.relative_to(root)}")

        def value(subject: object, predicate: str, store: ox.Store = store) -> str | None:
            found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)  # type: ignore[arg-type]
            return next((quad.object.value for quad in found if hasattr(quad.object, "value")), None)

        based = next(store.quads_for_pattern(None, ox.NamedNode(MF + "assumedTestBase"), None), None)
        for quad in store.quads_for_pattern(
            None, ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"), None
        ):
            kind = getattr(quad.object, "value", "")
            action = value(quad.subject, MF + "action")
            if "rdf-tests" not in str(action) and "ns/rdftest#" not in kind:
                continue
            if action is None or not any(word in kind for word in ("Syntax", "Eval")) or "rdf-semantics" in str(action):
                continue
            result = value(quad.subject, MF + "result")
            file = root / action.removeprefix(SITE)
            part = f"{manifest.relative_to(root / 'rdf').parts[0]} {manifest.relative_to(root / 'rdf').parts[1]}"
            at = file.relative_to(manifest.parent).as_posix()
            base = f"{based.object.value}{at}" if based else action  # type: ignore[union-attr]
            expected = root / result.removeprefix(SITE) if result else None
            yield Case(part, file.name, file, base, expected, "Negative" not in kind)


def json_ld(tests: Path) -> Iterator[Case]:
    """Yield W3C's tests of JSON-LD to RDF."""
    manifest = json.loads((tests / "toRdf-manifest.jsonld").read_text("utf-8"))
    for test in manifest["sequence"]:
        option = test.get("option", {})
        if option.get("specVersion") == "json-ld-1.0" or option.get("produceGeneralizedRdf"):
            continue
        positive = "jld:PositiveEvaluationTest" in test["@type"] or "jld:PositiveSyntaxTest" in test["@type"]
        result = tests / test["expect"] if "expect" in test else None
        base = option.get("base", JSON_LD + test["input"])
        yield Case("JSON-LD 1.1 toRdf", test["@id"], tests / test["input"], base, result, positive)


def _as_written(term: object) -> object:
    """Return a term as the file has it: a skolem IRI as a blank node, the source's own graph as the default one."""
    if isinstance(term, ox.Triple):
        return ox.Triple(*(_as_written(part) for part in (term.subject, term.predicate, term.object)))  # type: ignore[arg-type]
    if isinstance(term, ox.NamedNode):
        if term.value.startswith(SKOLEM):
            return ox.BlankNode(term.value.removeprefix(SKOLEM).replace("/", "_"))
        if term.value.startswith(OWN):
            return ox.DefaultGraph()
    return term


def ours(case: Case) -> list[ox.Quad]:
    """Return what the reader of a build makes of a file."""
    inputs = read_inputs([str(case.action)], RdfOptions(base_iri=case.base))
    return [
        ox.Quad(*(_as_written(part) for part in (quad.subject, quad.predicate, quad.object, quad.graph_name)))  # type: ignore[arg-type]
        for quad in inputs.quads(NAMES)
    ]


def theirs(case: Case) -> list[ox.Quad]:
    """Return what pyoxigraph alone makes of it."""
    format = ox.RdfFormat.from_extension(case.action.suffix[1:])
    assert format is not None
    return list(ox.parse(path=str(case.action), format=format, base_iri=case.base))


def passes(case: Case, read: object) -> str | None:
    """Return why a test fails, nothing where it passes."""
    try:
        found = read(case)  # type: ignore[operator]
    except (SeedlineError, SyntaxError, ValueError) as error:
        return str(error)[:150].replace("\n", " ") if case.valid else None
    if not case.valid:
        return "is read, though it is wrong"
    if case.result is None:
        return None
    format = ox.RdfFormat.from_extension(case.result.suffix[1:])
    expected = list(ox.parse(path=str(case.result), format=format, base_iri=case.base))
    sets = [ox.Dataset(quads) for quads in (found, expected)]
    for each in sets:
        each.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return None if sets[0] == sets[1] else "is read as something else"


def main(root: Path, json_tests: Path | None = None) -> None:
    """Print what fails, and the sums."""
    sums: dict[str, list[int]] = {}
    for case in [*cases(root), *(json_ld(json_tests) if json_tests else ())]:
        counted = sums.setdefault(case.part, [0, 0, 0])
        counted[1] += 1
        why, alone = passes(case, ours), passes(case, theirs)
        counted[0] += why is None
        counted[2] += alone is None
        if why is not None:
            print(f"{case.part}: {case.name}: {why}{' (pyoxigraph too)' if alone else ''}")
    for part, (passed, total, alone) in sorted(sums.items()):
        print(f"{part}: {passed} of {total}; pyoxigraph alone {alone}")


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
