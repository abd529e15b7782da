"""Every row of the vocabulary, walked against all that names its tokens: schemes, shapes, schemas, words, strokes, docs."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Mapping
from itertools import chain
from pathlib import Path
from typing import Any, get_args

import pytest

import seedline_ontology
from seedline import vocabulary
from seedline.document import schema
from seedline.draw.figure.signs import ICONS, SIGNS, sign_of, stroke_of
from seedline.errors import CaseFileError, InputError, SelectorError, ValidationFailed
from seedline.i18n import LANGUAGES, words
from seedline.ingest.schema import case_schema
from seedline.lineage import step_filter
from seedline.pipeline import build
from seedline.store import Store
from seedline.triples import DEFAULT_BASE, NamedNode, parse_file
from seedline.views.evaluation import select
from seedline.views.tracer import Tracer
from seedline.vocabulary import (
    BASES,
    BOUNDS,
    COMMITMENT_STATUSES,
    KINDS,
    MOODS,
    POLICY_STAGES,
    REASONS,
    RELATIONS,
    STAGES,
    STATUSES,
    VOICES,
    tokens,
    weakest,
)
from tests.conftest import HARBOUR

ROOT = Path(__file__).parent.parent
SCHEMES: dict[str, Mapping[str, Any]] = {
    "relation": RELATIONS,
    "status": STATUSES,
    "commitment-status": COMMITMENT_STATUSES,
    "policy-stage": POLICY_STAGES,
    "mood": MOODS,
    "bound": BOUNDS,
    "voice": VOICES,
    "basis": BASES,
}
TABLES: list[Mapping[Any, Any]] = [*SCHEMES.values(), KINDS, STAGES]
# The model's table, as it was written down before there was any code.
MOOD_OF_STEPS = {
    "happened": {"achieved", "completed"},
    "underWay": {"launched", "ongoing"},
    "agreed": {"agreed", "approved"},
    "intended": {"planned", "expected"},
    "suggested": {"identified", "expressedInterest", "recommended"},
    "stopped": {"blocked", "discontinued"},
    "notStated": {"notStated"},
}
COUNTED = {"approved", "committed", "secured", "mobilised", "disbursed"}
SCALING = {"scaledInto", "nextPhase", "replicatedBy", "adoptedBy", "institutionalisedIn"}


@pytest.fixture(scope="module")
def ontology() -> Store:
    files = [seedline_ontology.ontology(), *seedline_ontology.schemes()]
    graph = NamedNode("urn:words")
    return Store.of(chain.from_iterable(parse_file(f, source=f.stem, graph=graph, base=DEFAULT_BASE) for f in files))


def said(ontology: Store, scheme: str, property_: str) -> dict[str, str]:
    """Return what a scheme says of each of its tokens; of a concept its token."""
    rows = ontology.query(
        f"SELECT ?t (COALESCE(?n, STR(?v)) AS ?said) {{ ?c skos:inScheme <https://w3id.org/seedline/scheme/{scheme}> ;"
        f" skos:notation ?t ; {property_} ?v OPTIONAL {{ ?v skos:notation ?n }} }}",
        default_graphs=["urn:words"],
    ).rows()
    return {str(token): str(value) for token, value in rows}


def grouped(table: Mapping[str, Any]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for row in table.values():
        found.setdefault(row.mood, set()).add(row.token)
    return found


def flags(table: Mapping[str, Any], of: Callable[[Any], bool]) -> dict[str, str]:
    return {token: str(of(row)).lower() for token, row in table.items()}


@pytest.mark.parametrize("scheme", sorted(tokens.SCHEMES))
def test_every_list_is_its_scheme(ontology: Store, scheme: str) -> None:
    named = set(said(ontology, scheme, "skos:notation"))
    assert named == set(get_args(tokens.SCHEMES[scheme])) != set()
    if scheme in SCHEMES:
        assert named == SCHEMES[scheme].keys()


def test_every_row_stands_under_its_token() -> None:
    for table in TABLES:
        assert list(table) == [row.token for row in table.values()]
    assert list(REASONS) == [row.code for row in REASONS.values()]
    assert set(KINDS) == set(get_args(tokens.Kind))
    assert list(STAGES) == list(get_args(tokens.Stage))
    exported = {name for name in vocabulary.__all__ if name.isupper()}
    assert exported == {"REASONS", "BASES", "BOUNDS", "COMMITMENT_STATUSES", "KINDS", "MOODS", "POLICY_STAGES"} | {
        "RELATIONS", "STAGES", "STATUSES", "VOICES",
    }  # fmt: skip


def test_relations_do_what_the_ontology_says(ontology: Store) -> None:
    def of(name: str) -> dict[str, str]:
        return said(ontology, "relation", f"sl:{name}")

    assert of("countsAsScaling") == flags(RELATIONS, lambda row: row.scaling)
    assert {token for token, row in RELATIONS.items() if row.scaling} == SCALING
    assert of("moneyAlong") == {
        token: {"flows": "counts"}.get(row.money, row.money) for token, row in RELATIONS.items()
    }
    assert of("lineageFollows") == {token: row.joins for token, row in RELATIONS.items()}
    assert of("joinsComponents") == flags(RELATIONS, lambda row: row.component)
    assert of("directed") == flags(RELATIONS, lambda row: row.directed)
    assert of("joinsLineages") == flags(RELATIONS, lambda row: row.backward)
    # "funded by" carries money from a funder to an initiative, which is a commitment here and no step to follow.
    assert of("moneyFlows") == flags(RELATIONS, lambda row: row.carries_money or row.token == "fundedBy")


def test_statuses_and_moods_are_what_the_ontology_and_the_model_say(ontology: Store) -> None:
    assert grouped(STATUSES) == MOOD_OF_STEPS
    assert said(ontology, "status", "sl:mood") == {token: row.mood for token, row in STATUSES.items()}
    assert said(ontology, "status", "sl:order") == {token: str(row.order) for token, row in STATUSES.items()}
    assert said(ontology, "status", "sl:countsAsScaled") == flags(STATUSES, lambda row: row.scaled)
    assert said(ontology, "commitment-status", "sl:mood") == {t: row.mood for t, row in COMMITMENT_STATUSES.items()}
    assert said(ontology, "commitment-status", "sl:countsInTotals") == flags(
        COMMITMENT_STATUSES, lambda row: row.counts
    )
    assert {token for token, row in COMMITMENT_STATUSES.items() if row.counts} == COUNTED
    ranks = {token: str(row.rank) for token, row in MOODS.items() if row.rank is not None}
    assert said(ontology, "mood", "sl:order") == ranks
    assert [t for t, row in MOODS.items() if row.rank is None] == ["stopped"]
    for table in (STATUSES, POLICY_STAGES, STAGES):
        assert [row.order for row in table.values()] == list(range(len(table)))
    # What counts as money that follows is at least agreed; what is not, never counts.
    assert {row.counts for row in COMMITMENT_STATUSES.values() if (MOODS[row.mood].rank or 0) >= 3} == {True}
    assert {row.counts for row in COMMITMENT_STATUSES.values() if (MOODS[row.mood].rank or 0) < 3} == {False}
    # What has ended for good, or was never stated, cannot have lapsed.
    assert {token for token, row in STATUSES.items() if not row.lapses} == {
        "achieved", "completed", "discontinued", "notStated",
    }  # fmt: skip


def test_kinds_are_classes_and_the_narrower_one_has_the_higher_number(ontology: Store) -> None:
    assert [row.number for row in KINDS.values()] == list(range(len(KINDS)))
    for row in KINDS.values():
        query = f"SELECT DISTINCT ?a {{ {row.class_} rdfs:subClassOf+ ?a FILTER(STRSTARTS(STR(?a), STR(sl:))) }}"
        above = ontology.query(query, default_graphs=["urn:words"]).rows()
        assert {f"sl:{str(name).rsplit('#', 1)[-1]}" for (name,) in above} == set(row.above)
        assert all(row.number > other.number for other in KINDS.values() if other.class_ in row.above)
    assert KINDS.keys() <= ICONS.keys()


def test_the_fund_and_its_offices_are_one_voice_and_nobody_else_is_ours() -> None:
    assert {token: row.side for token, row in VOICES.items() if row.side != token} == {"implementingOffice": "fund"}
    assert [token for token, row in VOICES.items() if row.ours] == ["seedline"]
    assert [token for token, row in BASES.items() if row.ours] == ["inferred"]


@pytest.mark.parametrize(
    ("parts", "sum_"),
    [
        ("", "exact"), ("exact", "exact"), ("exact atLeast", "atLeast"), ("upTo exact", "upTo"), ("about", "about"),
        ("atLeast upTo", "about"), ("about atLeast", "about"), ("upTo about exact", "about"), ("upTo upTo", "upTo"),
    ],
)  # fmt: skip
def test_a_sum_is_as_sure_as_its_parts_allow(parts: str, sum_: str) -> None:
    assert weakest(parts.split()) == sum_


# Where each list stands in the schema of a document.
DOCUMENT: dict[str, Mapping[str, Any]] = {
    "Node/properties/kind": KINDS,
    "Node/properties/stage": STAGES,
    "StageSeen/properties/stage": POLICY_STAGES,
    "Dimension/properties/basis/anyOf/0": BASES,
    "Step/properties/relation": RELATIONS,
    "Step/properties/status": STATUSES,
    "StatusSeen/properties/status": STATUSES,
    "StatusSeen/properties/basis/anyOf/0": BASES,
    "Step/properties/basis/anyOf/0": BASES,
    "Beyond/properties/basis/anyOf/0": BASES,
    "Step/properties/contributionBasis/anyOf/0": BASES,
    "Step/properties/assertedBy/anyOf/0": VOICES,
    "Commitment/properties/bound/anyOf/0": BOUNDS,
    "Commitment/properties/status": COMMITMENT_STATUSES,
    "Commitment/properties/assertedBy/anyOf/0": VOICES,
    "Sum/properties/bound": BOUNDS,
    "FollowOn/properties/bound": BOUNDS,
    "Beyond/properties/relation": RELATIONS,
    "Beyond/properties/status/anyOf/0": STATUSES,
    "Carrier/properties/basis/anyOf/0": BASES,
    "FollowOn/properties/byStatusBounds/additionalProperties": BOUNDS,
    "FunderSum/properties/bound": BOUNDS,
    "Reported/properties/bound": BOUNDS,
}
#: Lists whose tokens have no properties.
PLAIN = {
    "Alignment/properties/framework": {"sdg", "migof", "msd"},
    "Step/properties/contribution/anyOf/0": set(get_args(tokens.Contribution)),
    "Carrier/properties/kind": set(get_args(tokens.Carrier)),
}


def enums(tree: Any, path: str = "") -> dict[str, set[str]]:
    """Return every closed list in a schema by its place."""
    if isinstance(tree, list):
        tree = {str(number): item for number, item in enumerate(tree)}
    if not isinstance(tree, dict):
        return {}
    found = {path: set(tree["enum"]) - {None}} if isinstance(tree.get("enum"), list) else {}
    for name, below in tree.items():
        found |= enums(below, f"{path}/{name}".strip("/"))
    return found


def test_the_schema_of_a_document_has_these_lists_and_no_other() -> None:
    found = {place.removeprefix("$defs/"): listed for place, listed in enums(schema()).items()}
    assert found == {place: set(table) for place, table in DOCUMENT.items()} | PLAIN


def test_the_schema_of_a_case_file_has_these_lists() -> None:
    found = [frozenset(listed) for listed in enums(case_schema()).values()]
    for scheme in ("relation", "status", "commitment-status", "policy-stage", "bound", "voice", "basis"):
        assert frozenset(SCHEMES[scheme]) in found, scheme
    assert frozenset(KINDS) in found
    # A list that names some tokens of a relation or status names all of them.
    for listed in found:
        for table in (RELATIONS, STATUSES, BOUNDS, VOICES, KINDS):
            if len(listed & table.keys()) > 2 and listed not in (COMMITMENT_STATUSES.keys(), POLICY_STAGES.keys()):
                assert listed in (table.keys(), *map(frozenset, map(get_args, tokens.SCHEMES.values()))), listed


def test_the_shapes_name_every_token_of_a_closed_list() -> None:
    text = seedline_ontology.shapes().read_text("utf-8")
    found = re.findall(r'sh:pattern "\^https://w3id\\\\\.org/seedline/scheme/([\w-]+)/([^"]*)"', text)
    closed = [(scheme, rest) for scheme, rest in found if scheme in tokens.SCHEMES]
    assert {scheme for scheme, _ in closed} == tokens.SCHEMES.keys() - {"mood"}
    for scheme, rest in closed:
        assert rest == f"({'|'.join(get_args(tokens.SCHEMES[scheme]))})$", scheme


def test_selection_and_filters_know_every_token_and_no_other(tracer: Tracer) -> None:
    for method, table in (("status", STATUSES), ("relation", RELATIONS), ("kind", KINDS)):
        for token in table:
            select(tracer, f"{method}:{token}")
        with pytest.raises(SelectorError, match=", ".join(table)):
            select(tracer, f"{method}:nothing")
    step_filter(statuses=list(STATUSES), relations=list(RELATIONS), bases=list(BASES))
    for name in ("statuses", "relations", "bases"):
        with pytest.raises(InputError, match="'nothing' is no"):
            step_filter(**{name: ["nothing"]})


def test_a_line_and_a_sign_are_drawn_by_the_mood_of_the_status() -> None:
    lines: dict[str, set[str]] = {}
    signs: dict[str, set[str]] = {}
    for token in STATUSES:
        lines.setdefault(stroke_of(token), set()).add(token)
        signs.setdefault(sign_of(token), set()).add(token)
    assert lines == {
        # What was made and has ended keeps the line of what was made.
        "solid": MOOD_OF_STEPS["happened"] | MOOD_OF_STEPS["underWay"] | {"discontinued"},
        "longDash": MOOD_OF_STEPS["agreed"],
        "dashed": MOOD_OF_STEPS["intended"],
        "dotted": MOOD_OF_STEPS["suggested"],
        "crossed": {"blocked"},
        "thin": {"notStated"},
    }
    assert signs.pop("done") == MOOD_OF_STEPS["happened"] and signs.pop("running") == MOOD_OF_STEPS["underWay"]
    assert signs.keys() <= SIGNS.keys() and signs["ended"] == {"discontinued"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_has_words_and_every_verb_keeps_its_mood(ontology: Store, language: str) -> None:
    table = words(language).table

    def word(key: str) -> str:
        group, _, name = key.partition(".")
        return table[group][name]

    for row in chain.from_iterable(each.values() for each in TABLES if each is not RELATIONS):
        assert word(row.key)
    assert [word(bound.lead) == "" for bound in BOUNDS.values()] == [True, False, False, False]
    for relation in RELATIONS.values():
        assert word(relation.heading)
        assert word(relation.inverse)
        verbs = {mood: word(relation.verb(mood)) for mood in get_args(tokens.Mood)}
        if relation.token not in {"partOf", "sameAs"}:
            # What has not happened is never told in the words of what has.
            assert len(set(verbs.values())) == len(MOODS), relation
            assert not [
                mood for mood, text in verbs.items() if mood != "happened" and verbs["happened"] in text.split()
            ]
    known = {f"{token}.{mood}" for token in RELATIONS for mood in MOODS}
    assert (table["verb"].keys(), table["inverse"].keys(), table["mood"].keys()) == (
        known,
        RELATIONS.keys(),
        MOODS.keys(),
    )
    query = f"SELECT ?t ?v {{ ?c sl:reads ?v ; skos:notation ?t FILTER(LANG(?v) = '{language}') }}"
    assert dict(ontology.query(query, default_graphs=["urn:words"]).rows()) == {
        token: word(relation.verb()) for token, relation in RELATIONS.items()
    }
    # A label is read from the earlier to the later thing, as the words on screen are.
    query = (
        "SELECT ?t ?label { ?c sl:reads ?v ; skos:notation ?t ; skos:prefLabel ?label "
        f"FILTER(LANG(?v) = '{language}' && LANG(?label) = '{language}') }}"
    )
    labels = dict(ontology.query(query, default_graphs=["urn:words"]).rows())
    assert {token: f"{label[0].lower()}{label[1:]}" for token, label in labels.items()} == {
        token: word(relation.heading) for token, relation in RELATIONS.items()
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_has_a_sentence_with_its_parameters(language: str) -> None:
    table = words(language).table["reason"]
    assert {code: set(re.findall(r"{(\w+)}", text)) for code, text in table.items()} == {
        code: set(reason.parameters) for code, reason in REASONS.items()
    }
    assert REASONS.keys() >= {token for token, row in COMMITMENT_STATUSES.items() if not row.counts}


def tables_of(page: str) -> list[list[list[str]]]:
    """Return the tables of a page of the documentation, each row its cells."""
    found: list[list[list[str]]] = [[]]
    for line in (ROOT / "docs" / page).read_text("utf-8").splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return found


def test_the_documentation_tells_the_same() -> None:
    relations, moods = tables_of("lineage.md")[:2]
    told = {token: row[1:] for row in relations[2:] for token in re.findall(r"`(\w+)`", row[0])}
    yes = {True: "yes", False: "no"}
    assert {token: (*row[:3], row[3].split(":")[0]) for token, row in told.items()} == {
        token: (yes[row.forward], yes[row.backward], yes[row.component], {"flows": "counts"}.get(row.money, row.money))
        for token, row in RELATIONS.items()
    }
    named = {words("en")(mood.key): mood for mood in MOODS.values()}
    assert {row[0] for row in moods[2:]} == named.keys()
    for name, steps, money, line in moods[2:]:
        mood = named[name]
        assert set(re.findall(r"`(\w+)`", steps)) == grouped(STATUSES)[mood.token]
        assert set(re.findall(r"`(\w+)`", money)) == grouped(COMMITMENT_STATUSES).get(mood.token, set())
        assert line == mood.stroke


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("relation: scaledInto", "relation: grewInto", "steps.schools.relation"),
        ("value: approved, on", "value: thriving, on", "steps.schools.statuses[0].value"),
        ("currency: EUR,", "bound: atMost, currency: EUR,", "bound"),
    ],
)
def test_an_unknown_token_in_a_case_file_names_file_line_and_field(
    tmp_path: Path, old: str, new: str, field: str
) -> None:
    case = shutil.copytree(HARBOUR, tmp_path / "harbour") / "ZZ.0001.yaml"
    text = case.read_text("utf-8")
    line = text[: text.index(old)].count("\n") + 1
    case.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CaseFileError) as caught:
        build([str(case.parent)], home=tmp_path / "home")
    told = str(caught.value)
    assert f"ZZ.0001.yaml:{line}" in told
    assert field in told
    assert new.split()[1].strip(",") in told


OWN = """@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix sl: <https://w3id.org/seedline/ontology#> .
@prefix c: <https://w3id.org/seedline/scheme/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> . @prefix x: <urn:x:> .
<https://w3id.org/seedline/scheme/SCHEME/own> a skos:Concept ; skos:notation "own" ; skos:prefLabel "own"@en .
<urn:x:thing> a sl:CLASS ; sl:PROPERTY <https://w3id.org/seedline/scheme/SCHEME/own> .
"""


@pytest.mark.parametrize(
    ("scheme", "class_", "property_"),
    [
        ("relation", "Step", "relation"),
        ("basis", "Step", "basis"),
        ("voice", "Step", "assertedBy"),
        ("status", "StatusObservation", "status"),
        ("policy-stage", "StatusObservation", "policyStage"),
        ("commitment-status", "Commitment", "commitmentStatus"),
        ("bound", "Commitment", "bound"),
    ],
)
def test_a_token_that_a_file_declares_itself_is_unknown_too(
    tmp_path: Path, scheme: str, class_: str, property_: str
) -> None:
    path = tmp_path / "own.ttl"
    path.write_text(OWN.replace("SCHEME", scheme).replace("CLASS", class_).replace("PROPERTY", property_), "utf-8")
    with pytest.raises(ValidationFailed) as caught:
        build([str(path)], home=tmp_path / "home")
    about = [found for found in caught.value.findings if found.field.endswith(property_)]
    assert [found for found in about if scheme in found.message or "must be a st" in found.message], (
        caught.value.findings
    )
