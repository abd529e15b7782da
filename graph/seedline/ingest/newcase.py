"""A new case file, written from a dozen answers, with comments that say how to go on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Question:
    """One thing to ask; ``example`` shows the form of the answer."""

    name: str
    text: str
    example: str
    optional: bool = False


QUESTIONS = (
    Question("title", "Title of the project, as its source prints it", "Enhancing Port Services in Exampleland"),
    Question("label", "A short label of your own", "Port services"),
    Question(
        "summary", "What it did, in one sentence of your own words", "A grant that opened a school for dock workers."
    ),
    Question("countries", "Benefiting countries, ISO codes of two letters", "VN, KH"),
    Question("funder", "Who gave the seed (key; idf is the IOM Development Fund)", "idf"),
    Question("amount", "Amount of the seed, digits only", "300000", optional=True),
    Question("currency", "Its currency", "USD", optional=True),
    Question("year", "Its funding year", "2015", optional=True),
    Question("url", "Address of a page that says so", "https://example.org/project"),
    Question("seen", "Date on which you saw that page", "2026-11-24"),
    Question(
        "voice", "By whose word: fund, implementingOffice, recipientGovernment, funder, evaluator, other", "other"
    ),
    Question(
        "followed", "What followed it (a short label; empty if nothing is known)", "Schools in all ports", optional=True
    ),
    Question("status", "Status of what followed: planned, approved, launched, ongoing …", "launched", optional=True),
    Question("asof", "Date as of which that status held", "2020-05", optional=True),
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
        "# By whose word: fund, implementingOffice, recipientGovernment, funder, evaluator, other.",
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
            "  #   bound: atLeast        # exact, atLeast, about, upTo",
            "  #   status: committed",
            "  #   source-type: bilateral",
            '  #   as-of: "2021-10"',
            "  #   summary: One sentence of your own.",
            "  #   evidence: page",
            "",
            "# From the earlier to the later. Relation: produced, scaledInto, nextPhase, replicatedBy, adoptedBy,",
            "# institutionalisedIn, builtOn, informed.",
            "steps:",
            "  what-followed:",
            f"    from: {code}",
            "    to: what-followed",
            "    relation: scaledInto",
            "    contribution: notStated   # originated, contributedTo, inspired",
            *_statuses(told["status"], told["asof"]),
            "    summary: One sentence of your own about how the one became the other.",
            "    evidence: page",
        ]
    lines += [
        "",
        "# Declared relevance of the seed, as its source prints it.",
        "# alignments:",
        f'#   sdg-10.7: {{about: {code}, sdg: "10.7", evidence: page}}',
        "",
    ]
    return "\n".join(lines)


def _statuses(status: str, as_of: str) -> list[str]:
    # A status needs the date as of which it held; the day somebody read of it is none.
    if status and as_of:
        return ["    statuses:", f"      - {{value: {status}, as-of: {_quoted(as_of)}, evidence: page}}"]
    return ["    # statuses:", '    #   - {value: launched, as-of: "2020-05", evidence: page}']


def _quoted(text: str) -> str:
    # JSON strings are YAML strings: quotes, colons and hashes in an answer do no harm.
    return json.dumps(text, ensure_ascii=False)
