"""A new case file, written from some answers, with comments that say how to go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, get_args

from pydantic import TypeAdapter, ValidationError

from seedline.ingest.casefile import message_of
from seedline.model.fields import Amount, Country, Currency, Date, Key, Line, Url, Year
from seedline.vocabulary import BOUNDS, RELATIONS, VOICES
from seedline.vocabulary.tokens import Relation, Status, Voice


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask; ``example`` shows the form of the answer, ``type`` is that of the case file's field."""

    name: str
    text: str
    example: str
    type: Any = Line
    optional: bool = False

    def fault(self, answer: str) -> str | None:
        """Return what is wrong with an answer, in the words of a case file's error; ``None`` where nothing is.

        >>> Question("year", "Its funding year", "2015", Year).fault("soon") is None
        False
        """
        answer = answer.strip()
        if not answer:
            return None if self.optional else "an answer is needed, an empty one does not do"
        for part in answer.split(",") if self.type is Country else [answer]:
            try:
                TypeAdapter(self.type).validate_python(part.strip().upper() if self.type is Country else part)
            except ValidationError as error:
                return message_of(error.errors()[0])
        return None


_VOICES = [voice.token for voice in VOICES.values() if not voice.ours]
_RELATIONS = [relation.token for relation in RELATIONS.values() if relation.joins != "no"]
QUESTIONS = (
    Question("title", "Title of the project, as its source prints it", "Enhancing Port Services in Exampleland"),
    Question("label", "A short label of your own", "Port services"),
    Question(
        "summary", "What it did, in one sentence of your own words", "A grant that opened a school for dock workers."
    ),
    Question("countries", "Benefiting countries, ISO codes of two letters", "VN, KH", Country),
    Question("funder", "Who gave the seed (key; idf is the IOM Development Fund)", "idf", Key),
    Question("amount", "Amount of the seed, digits only", "300000", Amount, optional=True),
    Question("currency", "Its currency", "USD", Currency, optional=True),
    Question("year", "Its funding year", "2015", Year, optional=True),
    Question("url", "Address of a page that says so", "https://example.org/project", Url),
    Question("seen", "Date on which you saw that page", "2026-11-24", Date),
    Question("voice", f"By whose word: {', '.join(_VOICES)}", "other", Voice),
    Question(
        "followed", "What followed it (a short label; empty if nothing is known)", "Schools in all ports", optional=True
    ),
    Question(
        "relation",
        f"How it followed: {', '.join(_RELATIONS)}; empty leaves the step out",
        "scaledInto",
        Relation,
        optional=True,
    ),
    Question("status", f"Status of that step: {', '.join(get_args(Status))}", "launched", Status, optional=True),
    Question("on", "Date on which that came about, if the page gives one", "2020-05", Date, optional=True),
    Question("asof", "Date of the page that tells it: known as of", "2021-10", Date, optional=True),
)


