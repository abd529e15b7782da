"""Anybody's RDF: what is read is told, what is wrong is refused with its line, and nobody speaks as somebody else."""

from __future__ import annotations

import bz2
import gzip
import html
import io
import json
import lzma
import re
import tarfile
import zipfile
from pathlib import Path

import httpx
import pytest
import zstandard

import seedline_data
from seedline.document.description import describe
from seedline.document.terms import terms_of
from seedline.errors import InputError, NotFound, RdfSyntaxError, ValidationFailed
from seedline.ingest.rdf import NotRdf, RdfOptions, recognise
from seedline.model.labels import best_label
from seedline.pipeline import build, find, read_inputs
from seedline.queries import ask, question
from seedline.search import SearchIndex
from seedline.store import Home, Snapshot
from seedline.triples import Literal, NamedNode, Names, Triple, term
from seedline.views.result import Result
from seedline.views.tracer import Tracer
from seedline_ontology import SCHEME, SL
from tests.conftest import HARBOUR, PATIENCE, Server

NT = '<http://e.org/a> <http://e.org/p> "1" .\n<http://e.org/b> <http://e.org/p> "2" .\n'
XML = (
    '<?xml version="1.0"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">'
    '<rdf:Description rdf:about="http://e.org/a"><e:p>1</e:p></rdf:Description></rdf:RDF>'
)
BASE = Names().base


def made(tmp_path: Path, *sources: object, **reading: object) -> Snapshot:
    return build([str(each) for each in sources], home=tmp_path / "home", options=RdfOptions(**reading))  # type: ignore[arg-type]


def read(snapshot: Snapshot) -> dict[str, dict[str, object]]:
    return {each["file"]: each for each in snapshot.manifest["read"]}


def write(path: Path, text: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("name", "content", "form", "statements"),
    [
        ("a.nt", NT.encode(), "N-Triples", 2),
        ("a.nt.gz", gzip.compress(NT.encode()), "N-Triples, gzip", 2),
        ("a.nt.bz2", bz2.compress(NT.encode()), "N-Triples, bzip2", 2),
        ("a.nt.zst", zstandard.compress(NT.encode()), "N-Triples, Zstandard", 2),
        ("packed.nt", gzip.compress(NT.encode()), "N-Triples, gzip", 2),
        ("a.xml", XML.encode(), "RDF/XML", 1),
        ("really-xml.ttl", XML.encode(), "RDF/XML", 1),
        ("really-turtle.rdf", b"@prefix e: <http://e.org/> .\ne:a e:b e:c .\n", "TriG", 1),
        ("no-ending", b"# first a word\nPREFIX e: <http://e.org/>\ne:a e:b e:c .\n", "TriG", 1),
        ("a.n3", b"@prefix e: <http://e.org/> . e:a e:b 1 .", "Notation3", 1),
        ("a.json", b'{"@id": "http://e.org/a", "http://e.org/p": "x"}', "JSON-LD", 1),
        ("mark.ttl", b"\xef\xbb\xbf@prefix e: <http://e.org/> .\ne:a e:b e:c .\n", "Turtle", 1),
        ("mark.json", b'\xef\xbb\xbf{"@id": "http://e.org/a", "http://e.org/p": "x"}', "JSON-LD", 1),
        ("mark.nq.gz", gzip.compress(b"\xef\xbb\xbf" + NT.encode()), "N-Quads, gzip", 2),
    ],
)
def test_a_file_is_read_as_what_it_is(tmp_path: Path, name: str, content: bytes, form: str, statements: int) -> None:
    inputs = read_inputs([str(write(tmp_path / name, content))])
    assert len(list(inputs.quads(Names()))) == statements
    (report,) = (file.report for file in inputs.rdf)
    assert (report.form, report.statements, report.things) == (form, statements, statements)


@pytest.mark.parametrize(
    ("head", "ending", "why"),
    [
        (b"id\n1\n", "csv", "is a table"),
        (b'<iati-activities version="2.03"/>', "xml", "its root is iati-activities"),
        (b"<!DOCTYPE html><html><body>Log in</body></html>", "rdf", "is a web page"),
        (b'{"type": "FeatureCollection"}', "json", "JSON without JSON-LD"),
        (b"\xff\xfe<\x00u\x00", "ttl", "UTF-16"),
        (b"", "txt", "is empty"),
        (b"%PDF-1.7", "pdf", "neither a case file"),
        (b"Prefix(:=<http://e.org/>)\nOntology(<http://e.org/>)", "owl", "no RDF/XML"),
    ],
)
def test_what_is_no_rdf_is_told_what_it_is(head: bytes, ending: str, why: str) -> None:
    with pytest.raises(NotRdf, match=why):
        recognise(head, ending)


