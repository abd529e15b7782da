"""W3C's query-evaluation tests through a build and HTTP: ``python -m tests.conformance.query_evaluation RDF-TESTS``.

RDF-TESTS is a checkout of https://github.com/w3c/rdf-tests. Every graph of every test, named by its file, goes through
``seedline build`` into one snapshot; a test's dataset is asked for by ``default-graph-uri`` and ``named-graph-uri``. A
skolem IRI is compared as the blank node that it stands for. Prints what failed and the sums for each part, and the same
of pyoxigraph alone on the same files.
"""

from __future__ import annotations

import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import pyoxigraph as ox

from seedline.pipeline import build
from tests.conftest import Server

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
SKOLEM = "https://w3id.org/seedline/skolem/"
_XSD = "http://www.w3.org/2001/XMLSchema#"
#: What answers a query of a case in a media type: content and its type, nothing where it is refused.
Ask = Callable[[str, "Case", str], tuple[bytes, str] | None]


@dataclass
class Case:
    """One test of a manifest."""

    name: str
    query: Path
    result: Path
    default: list[Path] = field(default_factory=list)
    named: list[Path] = field(default_factory=list)


def cases(manifest: Path) -> list[Case]:
    """Return the query-evaluation tests of a manifest."""
    store = ox.Store()
    store.bulk_load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=manifest.as_uri())

    def paths(subject: object, predicate: str) -> list[Path]:
        found = store.quads_for_pattern(subject, ox.NamedNode(predicate), None)  # type: ignore[arg-type]
        return [Path(httpx.URL(quad.object.value).path) for quad in found if isinstance(quad.object, ox.NamedNode)]

    listed = []
    kind = ox.NamedNode(MF + "QueryEvaluationTest")
    for quad in store.quads_for_pattern(None, None, kind):
        actions = [q.object for q in store.quads_for_pattern(quad.subject, ox.NamedNode(MF + "action"), None)]
        result = paths(quad.subject, MF + "result")
        if len(actions) == 1 and isinstance(actions[0], ox.BlankNode) and result:
            query = paths(actions[0], QT + "query")
            if query:
                name = quad.subject.value.rsplit("#")[-1]
                data, graphs = paths(actions[0], QT + "data"), paths(actions[0], QT + "graphData")
                listed.append(Case(f"{manifest.parent.name}/{name}", query[0], result[0], data, graphs))
    return sorted(listed, key=lambda case: case.name)


def _is_blank(term: object) -> bool:
    return isinstance(term, ox.BlankNode) or (isinstance(term, ox.NamedNode) and term.value.startswith(SKOLEM))


def _value(term: object, blanks: dict[str, str]) -> tuple[object, ...]:
    if isinstance(term, ox.Triple):
        return ("triple", *(_value(part, blanks) for part in (term.subject, term.predicate, term.object)))
    if _is_blank(term):
        return ("blank", blanks.setdefault(str(term), f"b{len(blanks)}"))
    if isinstance(term, ox.Literal):
        datatype, value = term.datatype.value, term.value
        if datatype.removeprefix(_XSD) in {"decimal", "double", "float", "integer"}:
            with suppress(ValueError):
                value = f"{float(value):.9g}"
        return ("literal", value, (term.language or "").lower(), datatype)
    return ("iri", term.value) if isinstance(term, ox.NamedNode) else ("none",)


def _unnamed(term: object) -> object:
    if isinstance(term, ox.Triple):
        return ox.Triple(_unnamed(term.subject), term.predicate, _unnamed(term.object))  # type: ignore[arg-type]
    return ox.BlankNode(term.value.rsplit("/", 1)[-1]) if isinstance(term, ox.NamedNode) and _is_blank(term) else term


def _rows(solutions: ox.QuerySolutions) -> tuple[list[str], Counter[tuple[object, ...]]]:
    names = sorted(variable.value for variable in solutions.variables)
    rows: Counter[tuple[object, ...]] = Counter()
    for solution in solutions:
        rows[tuple(_value(solution[name], {}) for name in names)] += 1
    return names, rows


def _graph(data: bytes | None, format_: ox.RdfFormat, path: Path | None = None) -> set[str]:
    read = (
        ox.parse(data, format=format_)
        if path is None
        else ox.parse(path=str(path), format=format_, base_iri=path.as_uri())
    )
    dataset = ox.Dataset(ox.Quad(_unnamed(q.subject), q.predicate, _unnamed(q.object)) for q in read)  # type: ignore[arg-type]
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return {str(quad) for quad in dataset}


def _expected_set(path: Path) -> object:
    """Read a result set written in RDF (rs:ResultSet)."""
    store = ox.Store()
    format_ = ox.RdfFormat.from_extension(path.suffix[1:])
    store.bulk_load(path=str(path), format=format_, base_iri=path.as_uri())
    prefix = f"PREFIX rs: <{RS}> "
    for row in store.query(prefix + "SELECT ?b { ?s rs:boolean ?b }"):  # type: ignore[union-attr]
        return row["b"].value == "true"
    if not store.query(prefix + "ASK { ?s a rs:ResultSet }"):
        return None
    names = sorted(row["v"].value for row in store.query(prefix + "SELECT DISTINCT ?v { ?s rs:resultVariable ?v }"))  # type: ignore[union-attr]
    rows: Counter[tuple[object, ...]] = Counter()
    for row in store.query(prefix + "SELECT ?s { ?r rs:solution ?s }"):  # type: ignore[union-attr]
        bound = {
            str(q["n"].value): q["v"]
            for q in store.query(
                prefix + "SELECT ?s ?n ?v { ?s rs:binding ?b . ?b rs:variable ?n ; rs:value ?v }",
                substitutions={ox.Variable("s"): row["s"]},
            )  # type: ignore[union-attr]
        }
        rows[tuple(_value(bound.get(name), {}) for name in names)] += 1
    return names, rows


