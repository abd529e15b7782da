"""Questions as files: a header of YAML in comments, and a query that runs as it stands, with its defaults."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from seedline.errors import InputError, NotFound
from seedline.i18n import LANGUAGES
from seedline.queries.parameters import KINDS, Parameter
from seedline.queries.terms import Term, written
from seedline.store import Store
from seedline.store.query_text import names
from seedline_ontology import PREFIXES

GROUPS = ("followed", "money", "who", "trust", "frame", "open")
"""Groups of questions, in the order in which they are shown."""
_VALUES = r"^(?P<indent> *)(?:\# )?VALUES \?{name} \{{ [^}}]* \}}(?P<rest>.*)$"
"""The line of a parameter. In a comment it waits for a value; what stands behind it is then asked too."""
_NEAR = 6
#: Names of a parameter either of which is understood where a question has the other.
_SAME = {"seed": "thing", "thing": "seed"}

Texts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Amount:
    """A column of amounts: the column of its currency, and of its bound."""

    currency: str
    bound: str = ""


@dataclass(frozen=True, slots=True)
class Bound:
    """A question with its parameters: the query that is run and shown, what counts its rows, and their terms."""

    question: Question
    query: str
    counted: str
    terms: Mapping[str, Term]


@dataclass(frozen=True, slots=True)
class Question:
    """A named question.

    >>> question("products-of-a-seed").title["en"], question("products-of-a-seed").parameters[0].default
    ('What a seed produced', 'CT.0921')
    """

    name: str
    group: str
    title: Texts
    question: Texts
    parameters: tuple[Parameter, ...]
    limits: tuple[str, ...]
    amounts: Mapping[str, Amount]
    query: str
    answer: Texts
    computed: Texts
    cannot: Texts
    """Why it cannot be answered, where it cannot; the rows are then the passages on which that rests."""
    known: str
    """The column that has the answer where there is one; then ``cannot`` is said only where it is empty."""
    none: Texts
    """What it means that there are no rows."""
    each: Texts
    """A row in words."""
    also: Texts
    """Other words by which people ask for it."""
    counted: str
    """What counts the rows, where they may be very many: a query with the column that they are first in order of, the
    columns that the sentence counts, and the number."""

    @property
    def declared(self) -> str:
        """Return the query with its defaults and every prefix declared, as it runs at any endpoint."""
        return with_prefixes(self.query)

    def bind(
        self,
        values: Mapping[str, str],
        store: Store,
        base: str,
        language: str = "en",
        loaded: Collection[str] = frozenset(),
    ) -> Bound:
        """Return the question about some values; one that is not given is the default, or anything.

        The graphs ``loaded`` name nothing of ours.

        Raises:
            InputError: a parameter is none of the question's, or its value none of its kind or none of the data.

        """
        known = {parameter.name for parameter in self.parameters if not parameter.spoken}
        # A seed is a thing: who knows the one name of another question need not learn the other.
        meant = {name: other for name, other in _SAME.items() if name not in known and other in known - values.keys()}
        values = {meant.get(name, name): value for name, value in values.items()}
        if unknown := [name for name in values if name not in known]:
            told = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise InputError(f"the question {self.name} has no parameter {unknown[0][:40]!r}; {told}")
        query, counted, terms = self.query, self.counted, {}
        for parameter in self.parameters:
            given = values.get(parameter.name, "").strip()
            value = language if parameter.spoken else given or parameter.default
            if not value:
                continue
            if given:
                term = parameter.meant(given, store, base, loaded)
            else:
                term = parameter.near(parameter.term(value, base), store)
            terms[parameter.name] = term
            name = parameter.variable or parameter.name
            query, counted = (text and placed(text, name, term, base) for text in (query, counted))
        return Bound(self, query, counted, terms)

    def examples(self, given: Collection[str]) -> tuple[Parameter, ...]:
        """Return the parameters whose default stands as an example for a thing, place or goal that nobody named.

        >>> [each.default for each in question("products-of-a-seed").examples(())]
        ['CT.0921']
        """
        known = {*given, *(_SAME[name] for name in given if name in _SAME)}
        return tuple(one for one in self.parameters if one.default and one.named and one.name not in known)

    def about(self, values: Mapping[str, str], base: str) -> Question:
        """Return the question with other values as its defaults and examples.

        >>> question("products-of-a-seed").about({"seed": "P1"}, "https://w3id.org/seedline/").query.splitlines()[1]
        '  VALUES ?seed { id:P1 }'
        """
        query, counted, parameters = self.query, self.counted, []
        for each in self.parameters:
            value = values.get(each.name, "")
            if not each.default:
                parameters.append(replace(each, example=value))
                continue
            parameters.append(replace(each, default=value or each.default))
            if value:
                name, term = each.variable or each.name, each.term(value, base)
                query, counted = (text and placed(text, name, term, base) for text in (query, counted))
        return replace(self, query=query, counted=counted, parameters=tuple(parameters))


def with_prefixes(query: str) -> str:
    """Return a query with a line for every prefix of ours that it uses and does not declare.

    >>> print(with_prefixes("ASK { id:crest a sl:Node }"))
    PREFIX sl: <https://w3id.org/seedline/ontology#>
    PREFIX id: <https://w3id.org/seedline/id/>
    ASK { id:crest a sl:Node }
    """
    used = {token.partition(":")[0] for token, _ in names(query, PREFIXES) if not token.startswith("<")}
    # What a comment offers to be uncommented counts as used.
    offered = " ".join(re.findall(r"# VALUES (.*)", query))
    used |= set(re.findall(r"\b(\w+):\w", offered))
    declares = {match.lower() for match in re.findall(r"(?i)\bPREFIX\s+([\w-]*):", query)}
    lines = [f"PREFIX {name}: <{iri}>" for name, iri in PREFIXES.items() if name in used and name not in declares]
    return "\n".join([*lines, query])


def placed(query: str, name: str, term: Term, base: str) -> str:
    """Return a query with the VALUES of a parameter set to a term, which is written by us and never pasted."""
    pattern = re.compile(_VALUES.format(name=re.escape(name)), re.MULTILINE)
    told = written(term, base)
    text, count = pattern.subn(lambda found: f"{found['indent']}VALUES ?{name} {{ {told} }}{found['rest']}", query)
    assert count == 1, f"the query has {count} places for {name}"
    return text


@cache
def questions() -> dict[str, Question]:
    """Return every question by its name, group by group.

    >>> len(questions()) >= 50
    True
    """
    found = [_read(file) for file in sorted(Path(__file__).parent.glob("*.rq"))]
    return {each.name: each for each in sorted(found, key=lambda each: (GROUPS.index(each.group), each.title["en"]))}


def grouped(asked: Mapping[str, Question]) -> dict[str, list[Question]]:
    """Return some questions by group.

    >>> list(grouped(questions()))[0]
    'followed'
    """
    groups = {group: [each for each in asked.values() if each.group == group] for group in GROUPS}
    return {group: each for group, each in groups.items() if each}


def question(name: str) -> Question:
    """Return a question.

    Raises:
        NotFound: there is none of this name; it says which are near.

    """
    from rapidfuzz import process

    found = questions().get(name)
    if found is None:
        near = [each for each, _, _ in process.extract(name[:80], list(questions()), limit=3, score_cutoff=50)]
        raise NotFound(f"there is no question {name[:80]!r}" + (f"; near it are {', '.join(near)}" if near else ""))
    return found


def near(asked: Question, among: Mapping[str, Question]) -> list[Question]:
    """Return questions near to one: of its group, those that read the same first."""
    others = [each for each in among.values() if each.group == asked.group and each.name != asked.name]
    terms = set(re.findall(r"\bsl:\w+", asked.query))
    return sorted(others, key=lambda each: -len(terms & set(re.findall(r"\bsl:\w+", each.query))))[:_NEAR]


def _in_all(text: str | Texts) -> Texts:
    """Return a text that is signs and names alone, and so one for all languages, as one for each."""
    return dict.fromkeys(LANGUAGES, text) if isinstance(text, str) else text


def _read(file: Path) -> Question:
    lines = file.read_text("utf-8").splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("# "))
    # The plain loader: a code such as 8.10 is no number.
    told: dict[str, Any] = yaml.load("\n".join(line[2:] for line in lines[:end]), yaml.CBaseLoader)  # noqa: S506
    parameters = tuple(Parameter(name, **given) for name, given in told.get("parameters", {}).items())
    assert all(parameter.type in KINDS for parameter in parameters)
    return Question(
        file.stem, told["group"], told["title"], told["question"], parameters, tuple(told["limits"]),
        {name: Amount(**given) for name, given in told.get("amounts", {}).items()}, "\n".join(lines[end:]).strip(),
        told.get("answer", {}), told.get("computed", {}), told.get("cannot", {}), told.get("known", ""),
        told.get("none", {}), _in_all(told.get("each", "")), told.get("also", {}),
        told.get("counted", ""),
    )  # fmt: skip