def test_a_folder_says_what_it_passed_over(tmp_path: Path) -> None:
    folder = tmp_path / "mixed"
    write(folder / "a.xml", '<iati-activities version="2.03"/>')
    write(folder / "grants.csv", "id\n1\n")
    write(folder / "x.n3", "<urn:a> <urn:b> 1 .\n")
    write(folder / ".git" / "config.ttl", "<urn:a> <urn:b> 2 .\n")
    told: list[str] = []
    snapshot = build([str(folder)], home=tmp_path / "home", progress=told.append)
    assert {name: bool(each["form"]) for name, each in read(snapshot).items()} == {
        "a.xml": False,
        "grants.csv": False,
        "x.n3": True,
    }
    assert "grants.csv: passed over, it is a table: name it as table:FILE.csv, with a mapping (seedline map)" in told
    assert "x.n3: Notation3, 1 statement of 1 thing" in told


def test_an_archive_is_a_folder(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "dump.zip", "w") as archive:
        archive.writestr("in/a.nt", NT)
        archive.writestr("in/b.ttl.gz", gzip.compress(b"<urn:a> <urn:b> <urn:c> ."))
        archive.writestr("case.yaml", 'seedline: "1"\n')
        archive.writestr("read me.txt", "hello")
    snapshot = made(tmp_path, tmp_path / "dump.zip")
    assert {name: each["statements"] for name, each in read(snapshot).items()} == {
        "dump.zip!in/a.nt": 2,
        "dump.zip!in/b.ttl.gz": 1,
        "dump.zip!case.yaml": 0,
        "dump.zip!read me.txt": 0,
    }
    assert read(snapshot)["dump.zip!case.yaml"]["why"] == ["is a case file within an archive: unpack it"]
    write(tmp_path / "cut.zip", (tmp_path / "dump.zip").read_bytes()[:-40])
    with pytest.raises(InputError, match=r"cut\.zip: is a damaged archive"):
        made(tmp_path, tmp_path / "cut.zip")


@pytest.mark.parametrize(
    ("name", "content"),
    [("cut.nt.gz", gzip.compress(NT.encode() * 999)[:-9]), ("cut.nt.bz2", bz2.compress(NT.encode())[:-9])],
)
def test_damaged_bytes_are_refused_by_name(tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(InputError, match="is damaged"):
        made(tmp_path, write(tmp_path / name, content))


def test_nothing_is_published_from_nothing(tmp_path: Path) -> None:
    before = build([str(HARBOUR)], home=tmp_path / "home")
    empty = write(tmp_path / "none.ttl", "# nothing\n")
    with pytest.raises(InputError, match=r"nothing was read.*allow-empty.*\nnone\.ttl: Turtle, 0 statements"):
        made(tmp_path, empty)
    assert (tmp_path / "home" / "current").read_text().strip() == before.version
    assert build([str(empty)], home=tmp_path / "home", allow_empty=True).version != before.version


def test_relative_names_are_those_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "my vocabulary.ttl", "<> <urn:p> <#Thing> , <sibling.ttl> .\n")

    def found(**reading: str) -> set[str]:
        inputs = read_inputs([str(path)], RdfOptions(**reading))  # type: ignore[arg-type]
        return {each.value for quad in inputs.quads(Names()) for each in (quad.subject, quad.object)}  # type: ignore[union-attr]

    own = f"{BASE}id/file/my%20vocabulary.ttl"
    assert found() == {own, f"{own}#Thing", f"{BASE}id/file/sibling.ttl"}
    at = "https://e.org/v/x.ttl"
    assert found(base_iri=at) == {at, f"{at}#Thing", "https://e.org/v/sibling.ttl"}
    with pytest.raises(InputError, match="relative IRIs cannot be resolved against 'no iri'"):
        found(base_iri="no iri")


