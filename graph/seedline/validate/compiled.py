"""The SHACL shapes as functions over a store: the same findings as pyshacl's, for data of any size.

pyshacl holds a whole data set in memory and takes milliseconds for each project; a million projects need neither. The
functions are made from the shapes file itself, so that there is one contract; a test holds the findings of both equal.
Only what the shapes use is known (SHACL Core, sections 2.3 and 4): anything else in them is an error, never ignored.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, TypeAlias

import seedline_ontology
from seedline.errors import Finding, SeedlineError
from seedline.store import Store
from seedline.triples import RDF_TYPE, BlankNode, Literal, NamedNode, term
from seedline.validate.findings import UNTOLD, Found, Locate, finding_of, in_order

if TYPE_CHECKING:
    import rdflib

Term: TypeAlias = NamedNode | BlankNode | Literal
Test: TypeAlias = "Callable[[Data, Term], bool]"

_SH = "http://www.w3.org/ns/shacl#"
_XSD = term("xsd:date").value.removesuffix("date")
_LANG = term("rdf:langString").value
_LEXICAL = {
    "decimal": r"[+-]?(\d+(\.\d*)?|\.\d+)",
    "integer": r"[+-]?\d+",
    "boolean": r"true|false|0|1",
    "date": r"-?\d{4,}-\d\d-\d\d(Z|[+-]\d\d:\d\d)?",
    "gYear": r"-?\d{4,}(Z|[+-]\d\d:\d\d)?",
    "gYearMonth": r"-?\d{4,}-(0[1-9]|1[0-2])(Z|[+-]\d\d:\d\d)?",
    "duration": r"-?P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?",
    "string": r"(?s:.*)",
}
_WELL_FORMED = {_XSD + name: re.compile(pattern) for name, pattern in _LEXICAL.items()}
_NUMBERS = {_XSD + name for name in ("decimal", "integer", "double", "float", "nonNegativeInteger", "int", "long")}
#: Classes of so many terms are remembered; the concepts and organisations that statements name again and again.
_KEPT = 500_000


@dataclass(frozen=True, slots=True)
class Result:
    """One constraint that a node breaks: SHACL's focus node, path, severity, messages by language, and value."""

    focus: str
    path: str
    severity: str
    told: Mapping[str, str]
    value: Term | None


