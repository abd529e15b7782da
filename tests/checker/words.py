"""Words held against the triples by extraction: every amount, date, source, "none", mood and count must be licensed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from tests.checker import phrases as say
from tests.checker.claims import Finding, shown_dates
from tests.checker.world import Json, Money, Step, Sums, Truth, newest, total, weakest

#: A name in a text becomes one letter of Unicode's private use area.
FIRST = 0xE000
NAME = "[\ue000-\uf8ff]"


@dataclass
class Licence:
    """What a text about a document may say."""

    truth: Truth
    amounts: dict[tuple[Decimal, str], set[str]]
    states: set[tuple[Decimal, str, str]]
    told: set[str]
    happened: set[str]
    names: dict[str, str]

    @classmethod
    def of(cls, truth: Truth, document: Json) -> Licence:
        """Return what the triples license."""
        sums = truth.sums
        amounts: dict[tuple[Decimal, str], set[str]] = {}
        states: set[tuple[Decimal, str, str]] = set()

        def license_sum(money: list[Money], currency: str) -> None:
            if (amount := total(money)) is not None:
                amounts.setdefault((amount, currency), set()).add(weakest(c.bound for c in money))
                if len({c.status for c in money}) == 1:
                    states.add((amount, currency, money[0].status))

        def license_sums(sums: Sums) -> None:
            for currency, (own, counted) in sums.currencies.items():
                for money in (own, counted):
                    license_sum(money, currency)
                for name in ("status", "funder"):
                    for key in {getattr(c, name) for c in counted}:
                        license_sum([c for c in counted if getattr(c, name) == key], currency)

        license_sums(sums)
        for seed in truth.seeds if truth.whole or truth.limits or truth.of["kind"] != "lineage" else ():
            # A part may say what the whole lineage of a seed that it shows reports.
            nodes = {seed} | truth.all.upstream([seed]) | truth.all.downstream([seed])
            steps = [s for s in truth.all.steps.values() if {s.earlier, s.later} <= nodes]
            license_sums(Sums(truth.all, nodes, steps, [seed]))
        for c in sums.all.values():
            license_sum([c], c.currency or "")
        happened = {seen.as_of for step in truth.steps for seen in step.seen if seen.status == "launched"}
        happened |= {d for c in sums.all.values() for d in (c.decided, c.year) if d}
        happened |= {node[name] for node in document["nodes"] for name in ("start", "end", "fundingYear") if node[name]}
        happened |= {document["dates"][name] for name in ("collected", "built") if document["dates"][name]}
        happened |= set(re.findall(r"\d{4}(?:-\d\d){0,2}", f"{truth.of.get('select')} {truth.of.get('exclude')}"))
        told = shown_dates(truth, document) | {truth.limits.get("asOf") or ""}
        return cls(truth, amounts, states, told - {""}, happened, names(truth, document))


def names(truth: Truth, document: Json) -> dict[str, str]:
    """Return every name that a text about a document may use, with what it names; in the order of their length."""
    get = truth.world.triples
    things = {node["iri"] for node in document["nodes"]}
    things |= {other["iri"] for name in ("next", "previous") for other in document["omitted"][name]}
    things |= {c.funder for c in truth.sums.all.values() if c.funder}
    things |= {carrier["agent"] for carrier in document["carriedOnBy"] if carrier["agent"]}
    things |= get.pointing("rdf:type", "https://w3id.org/seedline/ontology#Source")
    found = {label: iri for iri in sorted(things) if (label := get.label(iri))}
    return {label: found[label] for label in sorted(found, key=len, reverse=True)}


def check(licence: Licence, lang: str, where: str, text: str) -> Iterator[Finding]:
    """Yield all that a text says and the triples do not license."""
    marked = text
    marks: dict[str, str] = {}
    for number, (label, iri) in enumerate(licence.names.items()):
        mark = chr(FIRST + number)
        marks[mark] = iri
        # A sentence writes "the Ministry" of "The Ministry".
        marked = marked.replace(label, mark).replace(label.removeprefix("The "), mark)
    marked, found = amounts(licence, lang, marked)
    yield from found
    yield from dates(licence, lang, marked)
    yield from none(licence, lang, marked)
    yield from sources(licence, lang, where, marked, marks)
    yield from moods(licence, lang, marked, marks)
    yield from counts(licence, lang, marked)
    if where == "summary":
        yield from lost(licence, lang, text)


@lru_cache
def amount_pattern(lang: str) -> re.Pattern[str]:
    """Return the pattern of an amount with its currency, its bound and its state."""
    bounds, states = say.alternatives(say.BOUNDS[lang]), say.alternatives(say.MONEY_STATES[lang])
    figure = rf"(?P<figure>{say.NUMBERS[lang]})(?:[ \u00a0\u202f]?(?P<scale>{say.SCALES})\b)?"
    # A state that begins the split of a sum belongs to what follows it.
    after = rf"(?=(?:(?:,| \() ?(?P<after>{states})\b(?! (?:(?:{bounds}) )?[A-Z]{{3}}\b))?)"
    return re.compile(
        rf"(?:\b(?P<before>{states}) )?(?:(?P<bound>{bounds}) )?(?:(?P<currency>\b[A-Z]{{3}})[ \u00a0\u202f]{figure}{after})"
        rf"|(?P<lead>{bounds}) (?P<bare>{say.NUMBERS[lang]})[ \u00a0\u202f](?P<times>million|millions|millón|millones)\b",
    )


def number(figure: str, lang: str) -> Decimal:
    """Return a number as a language writes it."""
    figure = re.sub(r"[  \u00a0\u202f]", "", figure)
    return Decimal(figure.replace(",", "") if lang == "en" else figure.replace(".", "").replace(",", "."))


def amounts(licence: Licence, lang: str, text: str) -> tuple[str, list[Finding]]:
    """Return the text without its amounts, and which of them nothing licenses."""
    found: list[Finding] = []
    bounds, states = say.BOUNDS[lang], say.MONEY_STATES[lang]
    known = licence.truth.world.rules.currencies

    def hold(match: re.Match[str]) -> str:
        currency = match["currency"]
        if match["bare"]:
            amount = number(match["bare"], lang) * 1_000_000
            licensed = {bound for (a, _), told in licence.amounts.items() if a == amount for bound in told}
            if bounds[match["lead"]] not in licensed:
                found.append(("amount.bound" if licensed else "amount", match[0]))
            return "#"
        amount = number(match["figure"] or "0", lang) * (1_000_000 if match["scale"] else 1)
        # "SDG 8.8" is a target, not Sudanese pounds.
        if currency not in known or (currency == "SDG" and amount < 18):
            return match[0]
        told = licence.amounts.get((amount, currency))
        if told is None:
            elsewhere = any(a == amount for a, _ in licence.amounts)
            found.append(("amount.currency" if elsewhere else "amount", match[0]))
        elif bounds.get(match["bound"] or "", "exact") not in told:
            found.append(("amount.bound", match[0]))
        state = match["before"] or match["after"]
        if told and state and (amount, currency, states[state]) not in licence.states:
            found.append(("amount.state", match[0]))
        return "#"

    return amount_pattern(lang).sub(hold, text), found


@lru_cache
def date_pattern(lang: str) -> re.Pattern[str]:
    """Return the pattern of a date in words or figures."""
    month = f"{say.MONTHS[lang]}|{say.SHORT_MONTHS[lang]}"
    of = r"(?:de |d’)?"
    return re.compile(
        rf"\b(?P<iso>\d{{4}}-\d\d(?:-\d\d)?)\b"
        rf"|\b(?:(?P<day>\d{{1,2}})(?:er)? {of})?(?P<month>{month})\.? {of}(?P<of>\d{{4}})\b"
        r"|(?<![\d./–-])(?P<year>(?:19|20)\d\d)\b(?![.,]?\d)",
        re.IGNORECASE,
    )


def dates_in(lang: str, text: str) -> Iterator[tuple[str, bool, int]]:
    """Yield each date of a text, whether it is when something was told, and where it stands."""
    told, last = False, 0
    for match in date_pattern(lang).finditer(text):
        if match["month"]:
            name = match["month"].lower()
            long, short = say.MONTHS[lang].split("|"), say.SHORT_MONTHS[lang].split("|")
            months = long if name in long else short
            date = f"{match['of']}-{months.index(name) + 1:02}" + (f"-{int(match['day']):02}" if match["day"] else "")
        else:
            date = match["iso"] or match["year"]
        # In a list of dates the first says what they all are.
        listed = last and re.fullmatch(r",? (?:and |et |y )?", text[last : match.start()])
        told = told if listed else bool(re.search(say.TOLD[lang], text[: match.start()], re.IGNORECASE))
        last = match.end()
        yield date, told, match.start()


def dates(licence: Licence, lang: str, text: str) -> Iterator[Finding]:
    """Each date is one of what is shown, of the same clock, and no more precise."""

    def licensed(date: str, known: set[str]) -> bool:
        return any(one.startswith(date) for one in known)

    for date, told, _ in dates_in(lang, text):
        if not licensed(date, licence.told if told else licence.happened):
            yield "date.clock" if licensed(date, licence.told | licence.happened) else "date", date


def none(licence: Licence, lang: str, text: str) -> Iterator[Finding]:
    """ "None" is said only of a whole lineage of sources that were read, and only where it is so."""
    truth = licence.truth
    for match in re.finditer(say.NO_MONEY[lang], text, re.IGNORECASE):
        known = [c for c in truth.reported if not match[1] or c.currency == match[1]]
        if known and say.IN_PART[lang] not in match[0]:
            yield "none.reported", match[0]
        elif not truth.whole:
            yield "none.part", match[0]
        elif any(truth.all.triples.token(seed, "sl:followOnKnown") == "notLookedFor" for seed in truth.seeds):
            yield "none.notLookedFor", match[0]
    world = truth.all
    until = truth.limits.get("asOf")
    alone = [seed for seed in truth.seeds if not world.out.get(seed)]
    for match in re.finditer(say.NO_STEP[lang], text):
        if not truth.limits and len(alone) == 0:
            yield "none.step", match[0]
        later = world.downstream(truth.seeds) | truth.seeds
        launches = [date for n in later for s in world.out.get(n, ()) if (date := world.launch(s))]
        if until and any(date <= until for date in launches):
            yield "none.step.happened", match[0]


def sources(licence: Licence, lang: str, where: str, text: str, marks: dict[str, str]) -> Iterator[Finding]:
    """The sources named are those of what is shown: none more, none less."""
    truth = licence.truth
    get = truth.world.triples
    told: set[str] = set()
    for match in re.finditer(say.SOURCE[lang], text):
        rest = text[match.end() :].split(". ")[0]
        told |= {marks[mark].rsplit("/", 1)[-1] for mark in re.findall(NAME, rest)}
        if say.BOOKLET[lang] in rest:
            told |= {
                s
                for s in truth.sources
                if (get.text(source_iri(truth, s), "sl:sourceKind") or "").startswith("booklet")
            }
    if where in {"summary", "alt"} and truth.sources - told:
        yield "source.missing", str(sorted(truth.sources - told))
    known = truth.sources | {"seedline"}
    yield from (("source.unlicensed", name) for name in sorted(told - known))


def source_iri(truth: Truth, key: str) -> str:
    """Return the IRI of a source."""
    found = truth.world.triples.pointing("rdf:type", "https://w3id.org/seedline/ontology#Source")
    return next((iri for iri in found if iri.rsplit("/", 1)[-1] == key), "")


@lru_cache
def verb_patterns(lang: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """Return the patterns of relations, of moods, and of a status in brackets."""
    relations = "|".join(f"(?P<{name}>{words})" for name, words in say.RELATIONS[lang].items())
    moods = "|".join(f"(?P<{name}>{words})" for name, words in say.MOODS[lang])
    status = rf"\s*\([^()]*?\b({say.alternatives(say.STATUSES[lang])})\b[^()]*\)"
    return re.compile(rf"\b(?:{relations})"), re.compile(rf"\b(?:{moods})\b"), re.compile(status)


def moods(licence: Licence, lang: str, text: str, marks: dict[str, str]) -> Iterator[Finding]:
    """No step is told in another direction, as another relation, in another status, or stronger than it is."""
    truth, world = licence.truth, licence.truth.world
    into: dict[str, list[Step]] = {}
    for step in truth.steps:
        into.setdefault(step.later, []).append(step)
    relations, moods_of, status_of = verb_patterns(lang)
    for told in re.split(r"(?<=[^\d][.])\s+(?=[A-ZÀ-Ý\ue000-\uf8ff])|\n", text):
        verbs = list(relations.finditer(told))
        for name in re.finditer(NAME, told) if verbs else ():
            node = marks[name[0]]
            verb = next((verb for verb in reversed(verbs) if verb.end() <= name.start()), None)
            if verb is None or node not in truth.nodes:
                continue
            relation = verb.lastgroup or ""
            steps = [s for s in into.get(node, ()) if s.relation == relation]
            if not steps and any(v.lastgroup == "produced" and v.end() <= name.start() for v in verbs):
                relation, steps = "produced", [s for s in into.get(node, ()) if s.relation == "produced"]
            if not steps:
                yield "step.relation", f"{relation} → {node}"
                continue
            bracket = status_of.match(told, name.end())
            status = say.STATUSES[lang][bracket[1]] if bracket else None
            steps_said = [
                s for s in steps if status in {None, world.status(s)} or (status == "launched" and world.launch(s))
            ]
            if not steps_said:
                yield "step.status", f"{node}: {bracket and bracket[1]}"
                continue
            if relation == "produced":
                if all(world.mood(s) not in {"happened", "underWay"} for s in steps_said):
                    yield "mood", f"produced → {node}, which is {world.status(steps_said[0])}"
                if all(s.contribution in {"contributedTo", "inspired"} for s in steps_said):
                    yield "contribution", f"produced → {node}: {steps_said[0].contribution}"
                continue
            found = next((m for m in reversed(list(moods_of.finditer(told, 0, verb.start())))), None)
            mood = found.lastgroup or "" if found and not verb_between(verbs, found, verb, lang) else "happened"
            if not any(may(truth, s, mood, bool(bracket)) for s in steps_said):
                yield "mood", f"{mood} {relation} → {node}, which is {world.status(steps_said[0])}"


def verb_between(verbs: list[re.Match[str]], mood: re.Match[str], verb: re.Match[str], lang: str) -> bool:
    """Return whether a verb that stands for itself lies between a mood and the verb it would be of."""
    return any(v.lastgroup == "produced" and mood.end() <= v.start() < verb.start() for v in verbs)


def may(truth: Truth, step: Step, told: str, bracket: bool) -> bool:
    """Return whether a step may be told in a mood; beside its status in brackets a little more freely."""
    strength, mood = truth.world.rules.strength, truth.world.mood(step)
    if mood == "stopped":
        begun = any(truth.world.rules.mood.get(seen.status) in {"happened", "underWay"} for seen in step.seen)
        return told == "stopped" or (bracket and begun)
    if told == "stopped":
        return False
    # "Was scaled into X (launched …)" and "may become X (status not stated)" say in brackets what they leave open.
    allowed = {"underWay": "happened", "notStated": "suggested"}.get(mood, mood) if bracket else mood
    return strength[told] <= strength[allowed]


def counts(licence: Licence, lang: str, text: str) -> Iterator[Finding]:
    """Counts of outputs, steps by status, things and seeds; voices; the ratio and its unit."""
    truth, world = licence.truth, licence.truth.world
    scaling = {name for name, relation in world.rules.relations.items() if relation.scaling}
    onward = {s.earlier for s in truth.steps if s.relation in scaling}
    made = Counter(
        s.earlier
        for s in truth.steps
        if s.relation == "produced" and s.later not in onward and world.mood(s) in {"happened", "underWay"}
    )
    for match in re.finditer(say.OUTPUTS[lang], text):
        if int(match[1]) not in {made[seed] for seed in truth.seeds}:
            yield "count.outputs", f"{match[0]}, of which {[made[seed] for seed in truth.seeds]} exist"
    by_status = Counter(world.status(step) for step in truth.steps)
    for match in re.finditer(say.STEP_COUNTS[lang], text):
        told = {say.STATUSES[lang].get(name): int(n) for n, name in re.findall(r"(\d+) ([^,]+)", match[1])}
        if told != dict(by_status):
            yield "count.steps", f"{match[0]} {dict(by_status)}"
    for match in re.finditer(say.PICTURE[lang], text):
        if (int(match[1]), int(match[2] or 0)) != (len(truth.nodes), len(truth.steps)):
            yield "count.things", match[0]
    for match in re.finditer(say.SEEDS[lang], text):
        if int(match[1]) != len(truth.seeds):
            yield "count.seeds", match[0]
    for match in re.finditer(say.WHOSE_WORD[lang], text):
        voices = {v for v, pattern in say.VOICES[lang].items() if re.search(pattern, match[1])}
        if voices != {step.voice for step in truth.steps}:
            yield "voice", match[0]
    for match in re.finditer(say.RATIO[lang], text):
        told = number(match["ratio"].rstrip(".,"), lang), say.BOUNDS[lang].get(match["bound"].strip(), "exact")
        units = {c: ratio for c in truth.sums.currencies if (ratio := truth.sums.ratio(c))}
        if match["unit"] in say.DOLLAR and set(units) - {"USD"}:
            yield "ratio.unit", f"{match['unit']} of {sorted(units)}"
        if told not in {(Decimal(ratio), bound) for ratio, bound in units.values()}:
            yield "ratio", match[0]


def lost(licence: Licence, lang: str, text: str) -> Iterator[Finding]:
    """What every summary must hold, in whatever language it is."""
    truth, world = licence.truth, licence.truth.world
    told = {date for date, as_of, _ in dates_in(lang, text) if as_of}
    happened = {date for date, as_of, _ in dates_in(lang, text) if not as_of}
    if any(c.status == "blocked" for c in truth.sums.all.values()) and not re.search(say.BLOCKED[lang], text):
        yield "lost.blocked", "money is blocked"
    inexact = [c for c in truth.sums.counted if c.bound != "exact" and c.as_of]
    if (date := newest(c.as_of for c in inexact)) and date not in told:
        yield "lost.asOf", date
    scaling = world.rules.relations
    for step in truth.steps:
        launch = world.launch(step)
        if (
            launch
            and scaling[step.relation].scaling
            and (world.triples.label(step.later) or "") in text
            and launch not in happened
        ):
            yield "lost.launch", f"{launch} of {step.later}"
    voices = {step.voice for step in truth.steps}
    if "seedline" in voices and not re.search(say.OUR_READING[lang], text):
        yield "lost.reading", "a step is our own reading"
    for voice in sorted(voices - {"fund", "seedline"}):
        if not re.search(say.VOICES[lang][voice], text):
            yield "lost.voice", voice


def check_form(licence: Licence, lang: str, ending: str, text: str, document: Json) -> Iterator[Finding]:
    """Yield what the text of a file says of amounts, dates and "none" and the triples do not license.

    A table says by its heads what its dates are, so they are held against both clocks, save beside a state.
    """
    stated = sorted({s for s in own_words(document) if len(s) > 20}, key=len, reverse=True)
    for words in stated:
        text = text.replace(words, " ")
    known = licence.told | licence.happened | {date for words in stated for date, *_ in dates_in("en", words)}
    for number, label in enumerate(licence.names):
        text = text.replace(label, chr(FIRST + number))
        known |= {date for date, *_ in dates_in("en", label)}
    text, found = amounts(licence, lang, text)
    yield from found
    states = rf"[(·] ?(?:{say.alternatives(say.MONEY_STATES[lang])}|{say.alternatives(say.STATUSES[lang])}), ?$"
    for date, told, start in dates_in(lang, text):
        if not any(one.startswith(date) for one in known):
            yield "date", date
        # "(approved, 2021)" says that it was approved then.
        if not told and re.search(states, text[:start]) and not any(one.startswith(date) for one in licence.happened):
            yield "date.clock", date
    yield from none(licence, lang, text)
    if ending in {"mmd", "dot"}:
        lines = [line for line in text.splitlines() if "->" in line or "-->" in line]
        told = sum(bool(re.search(say.OUR_READING[lang], line)) for line in lines)
        if told > sum(step.basis == "inferred" for step in licence.truth.steps):
            yield "count.readings", f"{told} steps told as our reading"


def own_words(part: object) -> Iterator[str]:
    """Yield each sentence that a document hands on from the triples: summaries, titles, notes, reasons of readings."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"title", "note", "purpose", "reason", "summary"} and isinstance(value, str):
                yield value
            if name != "leftOut":
                yield from own_words(value)
    elif isinstance(part, list):
        for value in part:
            yield from own_words(value)