def test_another_base_iri_is_another_build(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", "<> <urn:p> 1 .\n")
    first, second = (made(tmp_path, path, base_iri=f"http://e.org/{name}") for name in "ab")
    assert first.version != second.version


def test_a_remote_context_is_not_fetched_and_may_be_given(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonld", '{"@context": ["https://schema.org/"], "@id": "http://e.org/r1", "name": "remote"}'
    )
    with pytest.raises(InputError, match=r"give a copy: --context https://schema\.org/=FILE"):
        made(tmp_path, path)
    copy = write(tmp_path / "copy.json", json.dumps({"@context": {"name": "http://schema.org/name"}}))
    snapshot = made(tmp_path, path, contexts={"https://schema.org/": copy})
    assert snapshot.store.query('ASK { <http://e.org/r1> <http://schema.org/name> "remote" }')
    loop = write(tmp_path / "loop.json", json.dumps({"@context": "https://schema.org/"}))
    with pytest.raises(InputError, match="names itself"):
        made(tmp_path, path, contexts={"https://schema.org/": loop})


BAD = '<urn:a> <urn:p> "1" .\n<urn:a> <b c> "2" .\n\n<urn:b> <urn:p> "2026-02-30"^^<http://www.w3.org/2001/XMLSchema#date> .\n<urn:c> <urn:p> "3" .\n'


@pytest.mark.parametrize("ending", ["nt", "ttl", "trig", "nq"])
def test_a_bad_statement_is_refused_with_its_line_or_passed_over(tmp_path: Path, ending: str) -> None:
    path = write(tmp_path / f"bad.{ending}", BAD)
    with pytest.raises(RdfSyntaxError, match=rf"bad\.{ending}:2:9: Invalid IRI"):
        made(tmp_path, path)
    snapshot = made(tmp_path, path, lenient=True)
    report = read(snapshot)[f"bad.{ending}"]
    assert (report["statements"], report["passedOver"]) == (2, 2)
    assert report["why"] == ["line 2: Invalid IRI code point ' '", "line 4: the calendar has no 2026-02-30"]


def xml(statements: str, encoding: str = "UTF-8") -> str:
    return (
        f'<?xml version="1.0" encoding="{encoding}"?>\n'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://e.org/">\n'
        f"{statements}\n</rdf:RDF>\n"
    )


BAD_XML = xml(
    '<rdf:Description rdf:about="http://e.org/a"><e:p>1</e:p></rdf:Description>\n'
    '<rdf:Description rdf:about="http://e.org/ b"><e:p>2</e:p></rdf:Description>\n'
    '<rdf:Description rdf:about="http://e.org/c"><e:p xml:lang="nothing-so-long-is">3</e:p><e:q>4</e:q></rdf:Description>'
)
BAD_JSON = (
    '[{"@id": "urn:a", "urn:p": 1}, {"@id": "urn:x y", "urn:p": 2}, {"@id": "urn:c", "name": "N", "urn:q": 3,'
    ' "urn:p": {"@value": "x", "@language": "nothing-so-long-is"}}]'
)


def test_a_bad_name_in_xml_or_json_is_refused_or_passed_over(tmp_path: Path) -> None:
    path = write(tmp_path / "a.rdf", BAD_XML)
    with pytest.raises(RdfSyntaxError, match=r"^a\.rdf:4: .*Invalid IRI") as caught:
        made(tmp_path, path)
    assert caught.value.line == 4
    report = read(made(tmp_path, path, lenient=True))["a.rdf"]
    assert (report["statements"], report["passedOver"]) == (2, 2)
    assert [str(why)[:24] for why in report["why"]] == ["line 4: <http://e.org/ b", "line 5: 'nothing-so-long"]
    path = write(tmp_path / "a.jsonld", BAD_JSON)
    with pytest.raises(RdfSyntaxError, match=r"^a\.jsonld: <urn:x y> is no IRI"):
        made(tmp_path, path)
    report = read(made(tmp_path, path, lenient=True))["a.jsonld"]
    assert (report["statements"], report["passedOver"]) == (2, 3)


def test_what_a_context_gives_no_meaning_is_told(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.jsonld",
        '{"@context": {"@base": null}, "@id": "urn:a", "name": "x", "urn:p": {"@id": "b"}, "urn:q": 1}',
    )
    report = read(made(tmp_path, path))["a.jsonld"]
    assert (report["statements"], report["passedOver"]) == (1, 2)
    assert report["why"] == [
        "its context gives the key 'name' no meaning",
        "'b' is a relative IRI, and its context has no base",
    ]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.rdf", xml('<rdf:Description rdf:about="urn:a"><z:p>x</z:p></rdf:Description>')),
        ("a.rdf", xml('<rdf:Description rdf:about="urn:a"><e:p>x</e:q></rdf:Description>')),
        ("a.jsonld", '[{"@id": "urn:a", "urn:p": 1}, {"@id": 3, "urn:q": 4}]'),
        ("a.jsonld", '[{"@id": "urn:a", "urn:p": 1}, {"@id": "urn:b", "urn:q":}]'),
    ],
)
def test_lenience_ends_where_the_parser_would_guess(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(RdfSyntaxError, match="could only be guessed, so no lenient reading goes on"):
        made(tmp_path, write(tmp_path / name, text), lenient=True)


@pytest.mark.parametrize(
    "encoding", ["ISO-8859-1", "windows-1252", "UTF-16", "UTF-16LE", "UTF-16BE", "utf-8", "US-ASCII"]
)
def test_xml_may_be_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    # More than is read at once, so that letters fall on the edges.
    name = "Zenica \u00e9" if encoding != "US-ASCII" else "Zenica"
    many = "\n".join(f'<rdf:Description rdf:about="urn:{n}"><e:p>{name}</e:p></rdf:Description>' for n in range(3000))
    path = write(tmp_path / "a.rdf", xml(many, encoding).encode(encoding))
    values = [quad.object.value for quad in read_inputs([str(path)]).quads(Names())]  # type: ignore[union-attr]
    assert values == [name] * 3000


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.rdf", BAD_XML.replace(">1<", ">\xe9<").encode("latin-1"), "a.rdf:.*: save the file as UTF-8"),
        ("a.rdf", xml("<!-- \xe9 -->", "US-ASCII").encode("latin-1"), "not in the encoding 'US-ASCII' that it names"),
        ("a.rdf", xml("", "Klingon").encode(), "in the encoding 'Klingon', which is not known"),
        ("a.rdf", xml("", "rot13").encode(), "in the encoding 'rot13', which is not known"),
        ("a.ttl", '<urn:a> <urn:b> "caf\u00e9" .'.encode("latin-1"), "a.ttl:1:.*: save the file as UTF-8"),
        ("a.ttl", '<urn:a> <urn:b> "caf\u00e9" .'.encode("utf-16-be"), "is UTF-16 text: save it as UTF-8"),
        ("a.ttl", '<urn:a> <urn:b> "caf\u00e9" .'.encode("utf-32"), "is UTF-32 text: save it as UTF-8"),
        ("a.jsonld", '{"@id": "urn:a"}'.encode("utf-16"), "is UTF-16 text: save it as UTF-8"),
        ("a.nt.zst", zstandard.compress(NT.encode() * 999)[:-3], "is damaged"),
        ("a.nt.xz", lzma.compress(NT.encode() * 999)[:-3], "is damaged"),
        ("a.7z", b"7z\xbc\xaf\x27\x1c", "is a 7z archive"),
        ("a.csv", b"id\n1\n", r"name it as table:FILE\.csv"),
        ("a\nb.ttl", NT.encode(), "rename it"),
    ],
)
def test_what_cannot_be_read_is_told_what_it_is(tmp_path: Path, name: str, content: bytes, why: str) -> None:
    with pytest.raises(InputError, match=why):
        made(tmp_path, write(tmp_path / name, content))