class Data:
    """The default graph of a store, with the classes of what is asked about more than once."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._last: tuple[Term, dict[str, list[Term]]] | None = None
        self._classes: dict[str, frozenset[str]] = {}
        self._above: dict[str, frozenset[str]] = {}

    def node(self, focus: Term) -> dict[str, list[Term]]:
        """Return the values of every property of a node; the node last asked for is remembered."""
        if self._last is not None and self._last[0] == focus:
            return self._last[1]
        found: dict[str, list[Term]] = {}
        if not isinstance(focus, Literal):
            for quad in self.store.quads(focus):  # type: ignore[arg-type]
                found.setdefault(quad.predicate.value, []).append(quad.object)  # type: ignore[arg-type]
        self._last = (focus, found)
        return found

    def classes(self, node: Term) -> frozenset[str]:
        """Return the classes of a node and all above them."""
        if isinstance(node, Literal):
            return frozenset()
        known = self._classes.get(node.value)
        if known is None:
            if len(self._classes) > _KEPT:
                self._classes.clear()
            stated = [quad.object for quad in self.store.quads(node, RDF_TYPE)]  # type: ignore[arg-type]
            known = frozenset[str]().union(*(self.above(c.value) for c in stated if isinstance(c, NamedNode)))
            self._classes[node.value] = known
        return known

    def above(self, class_: str) -> frozenset[str]:
        """Return a class and all that it is a subclass of."""
        if class_ not in self._above:
            found, stack = {class_}, [class_]
            while stack:
                for quad in self.store.quads(NamedNode(stack.pop()), term("rdfs:subClassOf")):
                    if isinstance(quad.object, NamedNode) and quad.object.value not in found:
                        found.add(quad.object.value)
                        stack.append(quad.object.value)
            self._above[class_] = frozenset(found)
        return self._above[class_]


@dataclass(slots=True)
class Shape:
    """One shape: tests of each value, the properties of the focus, and limits on the values together."""

    path: tuple[str, ...] = ()
    inverse: bool = False
    severity: str = "violation"
    told: dict[str, str] = field(default_factory=dict)
    tests: list[Test] = field(default_factory=list)
    properties: list[Shape] = field(default_factory=list)
    least: int = 0
    most: int | None = None
    has: list[str] = field(default_factory=list)
    below: list[tuple[str, bool]] = field(default_factory=list)
    apart: list[str] = field(default_factory=list)
    qualified: list[tuple[Shape, int]] = field(default_factory=list)

    @property
    def optional(self) -> bool:
        """Return whether having no value breaks nothing."""
        return not (self.least or self.has or self.qualified)

    @property
    def name(self) -> str:
        """Return the path as a result names it: a property, or nothing."""
        return self.path[0] if len(self.path) == 1 and not self.inverse else ""

    def values(self, data: Data, focus: Term, node: dict[str, list[Term]]) -> list[Term]:
        """Return the value nodes: what the path reaches, or the focus itself."""
        if not self.path:
            return [focus]
        if self.inverse:
            quads = data.store.quads(None, NamedNode(self.path[0]), focus)  # type: ignore[arg-type]
            return [quad.subject for quad in quads]  # type: ignore[misc]
        found = node.get(self.path[0], [])
        return found if len(self.path) == 1 else [value for path in self.path for value in node.get(path, ())]

    def broken(self, data: Data, focus: Term, node: dict[str, list[Term]]) -> Iterator[Result]:
        """Yield a result for each constraint that a focus breaks."""
        values = self.values(data, focus, node)
        if not values and self.optional:
            return
        for value in self._wrong(data, node, values):
            yield Result(focus.value, self.name, self.severity, self.told or UNTOLD, value)
        for shape in self.properties:
            for value in values:
                yield from shape.broken(data, value, node if value is focus else data.node(value))

    def _wrong(self, data: Data, node: dict[str, list[Term]], values: list[Term]) -> Iterator[Term | None]:
        if len(values) < self.least or (self.most is not None and len(values) > self.most):
            yield None
        for needed in self.has:
            if not any(value.value == needed for value in values):
                yield None
        for shape, least in self.qualified:
            if sum(shape.holds(data, value) for value in values) < least:
                yield None
        for test in self.tests:
            yield from (value for value in values if not test(data, value))
        for other, equal in self.below:
            yield from (a for a in values for b in node.get(other, ()) if not _less(a, b, equal))
        for other in self.apart:
            yield from (a for a in values if a in node.get(other, ()))

    def holds(self, data: Data, value: Term) -> bool:
        """Return whether a value keeps this shape."""
        node = data.node(value) if self.properties else {}
        return next(self.broken(data, value, node), None) is None


def _number(value: Term) -> Decimal | None:
    if not isinstance(value, Literal) or value.datatype.value not in _NUMBERS:
        return None
    try:
        return Decimal(value.value)
    except InvalidOperation:
        return None


def _less(a: Term, b: Term, equal: bool) -> bool:
    first, second = _number(a), _number(b)
    if first is None or second is None:
        return False
    return first < second or (equal and first == second)


def _typed(value: Term, type_: str) -> bool:
    if not isinstance(value, Literal) or value.datatype.value != type_:
        return False
    if type_ == _LANG:
        return bool(value.language)
    if not _WELL_FORMED[type_].fullmatch(value.value):
        return False
    if type_ == _XSD + "date":
        try:
            date.fromisoformat(value.value[:10])
        except ValueError:
            return False
    return True


class Contract:
    """The compiled shapes.

    >>> list(Contract().results(Store.of([])))
    []
    """

    def __init__(self) -> None:
        import rdflib

        self._graph = rdflib.Graph()
        self._graph.parse(data=seedline_ontology.shapes().read_text(encoding="utf-8"), format="turtle")
        self.by_class: dict[str, list[Shape]] = {}
        self.by_property: dict[str, list[Shape]] = {}
        for node in sorted(self._graph.subjects(rdflib.RDF.type, self._sh("NodeShape")), key=str):
            shape = self._shape(node)
            for target in self._graph.objects(node, self._sh("targetClass")):
                self.by_class.setdefault(str(target), []).append(shape)
            for target in self._graph.objects(node, self._sh("targetObjectsOf")):
                self.by_property.setdefault(str(target), []).append(shape)

    def results(self, store: Store) -> Iterator[Result]:
        """Yield every result over the default graph of a store, node by node."""
        data = Data(store)
        below = [quad.subject for quad in store.quads(None, term("rdfs:subClassOf"))]
        named = {class_.value for class_ in below if isinstance(class_, NamedNode)} | set(self.by_class)
        targeted = {class_ for class_ in named if not data.above(class_).isdisjoint(self.by_class)}
        for class_ in sorted(targeted):
            for quad in store.quads(None, RDF_TYPE, NamedNode(class_)):
                focus = quad.subject
                assert isinstance(focus, (NamedNode, BlankNode))
                node = data.node(focus)
                stated = [type_.value for type_ in node[RDF_TYPE.value] if isinstance(type_, NamedNode)]
                # A node of several classes is looked at once, with the first of them.
                if class_ != min(type_ for type_ in stated if type_ in targeted):
                    continue
                classes = frozenset[str]().union(*(data.above(type_) for type_ in stated))
                shapes = {id(shape): shape for name in sorted(classes) for shape in self.by_class.get(name, ())}
                for shape in shapes.values():
                    yield from shape.broken(data, focus, node)
        for name, shapes_of in self.by_property.items():
            seen: set[object] = set()
            for quad in store.quads(None, NamedNode(name)):
                if quad.object not in seen:
                    seen.add(quad.object)
                    for shape in shapes_of:
                        yield from shape.broken(data, quad.object, data.node(quad.object))  # type: ignore[arg-type]

    def _shape(self, node: rdflib.term.Node) -> Shape:
        shape = Shape()
        for predicate, value in sorted(self._graph.predicate_objects(node), key=str):
            name = str(predicate).removeprefix(_SH)
            if name == str(predicate) or name in {"targetClass", "targetObjectsOf", "qualifiedValueShape"}:
                continue
            self._read(shape, node, name, value)
        return shape

    def _read(self, shape: Shape, node: rdflib.term.Node, name: str, value: rdflib.term.Node) -> None:
        text = str(value)
        match name:
            case "path":
                shape.path, shape.inverse = self._path(value)
            case "severity":
                shape.severity = "warning" if text == _SH + "Warning" else "violation"
            case "message":
                shape.told[getattr(value, "language", None) or "en"] = text
            case "property":
                shape.properties.append(self._shape(value))
            case "minCount":
                shape.least = int(text)
            case "maxCount":
                shape.most = int(text)
            case "hasValue":
                shape.has.append(text)
            case "lessThan" | "lessThanOrEquals":
                shape.below.append((text, name == "lessThanOrEquals"))
            case "disjoint":
                shape.apart.append(text)
            case "qualifiedMinCount":
                (inner,) = self._graph.objects(node, self._sh("qualifiedValueShape"))
                shape.qualified.append((self._shape(inner), int(text)))
            case _:
                shape.tests.append(self._test(name, value))

    def _test(self, name: str, value: rdflib.term.Node) -> Test:
        text = str(value)
        match name:
            case "class":
                return lambda data, term_: text in data.classes(term_)
            case "datatype" if text in _WELL_FORMED or text == _LANG:
                return lambda data, term_: _typed(term_, text)
            case "nodeKind" if text == _SH + "IRI":
                return lambda data, term_: isinstance(term_, NamedNode)
            case "pattern":
                pattern = re.compile(text)
                return lambda data, term_: not isinstance(term_, BlankNode) and bool(pattern.search(term_.value))
            case "minInclusive":
                least = Decimal(text)
                return lambda data, term_: (number := _number(term_)) is not None and number >= least
            case "in":
                known = {str(item) for item in self._graph.items(value)}
                return lambda data, term_: term_.value in known
            case "node":
                inner = self._shape(value)
                return lambda data, term_: inner.holds(data, term_)
            case "not":
                inner = self._shape(value)
                return lambda data, term_: not inner.holds(data, term_)
            case "or":
                ways = [self._shape(item) for item in self._graph.items(value)]
                return lambda data, term_: any(way.holds(data, term_) for way in ways)
            case "xone":
                ways = [self._shape(item) for item in self._graph.items(value)]
                return lambda data, term_: sum(way.holds(data, term_) for way in ways) == 1
            case _:
                raise SeedlineError(f"the shapes use sh:{name} {text}, which the checker does not know")

    def _path(self, value: rdflib.term.Node) -> tuple[tuple[str, ...], bool]:
        for inverse in self._graph.objects(value, self._sh("inversePath")):
            return (str(inverse),), True
        for several in self._graph.objects(value, self._sh("alternativePath")):
            return tuple(str(item) for item in self._graph.items(several)), False
        return (str(value),), False

    def _sh(self, name: str) -> rdflib.URIRef:
        import rdflib

        return rdflib.URIRef(_SH + name)


def check_store(store: Store, locate: Locate, most: int = 1000) -> Found:
    """Return what the shapes find in the default graph of a store.

    At most ``most`` findings of each severity are kept: a million projects without a summary are one thing to know.
    """
    kept: list[Finding] = []
    counts: Counter[str] = Counter()
    for result in Contract().results(store):
        counts[result.severity] += 1
        if counts[result.severity] <= most:
            value = None if result.value is None or isinstance(result.value, BlankNode) else result.value.value
            kept.append(finding_of(locate, result.focus, result.path, result.severity, result.told, value))
    return Found(sorted(kept, key=in_order), counts["violation"], counts["warning"])
