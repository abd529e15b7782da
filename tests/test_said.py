"""The sentence of each of the nine lineages in three languages, as sets of facts, against what was read by hand."""

from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from seedline.i18n import words
from seedline.narrative.sentence import LONGEST, sentence
from seedline.views.tracer import Tracer
from seedline.vocabulary import MOODS, RELATIONS
from tests.checker import phrases as say
from tests.checker.figures import amount_pattern, dates_in, number
from tests.checker.moods import verb_patterns

Json = dict[str, Any]
TRUTHS: Json = yaml.safe_load((Path(__file__).parent / "said.yaml").read_text("utf-8"))
LANGUAGES = ("en", "fr", "es")
#: How many steps are of each mood, where a sentence counts what it does not name.
COUNTED = {
    "en": {"happened": "done", "underWay": "under way", "agreed": "agreed", "intended": "intended", "suggested": "suggested", "notStated": "of unstated status"},
    "fr": {"happened": "accomplies?", "underWay": "en cours", "agreed": "convenues?", "intended": "prévues?", "suggested": "suggérées?", "notStated": "de statut non précisé"},
    "es": {"happened": "realizados?", "underWay": "en curso", "agreed": "acordados?", "intended": "previstos?", "suggested": "sugeridos?", "notStated": "de estado no indicado"},
}  # fmt: skip
STEPS = {
    "en": "(?:What followed|Further steps): ",
    "fr": "(?:Étapes suivantes|Autres étapes) : ",
    "es": "(?:Pasos siguientes|Otros pasos): ",
}
NONE = {"en": "No follow-on amount is reported in the sources read", "fr": "Aucun montant d’autres bailleurs n’est rapporté dans les sources lues", "es": "No se declara ningún importe de otros financiadores en las fuentes leídas"}  # fmt: skip
NOT_LOOKED = {"en": "Follow-on has not been looked for", "fr": "Les suites n’ont pas été recherchées", "es": "No se ha buscado financiación posterior"}  # fmt: skip
UNSTATED = {
    "en": r"(\d+) of unstated status",
    "fr": r"(\d+) de statut non précisé",
    "es": r"(\d+) de estado no indicado",
}
UNDER_WAY = {"en": r"\((\d+) under way\)", "fr": r"\((\d+) en cours\)", "es": r"\((\d+) en curso\)"}
HELPED = {"en": r"contributed to (\d+)", "fr": r"contribué à (\d+)", "es": r"contribuyó a (\d+)"}


class Told(NamedTuple):
    """A step that a sentence names: to what, how, and of when it is, with the clock."""

    name: str
    relation: str
    mood: str
    status: str
    dates: frozenset[tuple[str, bool]]


class Said(NamedTuple):
    """All facts of a sentence."""

    amounts: frozenset[tuple[Decimal, str, str]]
    years: frozenset[str]
    named: frozenset[Told]
    counted: frozenset[tuple[str, int]]
    made: int | None
    under_way: int
    helped: int | None
    unstated: int
    money: str
    told: frozenset[str]
    people: frozenset[str]
    voices: frozenset[str]
    reading: bool
    booklet: bool


def said(text: str, lang: str, truth: Json) -> Said:
    """Return the facts of a sentence, by words that were written down beside it in each language."""
    body, _, source = text.rpartition(re.search(say.SOURCE[lang], text)[0])  # type: ignore[index]
    steps = re.search(rf"{STEPS[lang]}([^.]*)\.", body)
    counted = {}
    for mood, pattern in COUNTED[lang].items():
        if steps and (match := re.search(rf"(\d+) {pattern}(?:,|$)", steps[1])):
            counted[mood] = int(match[1])
    rest = body.replace(steps[0], "") if steps else body
    named = [told for step in truth["followed"] if (told := step_said(rest, lang, step))]
    every = [step["name"] for step in truth["followed"]]
    funders = (
        [name for money in truth["money"] for name in money["funders"]] if isinstance(truth["money"], list) else []
    )
    plain = rest
    for name in (*every, *funders):
        plain = plain.replace(name, "·")
    amounts = set()
    for match in amount_pattern(lang).finditer(plain):
        amount = number(match["figure"], lang) * (1_000_000 if match["scale"] else 1)
        amounts.add((amount, match["currency"], say.BOUNDS[lang].get((match["bound"] or "").lower(), "exact")))
    outputs = re.search(say.OUTPUTS[lang].replace(r"\b(?: más)?", ""), plain)
    helped = re.search(HELPED[lang], plain)
    dates = list(dates_in(lang, plain))
    return Said(
        amounts=frozenset(amounts),
        years=frozenset(date for date, told, _ in dates if not told and len(date) == 4),
        named=frozenset(named),
        counted=frozenset(counted.items()),
        made=int(outputs[1]) if outputs else None,
        under_way=int(match[1]) if (match := re.search(UNDER_WAY[lang], plain)) else 0,
        helped=int(helped[1]) if helped else None,
        unstated=int(match[1]) if (match := re.search(UNSTATED[lang], plain)) else 0,
        money="none" if NONE[lang] in body else "notLookedFor" if NOT_LOOKED[lang] in body else "reported",
        told=frozenset(date for date, told, _ in dates if told),
        people=frozenset(name for name in (*funders, *truth.get("blocked", [])) if name in body),
        voices=frozenset(v for v, p in say.VOICES[lang].items() if v != "seedline" and re.search(p, source)) - {"fund"},
        reading=bool(re.search(say.OUR_READING[lang], source)),
        booklet=say.BOOKLET[lang] in source,
    )