def test_packed_in_packed(tmp_path: Path) -> None:
    """What is compressed twice is read; an archive within one is told; an office document is no archive."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("in.nt", NT)
    folder = tmp_path / "in"
    write(folder / "twice.nt.gz.xz", lzma.compress(gzip.compress(NT.encode())))
    write(folder / "zip.gz", gzip.compress(inner.getvalue()))
    with zipfile.ZipFile(folder / "zip.zip", "w") as archive:
        archive.writestr("inner.zip", inner.getvalue())
    with zipfile.ZipFile(folder / "grants.xlsx", "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with tarfile.open(folder / "dump.tar.gz", "w:gz") as tar:
        tar.add(folder / "zip.gz", "zip.gz")
    told = {name: each["form"] or each["why"][0] for name, each in read(made(tmp_path, folder)).items()}  # type: ignore[index]
    assert told == {
        "twice.nt.gz.xz": "N-Triples, xz, gzip",
        "zip.gz": "is a zip archive where a file was expected: unpack it",
        "zip.zip!inner.zip": "is a zip archive where a file was expected: unpack it",
        "grants.xlsx": "is a table: name it as table:FILE.xlsx, with a mapping (seedline map)",
        "dump.tar.gz": "is a tar archive: unpack it, or pack it as zip",
    }


@pytest.mark.parametrize(
    ("entities", "text", "why"),
    [
        (
            '<!ENTITY a "aaaaaaaaaa"><!ENTITY b "' + "&a;" * 40 + '"><!ENTITY c "' + "&b;" * 40 + '">',
            "&c;",
            "'c' stands",
        ),
        ('<!ENTITY a "' + "a" * 900 + '">', "&a;" * 200_000, "more than a hundred times"),
    ],
)
def test_entities_stand_for_little(tmp_path: Path, entities: str, text: str, why: str) -> None:
    bomb = xml(f'<rdf:Description rdf:about="urn:a"><e:p>{text}</e:p></rdf:Description>')
    for encoding in ("UTF-8", "UTF-16"):
        typed = bomb.replace("UTF-8", encoding).replace("<rdf:RDF", f"<!DOCTYPE rdf:RDF [{entities}]><rdf:RDF", 1)
        with pytest.raises(RdfSyntaxError, match=why):
            made(tmp_path, write(tmp_path / "a.rdf", typed.encode(encoding)))
    typed = xml('<rdf:Description rdf:about="&o;a"><e:p>x</e:p></rdf:Description>' * 2000)
    typed = typed.replace("<rdf:RDF", '<!DOCTYPE rdf:RDF [<!ENTITY o "http://purl.obolibrary.org/obo/">]><rdf:RDF', 1)
    assert len(list(read_inputs([str(write(tmp_path / "a.rdf", typed))]).quads(Names()))) == 2000


def test_files_of_one_name_speak_apart(tmp_path: Path) -> None:
    for name in ("2024", "2025"):
        write(tmp_path / "in" / name / "grants.nt", NT)
    assert [each.source for each in read_inputs([str(tmp_path / "in")]).rdf] == ["2024-grants-nt", "2025-grants-nt"]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        ('"  "', "is blank"),
        ('"a \\u0007 bell"', r"U\+0007"),
        ('"\\uFFFE"', r"U\+FFFE"),
        ('"2021-13"^^xsd:gYearMonth', "no 2021-13"),
        ('"2023-02-29T10:00:00Z"^^xsd:dateTime', "no 2023-02-29"),
        ('"2023-02-30+05:00"^^xsd:date', "no 2023-02-30"),
        ('"2023-02-28T25:00:00"^^xsd:dateTime', "no clock shows"),
        ('"24:00:01"^^xsd:time', "no clock shows"),
        ('"12:60:00-03:00"^^xsd:time', "no clock shows"),
        ('"--02-30"^^xsd:gMonthDay', "no --02-30"),
        ('"---32"^^xsd:gDay', "no ---32"),
        ('"--13"^^xsd:gMonth', "no --13"),
        ('"\u00a0\u200b"', "is blank"),
    ],
)
def test_what_no_statement_may_hold(tmp_path: Path, value: str, why: str) -> None:
    prefixes = "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>\nPREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n"
    with pytest.raises(RdfSyntaxError, match=rf"a\.ttl:4: .*{why}") as caught:
        made(tmp_path, write(tmp_path / "a.ttl", f"{prefixes}\n<urn:a> rdfs:label {value} .\n"))
    assert caught.value.line == 4


@pytest.mark.parametrize(
    "value",
    [
        '"2024-02-29"^^xsd:date',
        '"--02-29"^^xsd:gMonthDay',
        '"2024-01-01T24:00:00.0Z"^^xsd:dateTime',
        '"-0044-03-15"^^xsd:date',
        '"no day"^^xsd:date',
        '"2024-02-31"',
    ],
)
def test_what_is_odd_and_no_mistake_is_kept(tmp_path: Path, value: str) -> None:
    inputs = read_inputs(
        [str(write(tmp_path / "a.ttl", f"PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>\n<urn:a> <urn:b> {value} ."))]
    )
    (quad,) = inputs.quads(Names())
    assert isinstance(quad.object, Literal)
    assert quad.object.value == value.split('"')[1]


def test_nameless_nodes_in_triple_terms_are_the_same_outside(tmp_path: Path) -> None:
    path = write(tmp_path / "t.ttl", "<urn:r> <urn:says> <<( <urn:a> <urn:b> _:x )>> .\n_:x <urn:label> 'inner' .\n")
    said, label = read_inputs([str(path)]).quads(Names())
    assert isinstance(said.object, Triple)
    assert said.object.object == label.subject == NamedNode(f"{BASE}skolem/t/0")


def test_nobody_speaks_as_a_source_that_others_declare(tmp_path: Path) -> None:
    crest = f"<{BASE}id/CT.0921> <http://purl.org/dc/terms/title> 'A title that the booklet never prints' .\n"
    for name in ("booklet.ttl", "seedline.ttl"):
        write(tmp_path / "in" / name, crest)
    snapshot = build(["default", str(tmp_path / "in")], home=tmp_path / "home")
    asked = f"<{BASE}id/CT.0921> ?p 'A title that the booklet never prints'"
    for name in ("booklet", "seedline"):
        assert not snapshot.store.query(f"ASK {{ GRAPH <{BASE}graph/source/{name}> {{ {asked} }} }}")
        assert snapshot.store.query(f"ASK {{ GRAPH <{BASE}graph/source/file-{name}> {{ {asked} }} }}")
    assert "speaks as 'file-booklet'" in str(read(snapshot)["booklet.ttl"]["why"])


def test_who_declares_a_source_may_speak_as_it(tmp_path: Path) -> None:
    write(tmp_path / "in" / "sources.yaml", (HARBOUR / "sources.yaml").read_text("utf-8"))
    key = next(iter(read_inputs([str(tmp_path / "in")]).portfolio.sources()))
    write(tmp_path / "in" / f"{key}.ttl", "<urn:a> <urn:b> 1 .\n")
    inputs = read_inputs([str(tmp_path / "in")])
    assert [each.source for each in inputs.rdf] == [key]
    assert inputs.loaded(Names()) == []


def test_nobody_renames_what_is_ours(tmp_path: Path) -> None:
    theirs = write(
        tmp_path / "two.ttl",
        "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "<http://metadata.un.org/sdg/8.8> skos:prefLabel 'A partner label'@en, 'Libellé'@fr-CA .\n"
        f"<{BASE}id/crest> rdfs:label 'A partner name for CREST'@en .\n<http://e.org/x> rdfs:label 'Leur nom'@fr .\n",
    )
    snapshot = build(["default", str(theirs)], home=tmp_path / "home")
    details = Tracer.of(snapshot).details
    assert details.label(f"{BASE}id/crest") == details.label(f"{BASE}id/crest", "fr") == "CREST programme"
    assert details.label("http://metadata.un.org/sdg/8.8") != "A partner label"
    assert details.label("http://e.org/x", "es") == "Leur nom"
    row = f"SELECT ?l {{ <{BASE}id/CT.0921/step/crest-programme> rdfs:label ?l FILTER(LANG(?l) = 'en') }}"
    assert all("partner" not in str(label) for (label,) in snapshot.store.query(row).rows())
    findings = [finding for finding in snapshot.findings if finding.file == "two.ttl"]
    assert len(findings) == 2
    assert (
        "<http://metadata.un.org/sdg/8.8> has several labels in one language (en)"
        in findings[0].message + findings[1].message
    )


def test_findings_on_rdf_name_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "own.ttl", f"<urn:x> a <{term('sl:Step').value}> .\n")
    found = find(read_inputs([str(path)]), Names())
    assert found
    assert {finding.file for finding in found} == {"own.ttl"}
    assert str(found[0]).startswith("own.ttl: <urn:x>")


def test_regions_stand_for_their_language() -> None:
    assert best_label([("fr-ca", "un"), ("fr", "deux")], "fr") == "deux"
    assert best_label([("en-us", "   "), ("en-gb", "colour")], "es") == "colour"


def test_what_json_ld_drops_takes_all_beneath_it_along(tmp_path: Path) -> None:
    """A key without meaning has no value, however much stands in it (JSON-LD 1.1 API, section 5.1)."""
    path = write(tmp_path / "a.jsonld", '{"@id": "urn:a", "urn:p": 1, "nested": {"@id": "urn:b", "urn:q": 2}}')
    snapshot = made(tmp_path, path)
    assert not snapshot.store.query("ASK { <urn:b> ?p ?o }")
    assert read(snapshot)["a.jsonld"]["why"] == ["its context gives the key 'nested' no meaning"]


def test_graphs_of_a_file_rename_nothing_of_ours(tmp_path: Path) -> None:
    theirs = write(
        tmp_path / "g.nq", f'<{BASE}id/crest> <http://www.w3.org/2000/01/rdf-schema#label> "Theirs"@en <urn:g> .\n'
    )
    snapshot = build(["default:booklet", str(theirs)], home=tmp_path / "home")
    assert Tracer.of(snapshot).details.label(f"{BASE}id/crest") == "CREST programme"
    assert any(finding.file == "g.nq" for finding in snapshot.findings)


def test_data_of_others_alone_is_shown_as_theirs(tmp_path: Path) -> None:
    """Start page, search and every link on them are of what was loaded, and say no word of the Fund."""
    write(
        tmp_path / "tides.ttl",
        "@prefix schema: <https://schema.org/> . @prefix e: <http://e.org/v#> .\n"
        "<http://e.org/a%20b?x=1&y=2#f> a <http://e.org/K%25?c#d> ; schema:name 'Gauge at Honiara' ; e:at <http://e.org/日本> .\n"
        "<http://e.org/日本> a <http://e.org/类> ; schema:name 'Harbour' .\n",
    )
    build([str(tmp_path / "tides.ttl")], home=tmp_path / "home")
    server = Server(tmp_path / "home")
    try:
        with httpx.Client(base_url=server.url, follow_redirects=True, timeout=PATIENCE) as client:
            for page in ("/", "/explore", "/explore?q=honiara"):
                text = client.get(page, headers={"accept": "text/html"}).text
                assert not re.search(r"\bFund\b|IOM|booklet", text), page
                links = {html.unescape(link) for link in re.findall(r'href="([^"]*/doc[/?][^"]*)"', text)}
                assert links, page
                for link in links:
                    assert client.get(link, headers={"accept": "text/html"}).status_code == 200, link
            assert "Gauge at <mark>Honiara</mark>" in text
            found = client.get("/api/search?q=harbour").json()
            assert [(hit["iri"], hit["group"]) for hit in found["hits"]] == [("http://e.org/日本", "loaded")]
            said = client.get(
                "/doc", params={"iri": "http://e.org/a%20b?x=1&y=2#f"}, headers={"accept": "text/html"}
            ).text
            assert "Harbour" in said
            assert client.get("/questions/figures", headers={"accept": "text/html"}).status_code == 200
    finally:
        server.stop()


def test_what_stands_in_texts_is_no_nesting(tmp_path: Path) -> None:
    """Brackets, quotation marks and backslashes within texts count for nothing, wherever a piece of the file ends."""
    odd = '[{"\\\\' * 9 + "\\"
    many = [{"@id": f"urn:{n}", "urn:p": odd * (n % 7), "urn:q": [[[n]]]} for n in range(3000)]
    path = write(tmp_path / "a.jsonld", json.dumps(many))
    quads = list(read_inputs([str(path)]).quads(Names()))
    assert {quad.object.value for quad in quads if quad.predicate.value == "urn:p"} == {odd * n for n in range(7)}  # type: ignore[union-attr]
    lines = "".join(f'<urn:{n}> <urn:p> <<( <urn:a> <urn:b> "{n}" )>> .\n' for n in range(3000))
    assert len(list(read_inputs([str(write(tmp_path / "a.nt", lines))]).quads(Names()))) == 3000


CREST = f"<{BASE}id/crest>"
SPEAKS = f"""@prefix sl: <{SL}> . @prefix oa: <http://www.w3.org/ns/oa#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<urn:place> a sl:WebPage ; oa:hasSource <{BASE}id/source/booklet> ; sl:url <http://e.org/> ; sl:seen "2026-01-31"^^xsd:date .
<urn:next> a sl:Programme ; rdfs:label "Theirs"@en .
<urn:step> a sl:Step ; sl:from {CREST} ; sl:to <urn:next> ; sl:relation <{SCHEME}relation/scaledInto> ;
  sl:basis <{SCHEME}basis/stated> ; sl:assertedBy <{SCHEME}voice/fund> ; sl:evidence <urn:place> .