def new_case(code: str, answers: Mapping[str, str]) -> str:
    """Return a commented case file; it builds as it is, marked as a draft.

    >>> text = new_case("ZZ.0002", {"title": "T", "label": "L", "summary": "S", "countries": "VN", "funder": "idf",
    ...     "url": "https://example.org/", "seen": "2026-11-24"})
    >>> "  ZZ.0002:" in text and 'draft: "true"' in text
    True
    """
    told = {question.name: answers.get(question.name, "").strip() for question in QUESTIONS}
    source = f"page-{code.lower().replace('.', '-')}"
    countries = [country.strip().upper() for country in told["countries"].split(",") if country.strip()]
    lines = [
        f"# {code}. Written by `seedline new`. Check: seedline validate default FILE",
        "# Every value is text: quote codes, dates and amounts. Each needs a source and a place in it.",
        'seedline: "1"',
        f"owner: {code}",
        f"title: {_quoted(told['label'])}",
        f"source: {source}",
        f"# By whose word: {', '.join(_VOICES)}.",
        f"asserted-by: {told['voice'] or 'other'}",
        "",
        "sources:",
        f"  {source}:",
        f"    title: {_quoted(told['title'])}",
        "    kind: web page",
        f"    url: {_quoted(told['url'])}",
        f"    collected: {_quoted(told['seen'])}",
        "",
        "# Places in the source. For a text of your own, `seedline cite --source-text FILE 'words'` writes a span.",
        "evidence:",
        "  page:",
        f"    url: {_quoted(told['url'])}",
        f"    seen: {_quoted(told['seen'])}",
        "",
        "things:",
        f"  {code}:",
        "    kind: seedProject",
        "    # A draft builds and is marked, and stays out of totals. Take the line out when the file is complete.",
        '    draft: "true"',
        f"    label: {_quoted(told['label'])}",
        "    # In our own words, never the source's sentences.",
        f"    summary: {_quoted(told['summary'])}",
        "    evidence: page",
        f"    title: {{value: {_quoted(told['title'])}, evidence: page}}",
        "    identifiers:",
        f"      code: {{value: {_quoted(code)}, evidence: page}}",
        "    # duration: {value: P30M, evidence: page}",
        "    countries:",
        *[f"      {country.lower()}: {{value: {_quoted(country)}, evidence: page}}" for country in countries],
    ]
    if told["followed"]:
        lines += [
            "  what-followed:   # choose a key of your own: lower-case words joined by hyphens",
            "    kind: programme   # project, programme, product (with product-kind) or policy",
            f"    label: {_quoted(told['followed'])}",
            "    evidence: page",
        ]
    lines += [
        "",
        "# Who gave what. Status: pledged, planned, approved, committed, secured, mobilised, disbursed, blocked,",
        "# notStated.",
        "commitments:",
        "  seed:",
        f"    to: {code}",
        f"    funder: {told['funder']}",
        "    source-type: seed",
    ]
    if told["amount"]:
        lines.append(f"    amount: {_quoted(told['amount'])}")
        if told["currency"]:
            lines.append(f"    currency: {told['currency']}")
    if told["year"]:
        lines.append(f"    funding-year: {_quoted(told['year'])}")
    lines += ["    summary: The seed.", "    evidence: page"]
    if told["followed"]:
        lines += [
            "  # Money for what followed: describe its funder under organisations first.",
            "  # follow-on:",
            "  #   to: what-followed",
            "  #   funder: a-key-under-organisations",
            '  #   amount: "1000000"',
            "  #   currency: USD",
            f"  #   bound: atLeast        # {', '.join(BOUNDS)}",
            "  #   status: committed",
            "  #   source-type: bilateral",
            '  #   as-of: "2021-10"',
            "  #   summary: One sentence of your own.",
            "  #   evidence: page",
            "",
            f"# From the earlier to the later. Relation: {', '.join(_RELATIONS[:5])},",
            f"# {', '.join(_RELATIONS[5:])}.",
        ]
    if told["followed"] and told["relation"]:
        lines += [
            "steps:",
            "  what-followed:",
            f"    from: {code}",
            "    to: what-followed",
            f"    relation: {told['relation']}",
            "    contribution: notStated   # originated, contributedTo, inspired",
            *_statuses(told["status"], told["on"], told["asof"]),
            "    summary: One sentence of your own about how the one became the other.",
            "    evidence: page",
        ]
    elif told["followed"]:
        lines += ["# steps:", f"#   what-followed: {{from: {code}, to: what-followed, relation: , evidence: page}}"]
    lines += [
        "",
        "# Declared relevance of the seed, as its source prints it.",
        "# alignments:",
        f'#   sdg-10.7: {{about: {code}, sdg: "10.7", evidence: page}}',
        "",
    ]
    return "\n".join(lines)


def _statuses(status: str, on: str, as_of: str) -> list[str]:
    # A status needs the date as of which it is told; the day somebody read of it is none.
    if status and as_of:
        happened = f"on: {_quoted(on)}, " if on else ""
        return ["    statuses:", f"      - {{value: {status}, {happened}as-of: {_quoted(as_of)}, evidence: page}}"]
    return [
        "    # When it came about (on; left out where no source says) and as of when that is told:",
        "    # statuses:",
        '    #   - {value: launched, on: "2020-05", as-of: "2021-10", evidence: page}',
    ]


def _quoted(text: str) -> str:
    # JSON strings are YAML strings: quotes, colons and hashes in an answer do no harm.
    return json.dumps(text, ensure_ascii=False)
