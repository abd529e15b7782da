"""Words held against the triples by extraction: every amount, date, source, "none", mood and count must be licensed."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from tests.checker import phrases as say
from tests.checker.figures import amounts, dates, dates_in, number
from tests.checker.ledger import Finding
from tests.checker.licence import FIRST, NAME, SOURCE_CLASS, Licence
from tests.checker.moods import moods
from tests.checker.truth import Truth
from tests.checker.world import Json, newest


def check(licence: Licence, lang: str, where: str, text: str) -> Iterator[Finding]:
    """Yield all that a text says and the triples do not license."""
    marked = text = say.plain(text)
    marks: dict[str, str] = {}
    for place, (label, iri) in enumerate(licence.names.items()):
        mark = chr(FIRST + place)
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
    if where in {"summary", "caption"} and licence.uncounted and not re.search(say.NOT_COUNTED[lang], text):
        yield "lost.notCounted", str(sorted(c.iri for c in licence.uncounted))


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
    # A step without a direction leads to nothing that came after.
    directed = {seed for seed in truth.seeds for s in world.out.get(seed, ()) if s.relation not in say.UNDIRECTED}
    alone = truth.seeds - directed
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
        for phrase, kind in ((say.BOOKLET[lang], "booklet"), (say.PROJECT_PAGES[lang], "project pages of the Fund")):
            # Of the two together: "the booklet and the project pages of the Fund".
            if phrase in rest or phrase.removesuffix(" du Fonds").removesuffix(" del Fondo") in rest:
                told |= {
                    s for s in truth.sources if (get.text(source_iri(truth, s), "sl:sourceKind") or "").startswith(kind)
                }
    if where in {"summary", "alt"} and truth.sources - told:
        yield "source.missing", str(sorted(truth.sources - told))
    known = truth.sources | {"seedline"}
    yield from (("source.unlicensed", name) for name in sorted(told - known))


def source_iri(truth: Truth, key: str) -> str:
    """Return the IRI of a source."""
    found = truth.world.triples.pointing("rdf:type", SOURCE_CLASS)
    return next((iri for iri in found if iri.rsplit("/", 1)[-1] == key), "")


def counts(licence: Licence, lang: str, text: str) -> Iterator[Finding]:
    """Counts of outputs, steps by status, things and seeds; voices; the ratio and its unit."""
    truth, world = licence.truth, licence.truth.world
    scaling = {name for name, relation in world.rules.relations.items() if relation.scaling}
    onward = {s.earlier for s in truth.steps if s.relation in scaling}
    made: Counter[str] = Counter()
    # What became something else is told by its name and not counted again, or, where there is no room, only counted.
    named: Counter[str] = Counter()
    helped: Counter[str] = Counter()
    for s in truth.steps:
        if s.relation == "produced" and world.mood(s) in {"happened", "underWay"}:
            if s.contribution in {"contributedTo", "inspired"}:
                helped[s.earlier] += 1
            else:
                (named if s.later in onward else made)[s.earlier] += 1
    for match in re.finditer(say.OUTPUTS[lang], text):
        # "Contributed to 2 outputs" counts others than "produced 2 outputs" does.
        true = helped if re.search(say.CONTRIBUTED[lang], text[: match.start()]) else made
        more = 0 if true is helped else 1
        if not any(true[seed] <= int(match[1]) <= true[seed] + more * named[seed] for seed in truth.seeds):
            yield "count.outputs", f"{match[0]}, of which {[true[seed] for seed in truth.seeds]} exist"
    by_status = Counter(world.status(step) for step in truth.steps)
    for match in re.finditer(say.STEP_COUNTS[lang], text):
        told = {say.status_counted(lang, name): int(n) for n, name in re.findall(r"(\d+) ([^,]+)", match[1])}
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
        paid = {truth.world.triples.token(c.iri, "sl:assertedBy") for c in truth.sums.counted}
        if voices != {step.voice for step in truth.steps} | {voice for voice in paid if voice}:
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
    said = list(dates_in(lang, text))
    told = {date for date, as_of, _ in said if as_of}
    happened = {date for date, as_of, _ in said if not as_of}
    if any(c.status == "blocked" for c in truth.sums.all.values()) and not re.search(say.BLOCKED[lang], text):
        yield "lost.blocked", "money is blocked"
    inexact = [c for c in truth.sums.counted if c.bound != "exact" and c.as_of]
    if (date := newest(c.as_of for c in inexact)) and date not in told:
        yield "lost.asOf", date
    scaling = world.rules.relations
    for step in truth.steps:
        launch = world.launch(step)
        if launch is None or not scaling[step.relation].scaling or launch in happened:
            continue
        # A text that only names a thing, as its subject, tells of no step to it.
        if (world.triples.label(step.later) or "\0") in text and re.search(say.RELATIONS[lang][step.relation], text):
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
    text, get = say.plain(text), licence.truth.world.triples
    cited = {c for s in get.pointing("rdf:type", SOURCE_CLASS) for c in get.texts(s, "dcterms:bibliographicCitation")}
    stated = sorted(cited | {s for s in own_words(document) if len(s) > 20}, key=len, reverse=True)
    for words in [*stated, *sorted(quoted(document), key=len, reverse=True)]:
        text = text.replace(words, " ")
    known = licence.told | licence.happened | {date for words in stated for date, *_ in dates_in("en", words)}
    for place, label in enumerate(licence.names):
        text = text.replace(label, chr(FIRST + place))
        known |= {date for date, *_ in dates_in("en", label)}
    text, _, cells = text.partition("\f")
    text, found = amounts(licence, lang, text)
    # The blocks of a PDF are no cells: a line may go on in the next column, a state belong to the row before. Its tags
    # have the cells, and the bounds of its picture are held in the picture itself: see ``sheet``.
    yield from (one for one in found if not cells or one[0] not in {"amount.state", "amount.bound"})
    yield from amounts(licence, lang, cells)[1]
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
        get = licence.truth.world.triples
        ours = [
            step
            for step in licence.truth.steps
            if step.basis == "inferred" or (step.seen and get.token(step.seen[-1].iri, "sl:basis") == "inferred")
        ]
        if told > len(ours):
            yield "count.readings", f"{told} steps told as our reading"


def quoted(part: object) -> set[str]:
    """Return the first and last words of passages, which are the source's own, apart and as one."""
    found: set[str] = set()
    if isinstance(part, dict):
        begins, ends = part.get("begins"), part.get("ends")
        if begins or ends:
            told = [begins, ends, f"{begins} … {ends}"]
            # A short passage is told whole, what both have once.
            told += (
                [begins + ends[k:] for k in range(len(ends)) if begins.endswith(ends[:k])] if begins and ends else []
            )
            found |= {words for words in told if words and len(words) > 8}
        part = list(part.values())
    if isinstance(part, list):
        found |= {words for value in part for words in quoted(value)}
    return found


def own_words(part: object) -> Iterator[str]:
    """Yield each sentence that a document hands on from the triples: summaries, titles, notes, reasons of readings."""
    if isinstance(part, dict):
        for name, value in part.items():
            if name in {"title", "note", "purpose", "reason", "summary"} and isinstance(value, str):
                yield value
            # Why money is left out is said by the product: only what it was given for is a sentence of the triples.
            inner = [out["commitment"] for out in value] if name == "leftOut" else value
            yield from own_words(inner)
    elif isinstance(part, list):
        for value in part:
            yield from own_words(value)
