"""What a selection names in a snapshot: the tree of a selection worked out to rows of the nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from seedline.columns.choosing import (
    NONE,
    Rows,
    budgets,
    financed_in,
    from_funders,
    known,
    of_kinds,
    rows,
    rows_of,
    with_steps,
)
from seedline.errors import Ambiguous, NotFound, SelectorError
from seedline.lineage.selection import METHODS, Atom, Named, Said, Selection, Span, Word, parse
from seedline.search.nearest import nearest_of
from seedline.triples import concept, term
from seedline.vocabulary import KINDS, RELATIONS, STATUSES

if TYPE_CHECKING:
    from seedline.views.tracer import Tracer

#: A list of so many values is told whole where one of them was meant.
_FEW = 20


def choose(tracer: Tracer, text: str, exclude: str | None = None) -> Rows:
    """Return the rows of the things that a selection names, less those of ``exclude``; a true "nothing" is none.

    Raises:
        SelectorError: with the position (``column``, 1-based) of what cannot be understood, or is not known here.

    """
    chosen = _evaluate(tracer, parse(text))
    return np.setdiff1d(chosen, _evaluate(tracer, parse(exclude))) if exclude else chosen


def select(tracer: Tracer, text: str, exclude: str | None = None) -> tuple[str, ...]:
    """Return the IRIs of what :func:`choose` returns, sorted."""
    return tuple(tracer.network.iri(row) for row in choose(tracer, text, exclude).tolist())


def _evaluate(tracer: Tracer, selection: Selection) -> Rows:
    terms = (reduce(np.intersect1d, [_atom(tracer, atom) for atom in term]) for term in selection.terms)
    return reduce(np.union1d, terms, NONE).astype(np.int64)


def _atom(tracer: Tracer, atom: Atom) -> Rows:
    chosen = atom.chosen
    found = _named(tracer, chosen.word, atom) if isinstance(chosen, Named) else _said(tracer, chosen)
    reached = tracer.network.rows_reached
    every = set(found.tolist())
    if atom.before != -1:
        every |= reached(found.tolist(), back=True, depth=atom.before)
    if atom.after != -1:
        every |= reached(found.tolist(), back=False, depth=atom.after)
    if atom.around:
        every |= reached(found.tolist(), back=False)
        every |= reached(every, back=True)
    return rows(every)


def _named(tracer: Tracer, word: Word, atom: Atom) -> Rows:
    """Return the row of a thing, or of all those whose key fits a pattern."""
    network = tracer.network
    if not word.pattern:
        try:
            return rows([network.node_row(tracer.resolve(word.text))])
        except (NotFound, Ambiguous) as error:
            methods = f"; methods are {', '.join(METHODS)}" if ":" in word.text and "//" not in word.text else ""
            raise SelectorError(f"{error} (position {atom.column}){methods}", column=word.column) from error
    found = [row for row, key in tracer.node_keys() if word.fits(key)]
    if not len(fitting := known(network, found)):
        raise SelectorError(f"no key here fits {word.text} (position {atom.column})", column=word.column)
    return fitting


def _said(tracer: Tracer, said: Said) -> Rows:
    method = _METHODS[said.method]
    if isinstance(said.value, Span):
        assert callable(method)
        return method(tracer, said.value)
    assert isinstance(method, _Values)
    return method.find(tracer, _fitting(tracer, said.method, said.value, method))


def _fitting(tracer: Tracer, name: str, word: Word, method: _Values) -> list[str]:
    """Return the values that a word means: by their code, else by a name that they have in some language."""
    codes = method.known(tracer)
    found = [value for code, value in codes.items() if word.fits(code)]
    if not found and method.named:
        names = {value: tracer.details.names(value) for value in codes.values()}
        found = [value for value, told in names.items() if any(word.fits(text) for text in told)]
    if found:
        return found
    fault = f"{word.text!r} is no {name} (position {word.column})"
    if len(codes) <= _FEW:
        raise SelectorError(f"{fault}; there are {', '.join(codes)}", column=word.column)
    labelled = {code: code for code in codes}
    if method.named:
        labelled |= {text: code for code, value in codes.items() for text in tracer.details.names(value)}
    near = dict.fromkeys(labelled[text] for text in nearest_of(word.text, labelled))
    told = ", ".join(_called(tracer, code, codes[code], method) for code in list(near or codes)[:3])
    raise SelectorError(f"{fault}; {'near it are' if near else 'there are, for example,'} {told}", column=word.column)


def _called(tracer: Tracer, code: str, value: str, method: _Values) -> str:
    return f"{code} ({tracer.details.label(value)})" if method.named else code


@dataclass(frozen=True, slots=True)
class _Values:
    """A method whose values are a list: the values by code, and the things of which some of them are said."""

    known: Callable[[Tracer], Mapping[str, str]]
    find: Callable[[Tracer, Sequence[str]], Rows]
    #: Whether its values have names beside their codes.
    named: bool = True


def _tokens(words: Iterable[str], find: Callable[[Tracer, Sequence[str]], Rows]) -> _Values:
    listed = {word: word for word in words}
    return _Values(lambda tracer: listed, find, named=False)


def _concepts(scheme: str, find: Callable[[Tracer, Sequence[str]], Rows]) -> _Values:
    def listed(tracer: Tracer) -> Mapping[str, str]:
        space = concept(scheme, "").value
        iris = tracer.details.subjects("skos:inScheme", space.rstrip("/"))
        # Whatever a loaded file puts into a scheme, a code of ours means what it does.
        codes = sorted((iri.rsplit("/", 1)[-1], iri.startswith(space), iri) for iri in iris)
        return {code: iri for code, _, iri in codes}

    return _Values(listed, find)


def _things(class_: str, find: Callable[[Tracer, Sequence[str]], Rows], column: str = "") -> _Values:
    """Return a method whose values are the things of a class, and those that stand in a column of commitments."""

    def listed(tracer: Tracer) -> Mapping[str, str]:
        details, network = tracer.details, tracer.network
        found = {*details.subjects("rdf:type", term(class_).value)}
        if column:
            numbers = np.unique(network.columns[column]).tolist()
            found |= {network.texts[number] for number in numbers if number >= 0}
        return {details.id(iri): iri for iri in sorted(found)}

    return _Values(listed, find)


def _narrower(tracer: Tracer, concepts: Iterable[str]) -> list[str]:
    """Return concepts and all below them: a goal is touched by whatever touches one of its targets."""
    found = dict.fromkeys(concepts)
    stack = list(found)
    while stack:
        fresh = [below for below in tracer.details.subjects("skos:broader", stack.pop()) if below not in found]
        found |= dict.fromkeys(fresh)
        stack += fresh
    return list(found)


def _with(property: str) -> Callable[[Tracer, Sequence[str]], Rows]:
    def find(tracer: Tracer, values: Sequence[str]) -> Rows:
        every = _narrower(tracer, values)
        subjects = (iri for value in every for iri in tracer.details.subjects(property, value))
        return rows_of(tracer.network, subjects)

    return find


def _in_regions(tracer: Tracer, regions: Sequence[str]) -> Rows:
    """Return the things of which a country is in some regions, or which a source lists under them."""
    read = tracer.details
    listed = (iri for region in regions for iri in read.subjects("sl:region", region))
    countries = (country for region in regions for country in read.subjects("sl:idfRegion", region))
    subjects = (iri for country in countries for iri in read.subjects("sl:country", country))
    return rows_of(tracer.network, (*listed, *subjects))


def _in_dimensions(tracer: Tracer, dimensions: Sequence[str]) -> Rows:
    """Return the later things of the steps that we read as scaling in some dimensions."""
    read, steps = tracer.details, tracer.network.steps
    readings = (reading for d in _narrower(tracer, dimensions) for reading in read.subjects("sl:dimension", d))
    about = (iri for reading in readings for iri in read.values(reading, "sl:aboutStep"))
    return rows_of(tracer.network, (step.later for iri in about if (step := steps.get(iri))))


def _from_funders(tracer: Tracer, funders: Sequence[str]) -> Rows:
    return from_funders(tracer.network, funders)


def _in_years(tracer: Tracer, span: Span) -> Rows:
    return financed_in(tracer.network, lambda year: year.isdecimal() and span.holds(Decimal(year)))


def _of_budgets(tracer: Tracer, span: Span) -> Rows:
    found = budgets(tracer.network)
    currencies = sorted({currency for _, currency in found})
    if span.unit and span.unit not in currencies:
        told = f"; budgets are in {', '.join(currencies)}" if currencies else ""
        raise SelectorError(f"no budget is in {span.unit} (position {span.column}){told}", column=span.column)
    if not span.unit and len(currencies) > 1:
        raise SelectorError(
            f"budgets are in {', '.join(currencies)}, which are not compared (position {span.column}): "
            f"name one, as budget:{span}{currencies[-1]}",
            column=span.column,
        )
    amounts = (row for (row, currency), amount in found.items() if span.unit in {"", currency} and span.holds(amount))
    return known(tracer.network, amounts)


_METHODS: dict[str, _Values | Callable[[Tracer, Span], Rows]] = {
    "status": _tokens(STATUSES, lambda tracer, values: with_steps(tracer.network, "status", values, ("later",))),
    "sdg": _concepts("sdg", _with("sl:alignsWith")),
    "migof": _concepts("migof", _with("sl:alignsWith")),
    "msd": _concepts("msd", _with("sl:alignsWith")),
    "funder": _things("org:Organization", _from_funders, "given.funder"),
    "country": _concepts("country", _with("sl:country")),
    "region": _concepts("region", _in_regions),
    "year": _in_years,
    "budget": _of_budgets,
    "line": _things("sl:FundingLine", _with("sl:fundingLine")),
    "dimension": _concepts("dimension", _in_dimensions),
    "kind": _tokens(KINDS, lambda tracer, values: of_kinds(tracer.network, values)),
    "relation": _tokens(
        RELATIONS, lambda tracer, values: with_steps(tracer.network, "relation", values, ("earlier", "later"))
    ),
}