def step_said(text: str, lang: str, step: Json) -> Told | None:
    """Return how a sentence tells of a step, nothing where it does not name what it leads to."""
    at = text.find(step["name"])
    if at < 0:
        return None
    verb = list(re.finditer(say.RELATIONS[lang][step["relation"]], text[:at]))[-1]
    # A verb is beside its mood: nothing but a name or a comma stands between, or it is in the verb itself.
    before = text[max(0, verb.start() - 60) : verb.start()]
    found = list(verb_patterns(lang)[1].finditer(before))
    mood = (found[-1].lastgroup if found and len(before) - found[-1].end() <= 1 else None) or "happened"
    bracket = re.match(r"\s*\(([^()]*)\)", text[at + len(step["name"]) :])
    assert bracket, f"{step['name']} is named without its status"
    # The latest of its statuses stands last.
    last = max(re.finditer(rf"\b({say.alternatives(say.STATUSES[lang])})\b", bracket[1]), key=lambda one: one.start())[
        1
    ]
    dates = frozenset((date, told) for date, told, _ in dates_in(lang, bracket[1]))
    return Told(step["name"], step["relation"], mood, say.STATUSES[lang][last], dates)


@pytest.fixture(scope="module")
def told(tracer: Tracer) -> dict[str, dict[str, str]]:
    documents = {code: tracer.lineage(code) for code in TRUTHS}
    return {
        code: {lang: say.plain(sentence(document, words(lang))) for lang in LANGUAGES}
        for code, document in documents.items()
    }


@pytest.mark.parametrize("code", list(TRUTHS))
def test_three_languages_say_the_same(told: dict[str, dict[str, str]], code: str) -> None:
    english, *others = (said(told[code][lang], lang, TRUTHS[code]) for lang in LANGUAGES)
    for other in others:
        assert other == english


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", list(TRUTHS))
def test_a_sentence_says_what_was_read_and_nothing_else(told: dict[str, dict[str, str]], code: str, lang: str) -> None:
    truth, text = TRUTHS[code], told[code][lang]
    found = said(text, lang, truth)
    assert len(text.split()) <= LONGEST[lang]
    grant, money = truth["grant"], truth["money"] if isinstance(truth["money"], list) else []
    true = {(Decimal(grant["amount"]), grant["currency"], "exact")}
    true |= {(Decimal(m["amount"]), m["currency"], m["bound"]) for m in money}
    assert found.amounts == true
    assert grant["year"] in found.years
    assert found.money == ("reported" if money else truth["money"])
    assert found.told >= {m["told"] for m in money if "told" in m}
    assert found.people >= {name for m in money for name in m["funders"]} | set(truth.get("blocked", []))
    # Every step is named or counted, in its mood; what is named has its own date or the booklet's, on its clock.
    named = {step.name for step in found.named}
    counts = Counter(step["mood"] for step in truth["followed"] if step["name"] not in named)
    assert dict(found.counted) == dict(counts)
    for step in truth["followed"]:
        for one in found.named:
            if one.name == step["name"]:
                # "Was scaled into … (launched …, ongoing)": the brackets say what is still under way.
                assert one.mood == {"underWay": "happened"}.get(step["mood"], step["mood"])
                # Where there is no room for the date of "ongoing", the launch stands alone.
                assert step["status"] == one.status or ("on" in step and one.status == "launched")
                happened = {(step["on"], False)} if "on" in step else set()
                assert one.dates in (happened, happened | {("2021-10", True)}, set())
    going_on = sum(one in named for one in (s["name"] for s in truth["followed"]))
    assert found.made is None or truth["made"] - going_on <= found.made <= truth["made"]
    assert found.under_way == (truth.get("underWay", 0) if found.made is not None else 0)
    assert found.helped in {None, truth["helped"]} and found.unstated in {
        0,
        truth.get("unstated", 0),
        dict(counts).get("notStated"),
    }
    assert found.voices == set(truth["others"])
    assert (found.reading, found.booklet) == (truth["reading"], True)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_checker_reads_each_verb_as_its_relation_and_mood(lang: str) -> None:
    """A verb in words that the checker does not know is a claim that it does not see."""
    relations, moods, _ = verb_patterns(lang)
    for relation in (name for name, row in RELATIONS.items() if row.scaling):
        for mood in MOODS:
            told = f"CREST {words(lang)(RELATIONS[relation].verb(mood))} IBM"
            verbs = list(relations.finditer(told))
            assert verbs and verbs[-1].lastgroup == relation, told
            found = list(moods.finditer(told, 0, verbs[-1].start()))
            read = found[-1].lastgroup if found else "happened"
            assert read == mood or (mood, read) == ("underWay", "happened"), told
