"""What may have followed what: links that only resemble lineage, each with a score and reasons.

A candidate is no step, and nothing draws it. Somebody who knows the two projects accepts it, and then it is our
reading, or says that they are unrelated.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import seedline_ontology
from seedline.identity.clusters import Resolution
from seedline.identity.judgements import Judgements
from seedline.ingest.portfolio import Portfolio
from seedline.ingest.table.conversion import countries, fold, key_of
from seedline.model import Document, Thing
from seedline.triples import DEFAULT_BASE, OURS, NamedNode, parse_file, term, token
from seedline.vocabulary import RELATIONS

MOST = 3
"""How many candidates a project has at most, as the earlier one and as the later one."""
CANDIDATES = "candidates.json"
COMPARED = 2000
"""Of more projects a build keeps no candidates: each is compared with each, and nobody waits for that but who asks."""
_COUNTRY, _REGION, _TYPE, _TIME, _WORDS = 0.35, 0.15, 0.1, 0.1, 0.3
"""What each likeness adds at most: the same countries, one region of the Fund, one type, the right time, words."""
_HALF = 5.0
"""How much the shared words tell, in nats, where they add half of what they can."""
_STEM = 6
"""Words are compared by their first letters, by which forms of a word and near languages meet."""
_GAP = range(-1, 5)
"""Years from the end of the one to the beginning of the other that are taken for the right time."""
_UNDATED = 2
"""Years that a project without an end is taken to run."""
_SHOWN = 6
_LINE = re.compile(r"[A-Z]{2}(?=\.\d{4}$)")
#: Words that say nothing in the languages of the titles.
_SMALL = frozenset(
    (
        *("the", "and", "for", "with", "from", "into", "its", "their", "this", "that", "through", "phase"),
        *("des", "les", "une", "aux", "par", "pour", "dans", "sur"),
        *("del", "los", "las", "una", "por", "para", "con", "entre", "que"),
    )
)


@dataclass(frozen=True, slots=True)
class Project:
    """What is compared of a project: the words of its titles, and of all that is told of it and of what it made."""

    key: str
    title: Mapping[str, str]
    story: Mapping[str, str]
    countries: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    begun: int | None = None
    ended: int | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Two projects of which the later may have followed the earlier: a score from 0 to 1, and what speaks for it."""

    earlier: str
    later: str
    score: float
    reasons: tuple[tuple[str, str], ...] = field(default=())


def candidates(projects: Iterable[Project], linked: Iterable[tuple[str, str]] = ()) -> list[Candidate]:
    """Return what may have followed what, the likeliest first, of pairs that are not ``linked`` either way.

    >>> told = stems("Border posts on the river")
    >>> first = Project("a", told, told, frozenset({"TD"}), begun=2011)
    >>> later = Project("b", told, told, frozenset({"TD"}), begun=2014)
    >>> [(found.earlier, found.later, [name for name, _ in found.reasons]) for found in candidates([later, first])]
    [('a', 'b', ['country', 'region', 'time', 'words'])]
    """
    every = sorted(projects, key=lambda project: project.key)
    often = Counter(word for project in every for word in project.title)
    telling = {word: math.log((len(every) + 1) / number) for word, number in often.items()}
    apart = {frozenset(pair) for pair in linked}
    found = [
        candidate
        for earlier in every
        for later in every
        if earlier.begun is not None
        and later.begun is not None
        and earlier.begun < later.begun
        and frozenset({earlier.key, later.key}) not in apart
        and (candidate := _compared(earlier, later, telling))
    ]
    found.sort(key=lambda one: (-one.score, one.earlier, one.later))
    return list(_few(found))


def _few(found: Iterable[Candidate]) -> Iterator[Candidate]:
    before: Counter[str] = Counter()
    after: Counter[str] = Counter()
    for candidate in found:
        if before[candidate.earlier] < MOST and after[candidate.later] < MOST:
            before[candidate.earlier] += 1
            after[candidate.later] += 1
            yield candidate


