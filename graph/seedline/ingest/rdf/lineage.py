"""A partner's RDF as lineage: a mapping file of CONSTRUCT queries, and what they make, completed and with its place.

A mapping is a case file that has ``files`` and ``constructs`` besides. Its queries see what the files say, and make
things, steps, commitments and whatever else the ontology has. What every statement of ours needs and a query left out
is added: basis and voice, the tokens that stand for "not stated", names for nameless nodes, and the place, which is a
file and the IRI that ``sl:evidence`` names in it.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field, ValidationError

from seedline.errors import CaseFileError, InputError, LimitExceeded
from seedline.ingest.casefile import CaseFile, findings_of, with_keys
from seedline.ingest.rdf.constructing import construct, nameless
from seedline.ingest.rdf.files import RdfFile, RdfOptions
from seedline.ingest.report import FileReport
from seedline.ingest.yaml_text import load_text
from seedline.model import STATEMENT_SECTIONS, Document, Prop, Record
from seedline.model.fields import Line
from seedline.model.statements import Observed, ObservedStage
from seedline.model.things import Organisation, Thing
from seedline.triples import Literal, NamedNode, Names, Quad, concept, term
from seedline.triples.facts import prop_of
from seedline.triples.values import literal
from seedline.vocabulary.tokens import Basis

LINEAGE_SUFFIX = ".lineage.yaml"
_TYPE, _EVIDENCE = term("rdf:type"), term("sl:evidence")
_STATEMENTS = {term(made.CLASS): made for made in STATEMENT_SECTIONS.values()}
_THINGS = {term(name) for name in (*Thing.CLASSES.values(), Organisation.CLASS)}
_OBSERVATION = term("sl:StatusObservation")
_RECORDS: tuple[type[Record], ...] = (*STATEMENT_SECTIONS.values(), Observed, ObservedStage, Thing, Organisation)
_RANGES: dict[NamedNode, str] = {
    term(prop.name): prop.range
    for made in _RECORDS
    for info in made.model_fields.values()
    if (prop := prop_of(info)) is not None
}
_PLAIN_DATE = re.compile(r"(\d{4}(?:-\d\d(?:-\d\d)?)?)(?:T.*)?$")
_PLAIN_NUMBER = re.compile(r"\d+(?:\.\d+)?$")
Said = dict[NamedNode, list[tuple[NamedNode, NamedNode | Literal]]]
"""What is said of each node."""


class Construct(Record):
    """A query, and whether what it makes is stated by the files or is how somebody reads them."""

    basis: Basis
    query: Line


class LineageMapping(Record):
    """The part of a mapping that a case file does not have: files beside it, and queries."""

    files: tuple[Line, ...] = Field(min_length=1)
    constructs: dict[Line, Construct] = Field(min_length=1)


@dataclass(slots=True)
class LineageFile:
    """A mapping as it was read: a case file, the files that it is about, and its queries."""

    case: CaseFile
    mapping: LineageMapping
    name: str
    report: FileReport = field(init=False)

    def __post_init__(self) -> None:
        self.report = FileReport(self.name, "CONSTRUCT", self.source)

    @property
    def source(self) -> str:
        """Return the source as which it speaks."""
        return str(self.case.document.source)

    def paths(self) -> list[Path]:
        """Return the files that it is about.

        Raises:
            InputError: one is not there.

        """
        found = [self.case.path.parent / name for name in self.mapping.files]
        for path in found:
            if not path.is_file():
                raise InputError(f"{self.name}: files: there is no file {path.name} beside the mapping")
        return found

    def quads(self, files: Sequence[RdfFile], names: Names, options: RdfOptions) -> Iterator[Quad]:
        """Yield what the queries make of the files, completed.

        Raises:
            InputError: a query is wrong, or says no place of what it makes.
            LimitExceeded: the queries take too long, too much memory, or make too much.

        """
        where: dict[str, str] = {}
        queries = [(key, each.query) for key, each in sorted(self.mapping.constructs.items())]
        try:
            made = construct(_told(files, names, options, where), queries)
        except LimitExceeded as error:
            raise LimitExceeded(f"{self.name}: {error}", limit=error.limit) from error
        except InputError as error:
            raise InputError(f"{self.name}: {error}") from error
        seen: set[Quad] = set()
        for (key, _), quads in zip(queries, made, strict=True):
            completion = _Completion(self, key, names, where)
            seen.update(completion.quads(quads))
        self.report.statements, self.report.things = len(seen), len({quad.subject for quad in seen})
        yield from sorted(seen, key=str)


def read_lineage(path: Path, name: str) -> LineageFile:
    """Return a mapping of RDF to lineage.

    Raises:
        CaseFileError: with one finding for each thing that is wrong.
        InputError: it names no source of its own.

    """
    tree, places = load_text(path)
    assert isinstance(tree, dict)
    own = {key: tree.pop(key) for key in ("files", "constructs") if key in tree}
    try:
        mapping = LineageMapping.model_validate(own)
        document = Document.model_validate(with_keys(tree))
    except ValidationError as error:
        raise CaseFileError(findings_of(path, places, error)) from None
    if document.source not in document.sources:
        raise InputError(f"{name}: names the source as which it speaks, and describes it under sources")
    return LineageFile(CaseFile(path, document, places), mapping, name)


def _told(files: Sequence[RdfFile], names: Names, options: RdfOptions, where: dict[str, str]) -> Iterator[Quad]:
    """Yield what the files say, and note which file says something of each IRI."""
    for file in files:
        for quad in file.quads(names, options):
            where.setdefault(quad.subject.value, file.stored.name)  # type: ignore[union-attr]
            yield quad


class _Completion:
    """Makes whole what one query made."""

    def __init__(self, file: LineageFile, key: str, names: Names, where: dict[str, str]) -> None:
        self._document, self._names, self._where = file.case.document, names, where
        self._basis = file.mapping.constructs[key].basis
        self._told = f"{file.name}: constructs.{key}"
        self._source = file.source
        self._graph = names.graph(f"source/{self._source}")

    def quads(self, quads: Iterable[Quad]) -> Iterator[Quad]:
        said: Said = defaultdict(list)
        for quad in quads:
            assert isinstance(quad.subject, NamedNode)
            said[quad.subject].append((quad.predicate, self._value(quad)))
        owner = {value: node for node, pairs in said.items() for _, value in pairs if value in said}
        for node in list(said):
            self._complete(node, said, owner)
        renamed = {node: self._name(node, said, owner) for node in said if nameless(node.value)}
        for node, pairs in said.items():
            for predicate, value in pairs:
                value = renamed.get(value, value)  # type: ignore[arg-type]
                if predicate == _EVIDENCE and isinstance(value, NamedNode):
                    value, place = self._place(value)
                    yield from place
                yield Quad(renamed.get(node, node), predicate, value, self._graph)

    def _value(self, quad: Quad) -> NamedNode | Literal:
        """Return a value as our vocabulary has it: a token as its concept, a number, date or text with its datatype."""
        value = quad.object
        assert isinstance(value, (NamedNode, Literal))
        if not isinstance(value, Literal):
            return value
        kind, _, scheme = _RANGES.get(quad.predicate, "").partition(":")
        if kind == "concept":
            return concept(scheme, value.value)
        if kind == "date" and (day := _PLAIN_DATE.match(value.value)):
            return literal(day[1], "date")
        if kind == "year" and (day := _PLAIN_DATE.match(value.value)):
            return literal(day[1][:4], "year")
        if kind == "decimal" and _PLAIN_NUMBER.match(value.value):
            return literal(value.value, "decimal")
        return literal(value.value, "text") if kind == "text" and not value.language else value

    def _complete(self, node: NamedNode, said: Said, owner: dict[NamedNode | Literal, NamedNode]) -> None:
        """Add what every statement has."""
        pairs = said[node]
        there = {predicate for predicate, _ in pairs}
        types = {value for predicate, value in pairs if predicate == _TYPE}
        made = next((_STATEMENTS[each] for each in types if isinstance(each, NamedNode) and each in _STATEMENTS), None)
        voice = ("sl:assertedBy", concept("voice", self._document.asserted_by or "other"))
        added: list[tuple[str, NamedNode | Literal]] = []
        if made is not None:
            if _EVIDENCE not in there:
                raise InputError(f"{self._told}: makes a {made.CLASS} without its place: add sl:evidence ?record to it")
            added = [("sl:basis", concept("basis", self._basis)), voice, *_defaults(made)]
            if term("sl:amount") in there:
                added.append(("sl:bound", concept("bound", "exact")))
        elif _OBSERVATION in types:
            places = (
                [value for predicate, value in said[owner[node]] if predicate == _EVIDENCE] if node in owner else []
            )
            added = [voice, *((("sl:evidence", place)) for place in places)]
        elif types & _THINGS and node.value in self._where:
            added = [("sl:evidence", node)]
        # What is said comes before what is added, and of what is added the first.
        for name, value in added:
            if term(name) not in there:
                pairs.append((term(name), value))
                there |= {term(name)} - {_EVIDENCE}

    def _name(
        self, node: NamedNode, said: Said, owner: dict[NamedNode | Literal, NamedNode], depth: int = 0
    ) -> NamedNode:
        """Return the name of a nameless node: by what is said of it, so that what is said again is the same again."""
        types = [value for predicate, value in said[node] if predicate == _TYPE]
        segment = next((_STATEMENTS[each].SEGMENT for each in types if each in _STATEMENTS), "node")  # type: ignore[index]
        content = "\n".join(sorted(self._content(predicate, value, said, depth) for predicate, value in said[node]))
        digest = hashlib.sha256(content.encode()).hexdigest()[:12]
        above = owner.get(node)
        if segment == "node" and above is not None and depth < 3:
            top = self._name(above, said, owner, 3) if nameless(above.value) else above
            return NamedNode(f"{top.value}/status/{digest}")
        return self._names.item(self._document.owner, segment, digest)

    def _content(self, predicate: NamedNode, value: NamedNode | Literal, said: Said, depth: int) -> str:
        if isinstance(value, NamedNode) and nameless(value.value):
            if depth > 4:
                raise InputError(f"{self._told}: makes nameless nodes that name one another")
            inner = sorted(self._content(each, other, said, depth + 1) for each, other in said.get(value, []))
            return f"{predicate} [{' ; '.join(inner)}]"
        return f"{predicate} {value}"

    def _place(self, record: NamedNode) -> tuple[NamedNode, list[Quad]]:
        """Return the node of a place, which is a file and an IRI in it."""
        file = self._where.get(record.value)
        if file is None:
            raise InputError(f"{self._told}: names <{record.value}> as a place, of which the files say nothing")
        digest = hashlib.sha256(f"{file}\n{record.value}".encode()).hexdigest()[:12]
        place = self._names.evidence(self._source, digest)
        pairs: list[tuple[str, NamedNode | Literal]] = [
            ("rdf:type", term("sl:DocumentPage")),
            ("oa:hasSource", self._names.source(self._source)),
            ("sl:documentTitle", Literal(file)),
            ("sl:page", Literal(f"{file} <{record.value}>")),
            ("rdfs:seeAlso", record),
        ]
        return place, [Quad(place, term(name), value, self._graph) for name, value in pairs]


def _defaults(made: type[Record]) -> Iterator[tuple[str, NamedNode | Literal]]:
    """Yield the tokens that stand where a statement of a class says nothing else: exact, not stated."""
    for info in made.model_fields.values():
        prop: Prop | None = prop_of(info)
        if prop is not None and prop.range.startswith("concept:") and isinstance(info.default, str):
            yield prop.name, concept(prop.range.partition(":")[2], info.default)