"""


def test_nobody_states_with_a_place_in_a_source_of_others(tmp_path: Path) -> None:
    """What is stated has its place in a source of whoever states it; a reading may name any place, and is ours in none."""
    path = write(tmp_path / "a.ttl", SPEAKS)
    with pytest.raises(ValidationFailed, match=r"a\.ttl: <urn:step>: is stated with a place in the source 'booklet'"):
        build(["default:booklet", str(path)], home=tmp_path / "home")
    write(path, SPEAKS.replace("basis/stated", "basis/inferred"))
    assert build(["default:booklet", str(path)], home=tmp_path / "home").manifest["counts"]["step"] == 109 + 1
    shipped = Home(tmp_path / "home").current().store
    ((place,), *_) = shipped.query(
        "SELECT ?p { ?s sl:evidence ?p . ?p oa:hasSource <" + BASE + "id/source/booklet> }"
    ).rows()
    write(path, f"<{place}> <{SL}lineStart> 1 .\n")
    with pytest.raises(ValidationFailed, match="nothing is added to it"):
        build(["default:booklet", str(path)], home=tmp_path / "home")
    # What comes back unchanged from a download says nothing new.
    told = "".join(f"{quad.triple} .\n" for quad in shipped.quads(NamedNode(f"{BASE}id/CT.0921/step/crest-programme")))
    assert build(["default:booklet", str(write(tmp_path / "b.nt", told))], home=tmp_path / "home")


def test_a_value_of_ours_stays_where_a_file_gives_another(tmp_path: Path) -> None:
    """Titles, definitions, summaries and the labels in answers too: of several values one of ours is taken."""
    seed, booklet = f"<{BASE}id/CT.0921>", f"<{BASE}id/source/booklet>"
    theirs = write(
        tmp_path / "a.ttl",
        "@prefix dcterms: <http://purl.org/dc/terms/> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f"{seed} rdfs:label 'AAA'@fr ; dcterms:title 'AAA' ; <{SL}summary> 'AAA'@en .\n"
        f"{CREST} dcterms:title 'AAA' ; <{SL}started> '1900'^^<http://www.w3.org/2001/XMLSchema#gYear> .\n{booklet} dcterms:title 'AAA' .\n"
        f"<{SL}Programme> rdfs:comment 'AAA'@en .\n<http://e.org/x> dcterms:title 'AAA' .\n",
    )
    snapshot = build(["default:booklet", str(theirs)], home=tmp_path / "home")
    tracer = Tracer.of(snapshot)
    document = tracer.lineage("CT.0921")
    told = [text for node in document.nodes for text in (node.title, node.label, node.summary, node.start)]
    assert "AAA" not in " ".join(filter(None, told))
    assert "1900" not in told
    assert {source.title for source in document.sources} & {"AAA"} == set()
    assert "AAA" not in {term.definition for term in terms_of(tracer.details, "en")["classes"]}
    asked = ask(snapshot, question("about-a-thing"), {"thing": "CT.0921"}, "fr")
    assert "AAA" not in str(asked)
    assert tracer.details.title("http://e.org/x") == "AAA"


NAMES = f"""@prefix sl: <{SL}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix id: <{BASE}id/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix country: <{SCHEME}country/> .
id:crest rdfs:label "Zanzibar"@en ; skos:prefLabel "Zanzibar"@fr ; skos:altLabel "Zan"@en ; dcterms:identifier "ZZ-77", "CT.0921" ;
  skos:notation "ZZ-78" ; dcterms:title "Zanzibar" ; dcterms:isReplacedBy id:PO.0125 .