def _compared(earlier: Project, later: Project, telling: Mapping[str, float]) -> Candidate | None:
    assert earlier.begun is not None and later.begun is not None
    shared = earlier.countries & later.countries
    regions = {of for country in earlier.countries for of in [region_of().get(country)] if of}
    near = sorted(regions & {region_of().get(country, "") for country in later.countries})
    words = sorted(later.title.keys() & earlier.story.keys(), key=lambda word: (-telling[word], word))
    told = sum(telling[word] for word in words)
    if not words or not (shared or near):
        return None
    score, reasons = _WORDS * told / (told + _HALF), []
    if shared:
        score += _COUNTRY * len(shared) / len(earlier.countries | later.countries)
        reasons.append(("country", ", ".join(sorted(shared))))
    if near:
        score += _REGION
        reasons.append(("region", ", ".join(near)))
    if types := earlier.types & later.types:
        score += _TYPE
        reasons.append(("type", ", ".join(sorted(types))))
    if later.begun - (earlier.ended or earlier.begun + _UNDATED) in _GAP:
        score += _TIME
        reasons.append(("time", f"{earlier.ended or earlier.begun}, {later.begun}"))
    reasons.append(("words", ", ".join(later.title[word] for word in words[:_SHOWN])))
    return Candidate(earlier.key, later.key, round(score, 3), tuple(reasons))


def stems(*texts: str) -> dict[str, str]:
    """Return the words of texts as they are compared → as written; small words and names of countries tell nothing.

    >>> stems("Strengthening governance in Zambia; la gouvernance des migrations")
    {'streng': 'strengthening', 'govern': 'governance', 'gouver': 'gouvernance', 'migrat': 'migrations'}
    """
    found: dict[str, str] = {}
    for word in fold(" ".join(texts)).split():
        stem = word[:_STEM] if len(word) > _STEM else word.rstrip("s")
        if len(word) > 2 and word not in _SMALL and stem not in _country_words():
            found.setdefault(stem, word)
    return found


@cache
def _country_words() -> frozenset[str]:
    return frozenset(word[:_STEM] for name in countries()["country-name"] for word in name.split() if len(word) > 2)


@cache
def region_of() -> dict[str, str]:
    """Return the Fund's region of each country by its code.

    >>> region_of()["BR"]
    'latinAmericaCaribbean'
    """
    scheme = next(path for path in seedline_ontology.schemes() if path.stem == "country")
    graph, in_region = NamedNode("urn:x-countries"), term("sl:idfRegion")
    return {
        token(quad.subject.value): token(quad.object.value)
        for quad in parse_file(scheme, source="countries", graph=graph, base=DEFAULT_BASE)
        if quad.predicate == in_region and isinstance(quad.subject, NamedNode) and isinstance(quad.object, NamedNode)
    }


def open_candidates(portfolio: Portfolio, resolution: Resolution, judgements: Judgements) -> list[Candidate]:
    """Return the candidates of a portfolio that nobody has judged, of pairs that no steps lead between."""
    of = resolution.of
    judged = {
        (of.get(judgement.of[0], judgement.of[0]), of.get(judgement.of[1], judgement.of[1]))
        for judgement in judgements.in_force()
        if judgement.of_lineage
    }
    return candidates(_projects(portfolio, resolution), {*_led(portfolio), *judged})


def keep_candidates(folder: Path, found: Iterable[Candidate], iri: Callable[[str], str]) -> None:
    """Write candidates beside a snapshot's index, by the IRIs of their projects; they are no part of its facts."""
    told = [[iri(one.earlier), iri(one.later), one.score, one.reasons] for one in found]
    (folder / CANDIDATES).write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")


def kept_candidates(folder: Path) -> list[Candidate]:
    """Return the candidates that are kept in a folder, their projects by IRI; none where none were kept.

    >>> from tempfile import TemporaryDirectory
    >>> with TemporaryDirectory() as name:
    ...     keep_candidates(Path(name), [Candidate("a", "b", 0.5, (("country", "NP"),))], "urn:{}".format)
    ...     kept_candidates(Path(name))
    [Candidate(earlier='urn:a', later='urn:b', score=0.5, reasons=(('country', 'NP'),))]
    """
    path = folder / CANDIDATES
    told = json.loads(path.read_text("utf-8")) if path.is_file() else []
    return [
        Candidate(one, other, score, tuple((why, of) for why, of in reasons)) for one, other, score, reasons in told
    ]