def passes(case: Case, ask: Ask) -> bool:
    """Ask a test's query and compare."""
    text = f"BASE <{case.query.as_uri()}>\n{case.query.read_text('utf-8')}"
    suffix = case.result.suffix[1:]
    accept = "application/sparql-results+xml, application/n-triples"
    if suffix in {"csv", "tsv"}:
        accept = {"csv": "text/csv", "tsv": "text/tab-separated-values"}[suffix]
    found = ask(text, case, accept)
    if found is None:
        return False
    content, media = found
    if suffix == "csv":
        return sorted(content.decode().split("\r\n")) == sorted(
            case.result.read_text("utf-8").replace("\r\n", "\n").replace("\n", "\r\n").split("\r\n")
        )
    if media.startswith("application/n-triples"):
        format_ = ox.RdfFormat.from_extension(suffix)
        assert format_
        return _graph(content, ox.RdfFormat.N_TRIPLES) == _graph(None, format_, case.result)
    ours_format = ox.QueryResultsFormat.TSV if suffix == "tsv" else ox.QueryResultsFormat.XML
    ours = ox.parse_query_results(content, format=ours_format)
    if suffix in {"srx", "srj", "tsv"}:
        format_name = {
            "srx": ox.QueryResultsFormat.XML,
            "srj": ox.QueryResultsFormat.JSON,
            "tsv": ox.QueryResultsFormat.TSV,
        }
        theirs: object = ox.parse_query_results(path=str(case.result), format=format_name[suffix])
        theirs = bool(theirs) if isinstance(theirs, ox.QueryBoolean) else _rows(theirs)  # type: ignore[arg-type]
    else:
        theirs = _expected_set(case.result)
    return (bool(ours) if isinstance(ours, ox.QueryBoolean) else _rows(ours)) == theirs


def over_http(url: str) -> Ask:
    """Return what asks a server."""

    def ask(text: str, case: Case, accept: str) -> tuple[bytes, str] | None:
        dataset = [("default-graph-uri", path.as_uri()) for path in case.default]
        dataset += [("named-graph-uri", path.as_uri()) for path in case.named]
        headers = {"content-type": "application/sparql-query", "accept": accept}
        answer = httpx.post(url, params=dataset, content=text.encode(), headers=headers)
        return (answer.content, answer.headers["content-type"]) if answer.status_code == 200 else None

    return ask


def of_pyoxigraph(store: ox.Store) -> Ask:
    """Return what asks a store of pyoxigraph."""
    kinds = {"text/csv": ox.QueryResultsFormat.CSV, "text/tab-separated-values": ox.QueryResultsFormat.TSV}

    def ask(text: str, case: Case, accept: str) -> tuple[bytes, str] | None:
        dataset: dict[str, object] = {}
        if case.default or case.named:
            dataset["default_graph"] = [ox.NamedNode(path.as_uri()) for path in case.default]
            dataset["named_graphs"] = [ox.NamedNode(path.as_uri()) for path in case.named]
        try:
            found = store.query(text, **dataset)  # type: ignore[arg-type]
            if isinstance(found, ox.QueryTriples):
                return found.serialize(format=ox.RdfFormat.N_TRIPLES) or b"", "application/n-triples"
            kind = kinds.get(accept, ox.QueryResultsFormat.XML)
            return found.serialize(format=kind) or b"", kind.media_type
        except (SyntaxError, ValueError, RuntimeError, OSError):
            return None

    return ask


def main(checkout: Path) -> None:
    """Run all and print the sums."""
    suites = {
        part: [
            case for manifest in sorted((checkout / "sparql" / part).rglob("manifest.ttl")) for case in cases(manifest)
        ]
        for part in ("sparql10", "sparql11", "sparql12")
    }
    left_out = ("entailment/", "service/", "syntax")
    suites = {part: [c for c in found if not c.name.startswith(left_out)] for part, found in suites.items()}
    graphs = {path for found in suites.values() for case in found for path in (*case.default, *case.named)}
    # What FROM names in a query is a file beside it.
    beside = {
        path
        for found in suites.values()
        for c in found
        if "FROM" in c.query.read_text("utf-8")
        for path in c.query.parent.glob("*.ttl")
    }
    graphs |= beside - {case.result for found in suites.values() for case in found}
    store = ox.Store()
    with tempfile.TemporaryDirectory() as work:
        files = Path(work) / "files"
        files.mkdir()
        for number, path in enumerate(sorted(graphs)):
            format_ = ox.RdfFormat.from_extension(path.suffix[1:])
            assert format_
            named = ox.NamedNode(path.as_uri())
            quads = [
                ox.Quad(q.subject, q.predicate, q.object, named)
                for q in ox.parse(path=str(path), format=format_, base_iri=path.as_uri(), rename_blank_nodes=True)
            ]
            store.extend(quads)
            written = ox.serialize(quads, format=ox.RdfFormat.N_QUADS)
            assert written is not None
            (files / f"g{number:04}.nq").write_bytes(written)
        home = Path(work) / "home"
        build([str(files)], home=home)
        server = Server(home, SEEDLINE_LOG="off")
        try:
            asking = {"seedline build": over_http(server.url + "/sparql"), "pyoxigraph": of_pyoxigraph(store)}
            for part, found in suites.items():
                for name, ask in asking.items():
                    failed = [case.name for case in found if not passes(case, ask)]
                    told = ", ".join(failed) or "none"
                    print(f"{part}, {name}: {len(found) - len(failed)} of {len(found)}; failed: {told}", flush=True)
        finally:
            server.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