id:ZZ.0079 dcterms:isReplacedBy id:crest .
id:kfw rdfs:label "Zanzibar Bank"@en ; skos:altLabel "Government of Sweden"@en .
country:LA skos:altLabel "Zan"@en ; skos:notation "ZZ" .
<urn:x/NP> a skos:Concept ; skos:inScheme <{SCHEME}country> ; skos:notation "NP" ; skos:prefLabel "Nepal"@en .
<urn:their> a sl:Project ; rdfs:label "Theirs"@en ; dcterms:identifier "ZZ-80", "XM-DAC-47066-PO.0125" ; dcterms:title "A work of theirs" .
<urn:bank> a <http://www.w3.org/ns/org#Organization> ; rdfs:label "Sweden"@en ; skos:altLabel "Zanzibar Fund" .
"""


def test_nobody_gives_what_is_ours_another_name_or_code(tmp_path: Path) -> None:
    """In search, pictures, pages and selections ours is called and found as we say; the file's word stays its own."""
    plain = Tracer.of(build(["default:booklet"], home=tmp_path / "plain"))
    snapshot = build(["default:booklet", str(write(tmp_path / "names.ttl", NAMES))], home=tmp_path / "home")
    tracer = Tracer.of(snapshot)
    crest = f"{BASE}id/crest"
    # By codes: none of theirs leads to ours, one of ours leads to nothing else, and theirs has its own.
    for code in ("ZZ-77", "ZZ-78", "ZZ.0079"):
        with pytest.raises(NotFound):
            tracer.resolve(code)
    assert tracer.resolve("XM-DAC-47066-PO.0125") == f"{BASE}id/PO.0125"
    assert tracer.resolve("CT.0921") == f"{BASE}id/CT.0921"
    assert tracer.resolve("ZZ-80") == "urn:their"
    # On pages and in documents.
    (node,) = [node for node in tracer.lineage("CT.0921").nodes if node.id == "crest"]
    (before,) = [node for node in plain.lineage("CT.0921").nodes if node.id == "crest"]
    assert (node.codes, node.title, node.label) == (before.codes, before.title, before.label)
    assert tracer.details.names(crest) == plain.details.names(crest)
    assert tracer.details.title("urn:their") == "A work of theirs"
    # In pictures: the short name of a country.
    assert (
        tracer.details.short_label(f"{SCHEME}country/LA") == plain.details.short_label(f"{SCHEME}country/LA") != "Zan"
    )
    # In search.
    index = SearchIndex.open(snapshot.path)
    for words in ("zanzibar", "zan", "zz-77", "zz-78", "zz"):
        hits = [hit.iri for group in index.find(words, each=9).hits.values() for hit in group]
        assert [iri for iri in hits if iri.startswith(BASE)] == [], words
    assert "urn:their" in [hit.iri for group in index.find("zz-80").hits.values() for hit in group]
    # In selections and in the parameters of questions.
    assert list(Result.of(tracer, "country:NP").things()) == list(Result.of(plain, "country:NP").things()) != []
    for text in ("Sweden", "Government of Sweden"):
        assert ask(snapshot, question("money-by-funder"), {"funder": text}).parameters["funder"].text == "sweden"
    told = ask(snapshot, question("roles-of-an-organisation"), {"organisation": "Zanzibar Fund"})
    assert told.parameters["organisation"].iri == "urn:bank"
    # What the file says is there to be read, as its word.
    (said,) = [each for each in describe(tracer.details, crest).statements if each.value == "ZZ-77"]
    assert said.sources == ("names",)


