"""A mapping proposed for a table that nobody has described yet, from its headings and what stands under them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from pathlib import Path

from seedline.ingest.casefile import doubt
from seedline.ingest.table.cells import Row, Sheet, Value, read_sheets
from seedline.ingest.table.conversion import countries, fold, key_of
from seedline.ingest.table.rows import fields_of
from seedline.ingest.table.template import choices

_LOOKED = 500
#: Words of a heading, in the order in which they are tried → the field of a thing. What is money goes to its own table.
_THINGS = (
    (("title", "name", "titre", "titulo", "nom", "nombre", "intitule"), "label"),
    (("code", "identifier", "id", "reference", "ref"), "identifiers.code"),
    (("iso3", "iso2", "iso", "countries", "country", "pays", "pais"), "countries"),
    (("start", "debut", "inicio"), "start"),
    (("end", "fin", "closing"), "end"),
    (("coverage",), "coverage"),
    (("summary", "resume", "resumen"), "summary"),
)
_MONEY = (
    (("funder", "donor", "bailleur", "donante"), "funder-as-stated"),
    (("amount", "budget", "montant", "monto", "value"), "amount"),
    (("currency", "devise", "moneda"), "currency"),
    (("year", "annee", "ano"), "funding-year"),
)
_DATES = ("DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY")


def propose(path: Path, sheet: str | None = None) -> str:
    """Return a mapping for a table, with a comment on each guess; the file needs a reader's eye before it is used.

    Raises:
        InputError, CaseFileError: it is no table, or cannot be read.

    """
    sheets = [found for found in read_sheets(path) if sheet is None or found.name.endswith(f"[{sheet}]")]
    tables = [line for found in sheets if found.rows for line in _tables(path, found, several=len(sheets) > 1)]
    owner = re.sub(r"[^a-z0-9]+", "-", path.stem.lower()).strip("-") or "table"
    return "\n".join(
        [
            f"# What the columns of {path.name} are. Written by `seedline map`: read each line, mend it, and fill in",
            f"# what is marked. Then: seedline validate default table:{path.name}",
            "# A column may have: to, separator, codes (country, country-alpha-3, country-name, country-any),",
            "# values (word: token), date (DD/MM/YYYY), number (1,234.56).",
            'seedline-mapping: "1"',
            f"owner: {owner}",
            f"title: {_quoted(path.name)}",
            f"source: {owner}",
            "asserted-by: other   # whose word it is: fund, funder, recipientGovernment, evaluator, other",
            "sources:",
            f"  {owner}:",
            f"    title: {_quoted(path.stem)}   # MEND: its title, publisher and address",
            '    kind: "table"',
            '    collected: "2026-01-01"   # MEND: the day on which you got it',
            "tables:",
            *tables,
            "",
        ]
    )


def _tables(path: Path, sheet: Sheet, *, several: bool) -> list[str]:
    rows = sheet.rows[:_LOOKED]
    name = key_of(sheet.title or path.stem).lower()
    things, money = _guesses(sheet, _THINGS), _guesses(sheet, _MONEY)
    key = next((column for column in sheet.columns if things.get(column) == "identifiers.code"), None)
    key = key if key and _unique(rows, key) else next((c for c in sheet.columns if c and _unique(rows, c)), None)
    address = next((column for column in sheet.columns if column and _addresses(rows, column)), None)
    common = [
        f"    file: {_quoted(path.name)}",
        *([f"    sheet: {_quoted(sheet.title)}"] if sheet.name.endswith("]") else []),
    ]
    if key:
        common.append(f"    key: {_quoted(key)}   # its texts differ in every row")
    if address:
        common.append(f"    address: {_quoted(address)}")
    lines = [f"  {name}:", *common, "    section: things", "    constants:"]
    lines.append("      kind: project   # seedProject, project, programme, product, policy")
    if "label" not in things.values():
        lines.append('      label: "MEND"   # no column looks like a title')
    lines.append("    columns:")
    lines += [line for column, to in things.items() for line in _column(rows, column, to)]
    if "amount" in money.values() and key:
        lines += _ignored(sheet, {*things, key, address})
        lines += [f"  {name}-money:", *common, "    section: commitments"]
        if "currency" not in money.values():
            lines += ["    constants:", f"      {_currency(money)}"]
        lines.append("    columns:")
        lines.append(f"      {_quoted(key)}: to   # the thing that the money is for")
        lines += [line for column, to in money.items() if column != key for line in _column(rows, column, to)]
        return lines + _ignored(sheet, {*money, key, address})
    return lines + _ignored(sheet, {*things, key, address})


def _ignored(sheet: Sheet, used: Iterable[str | None]) -> list[str]:
    left = [column for column in sheet.columns if column and column not in set(used)]
    return [f"    ignored: [{', '.join(map(_quoted, left))}]"] if left else []


def _guesses(sheet: Sheet, known: tuple[tuple[tuple[str, ...], str], ...]) -> dict[str, str]:
    """Return the field that each column looks like, each field once."""
    found: dict[str, str] = {}
    for names, to in known:
        for name in names:
            column = next((c for c in sheet.columns if c and c not in found and name in fold(c).split()), None)
            if column:
                found[column] = to
                break
    return {column: found[column] for column in sheet.columns if column in found}


def _column(rows: tuple[Row, ...], column: str, to: str) -> list[str]:
    values = [value for row in rows if (value := row.cells.get(column)) is not None]
    told = [f"to: {to}"]
    several = [value if isinstance(value, tuple) else (value,) for value in values]
    texts = [part for parts in several for part in parts if isinstance(part, str)]
    section = "commitments" if to in fields_of("commitments") else "things"
    if to == "countries":
        separator = next((mark for mark in (";", ",", "|") if any(mark in text for text in texts)), None)
        parts = [part.strip() for text in texts for part in (text.split(separator) if separator else [text])]
        if separator:
            told.append(f'separator: "{separator}"')
        told.append(f"codes: {_codes(parts)}")
    elif fields_of(section)[to.split(".")[0]].sort(to) == "date" and (form := _form(texts)):
        told.append(f"date: {form}")
    elif fields_of(section)[to.split(".")[0]].sort(to) == "number" and any("," in text for text in texts):
        decimal = all(re.fullmatch(r"[\d.]*,\d{1,2}", text) for text in texts if "," in text)
        told.append(f'number: "{"1.234,56" if decimal else "1,234.56"}"')
    warning = _warning(values, to) or (_doubts(texts) if to == "amount" else "")
    return [f"      {_quoted(column)}: {{{', '.join(told)}}}{warning}"]


def _currency(money: dict[str, str]) -> str:
    """Return the currency of all amounts where no column has it: the one that the heading names."""
    heading = next(column for column, to in money.items() if to == "amount")
    told = re.findall(r"\b[A-Z]{3}\b", heading) if heading != heading.upper() else []
    code = next((code for code in told if code in choices("currency", "en")), None)
    return f"currency: {code}   # by the heading" if code else 'currency: "MEND"   # what the amounts are in'


def _codes(parts: list[str]) -> str:
    shares = {
        kind: sum((fold(p) if kind == "country-name" else p) in known for p in parts)
        for kind, known in countries().items()
    }
    return max(shares, key=lambda kind: shares[kind])


def _form(texts: list[str]) -> str | None:
    if all(re.fullmatch(r"\d{4}(-\d\d){0,2}", text) for text in texts):
        return None
    if all(re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text) for text in texts):
        return _DATES[2]
    if all(re.fullmatch(r"\d{1,2}/\d{1,2}/\d{4}", text) for text in texts):
        # A first part above twelve is a day in every form.
        return _DATES[1] if any(int(text.split("/")[1]) > 12 for text in texts) else _DATES[0]
    return None


def _warning(values: Sequence[Value], to: str) -> str:
    numbers = sum(isinstance(value, (int, Decimal)) and not isinstance(value, bool) for value in values)
    if to.startswith("identifiers") and numbers:
        return f"   # {numbers} cells are numbers: format the column as text, or codes such as 8.10 are lost"
    return ""


def _doubts(texts: Iterable[str]) -> str:
    """Return a warning of numbers that readers take for thousands or for a fraction."""
    told = next((f"{text} {told}" for text in texts if (told := doubt(text))), None)
    return f"   # MEND: {told}; number says which" if told else ""


def _unique(rows: tuple[Row, ...], column: str) -> bool:
    values = [row.cells.get(column) for row in rows]
    return None not in values and len(set(values)) == len(values) and all(isinstance(value, str) for value in values)


def _addresses(rows: tuple[Row, ...], column: str) -> bool:
    values = [value for row in rows if (value := row.cells.get(column)) is not None]
    return bool(values) and all(
        isinstance(value, str) and value.startswith(("http://", "https://")) for value in values
    )


def _quoted(text: str) -> str:
    # JSON strings are YAML strings.
    return json.dumps(text, ensure_ascii=False)