def accepted(judgements: Judgements, resolution: Resolution) -> Document | None:
    """Return the steps that somebody accepted, as readings of ours; none where nobody accepted any."""
    steps, evidence = {}, {}
    for judgement in judgements.in_force():
        if judgement.verdict == "follows":
            earlier, later = (resolution.of.get(name, name) for name in judgement.of)
            key = key_of(f"{earlier}--{later}")
            # The word of whoever accepted it is all that there is.
            evidence[key] = {"name": judgement.by, "role": "accepted a candidate", "date": judgement.on}
            steps[key] = {
                "key": key,
                "from": earlier,
                "to": later,
                "relation": judgement.relation,
                "basis": "inferred",
                "evidence": [key],
                "not-stated": {"statuses": {"evidence": [key]}},
                "summary": judgement.why,
                "note": f"No source tells this step; {judgement.by} accepted it on {judgement.on}.",
            }
    told = {"seedline": "1", "owner": "accepted", "title": "Candidates that were accepted", "asserted-by": OURS}
    return Document.model_validate({**told, "steps": steps, "evidence": evidence}) if steps else None


def _led(portfolio: Portfolio) -> Iterator[tuple[str, str]]:
    """Yield each two things between which steps lead, over whatever stands between them."""
    later: dict[str, set[str]] = defaultdict(set)
    for file in portfolio.files:
        for step in file.document.steps.values():
            if RELATIONS[step.relation].component or not RELATIONS[step.relation].directed:
                later[step.from_].add(step.to)
    for start in list(later):
        reached, stack = set[str](), [start]
        while stack:
            for thing in later.get(stack.pop(), ()):
                if thing not in reached:
                    reached.add(thing)
                    stack.append(thing)
        yield from ((start, thing) for thing in reached)


def _projects(portfolio: Portfolio, resolution: Resolution) -> Iterator[Project]:
    clusters = {cluster.key: cluster for cluster in resolution.clusters}
    files = {key: file.document for file in portfolio.files for key in file.document.things}
    things = {key: document.things[key] for key, document in files.items() if _compared_kind(document.things[key])}
    for key in sorted({*clusters, *things}):
        records = [member.record for member in clusters[key].members] if key in clusters else []
        thing = things.get(key) or (clusters[key].thing if key in clusters else None)
        document = files.get(key)
        titles = [record.title for record in records if record.title]
        told = list(_told(document, thing)) if document and thing else []
        years = [record.start or record.funding_year for record in records]
        ends = [record.end for record in records if "end" not in record.doubts]
        places = {country for record in records for country in record.countries}
        codes = {code for record in records for code in record.identifiers.values()}
        if thing is not None:
            titles.append(thing.title.value if thing.title else thing.label)
            years += [thing.start.value if thing.start else None, *_years(portfolio, key)]
            ends.append(thing.end.value if thing.end else None)
            places |= {country.value for country in thing.countries.values()}
            codes |= {code.value for code in thing.identifiers.values()}
        yield Project(
            key,
            stems(*titles),
            stems(*titles, *told),
            frozenset(places),
            frozenset({record.project_type for record in records if record.project_type})
            | {line[0] for code in codes if (line := _LINE.match(code))},
            min((int(year[:4]) for year in years if year), default=None),
            min((int(end[:4]) for end in ends if end), default=None),
        )


def _compared_kind(thing: Thing) -> bool:
    return thing.kind in {"seedProject", "project", "programme"}


def _years(portfolio: Portfolio, key: str) -> Iterator[str | None]:
    for file in portfolio.files:
        yield from (money.funding_year for money in file.document.commitments.values() if money.to == key)


def _told(document: Document, thing: Thing) -> Iterator[str]:
    """Yield what a case file says of its project and of what it made; of others only what is said of them alone."""
    items: list[object] = [thing]
    if document.owner == thing.key:
        sections = (document.things, document.steps, document.claims, document.characteristics, document.carried_on)
        items = [item for section in sections for item in section.values()]
    for item in items:
        yield from (text for name in ("label", "summary") if isinstance(text := getattr(item, name, None), str))