def test_what_a_file_says_wrong_of_our_things_is_told_of_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", f"<{BASE}id/CT.0921> <{SL}started> 'soon' .\n")
    with pytest.raises(ValidationFailed, match=r"a\.ttl: <.*CT\.0921> started: start must be a date"):
        build(["default:booklet", str(path)], home=tmp_path / "home")
    found = find(read_inputs(["default:booklet", str(path)]), Names())
    assert [each.file for each in found if each.severity == "violation"] == ["a.ttl"]


def test_a_thing_is_made_nothing_else(tmp_path: Path) -> None:
    path = write(tmp_path / "a.ttl", f"<{BASE}id/CT.0921> a <{SL}Programme> .\n")
    with pytest.raises(ValidationFailed, match="several kinds"):
        build(["default:booklet", str(path)], home=tmp_path / "home")


def test_organisations_of_others_need_no_words_of_ours(tmp_path: Path) -> None:
    """As in DCAT's own vocabulary, which names one without a label."""
    text = "<urn:o> a <http://www.w3.org/ns/org#Organization> ; <http://xmlns.com/foaf/0.1/name> 'Theirs' .\n"
    assert made(tmp_path, write(tmp_path / "a.ttl", text)).store.query("ASK { <urn:o> a org:Organization }")


def test_files_that_are_called_alike_speak_apart(tmp_path: Path) -> None:
    files = [write(tmp_path / name, NT) for name in ("a/x.nt", "b/x.nt", "in/a-b.nt", "in/a.b.nt")]
    inputs = read_inputs([str(files[0]), str(files[1]), str(tmp_path / "in")])
    assert [(each.stored.name, each.source) for each in inputs.rdf] == [
        ("a-b.nt", "a-b-nt"),
        ("a.b.nt", "a-b-nt-2"),
        ("a/x.nt", "a-x-nt"),
        ("b/x.nt", "b-x-nt"),
    ]


def test_whose_data_are_shipped_is_known_by_their_sources() -> None:
    assert set(read_inputs([]).portfolio.sources()) == seedline_data.SOURCES
