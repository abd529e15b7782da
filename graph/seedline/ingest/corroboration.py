"""Does a passage contain what it is said to back: the amount, date, code or name itself?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from decimal import Decimal

from seedline.errors import Finding
from seedline.ingest.casefile import CaseFile
from seedline.ingest.passages import SourceText, words_of
from seedline.ingest.yaml_text import FieldPath
from seedline.model import STATEMENT_SECTIONS, Record, Stated, Statement, Thing
from seedline.model.fields import Happened

_NUMBER_WORDS = tuple(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()  # noqa: SIM905
)
_MONTHS = tuple(
    "january february march april may june july august september october november december".split()  # noqa: SIM905
)


def number_forms(value: str) -> list[str]:
    """Return how a text may print a number.

    >>> number_forms("5800000")
    ['5,800,000', '5800000', '5.8 million', '5.8M']
    >>> number_forms("2"), number_forms("10000000")
    (['2', 'two', 'second'], ['10,000,000', '10000000', '10 million', '10M'])
    """
    number = Decimal(value)
    plain = _plain(number)
    whole, _, part = plain.partition(".")
    forms = [f"{int(whole):,}" + (f".{part}" if part else ""), plain]
    if number >= 100_000:
        forms += [f"{_plain(number / 1_000_000)} million", f"{_plain(number / 1_000_000)}M"]
    if number >= 100_000_000:
        forms.append(f"{_plain(number / 1_000_000_000)} billion")
    if not part and int(whole) < len(_NUMBER_WORDS):
        forms.append(_NUMBER_WORDS[int(whole)])
        forms += {1: ["first", "a "], 2: ["second"]}.get(int(whole), [])
    return list(dict.fromkeys(forms))


def _plain(number: Decimal) -> str:
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def has_number(text: str, value: str) -> bool:
    """Return whether a text prints a number, whatever footnote digits are glued behind it.

    >>> has_number("mobilised over USD 5.6 million9 1from", "5600000"), has_number("USD 15.6 million", "5600000")
    (True, False)
    """
    flat = " ".join(text.split()).lower()
    for form in number_forms(value):
        before = r"(?<![\d.,])" if form[0].isdigit() else r"(?<![a-z])"
        # Digits behind "million" may be a footnote mark; behind a bare number they would be another number.
        after = (
            "" if form.endswith(("illion", "M", "a ")) else r"(?![\d]|[.,]\d)" if form[-1].isdigit() else r"(?![a-z])"
        )
        if re.search(before + re.escape(form.lower()) + after, flat):
            return True
    return False


def has_date(text: str, value: str) -> bool:
    """Return whether a text prints a date, in words or digits, at the precision that is claimed.

    >>> has_date("launched on 1 October 2017", "2017-10-01"), has_date("in 2017", "2017-10")
    (True, False)
    """
    flat = " ".join(text.split()).lower()
    parts = value.split("-")
    if value in flat:
        return True
    found = re.search(rf"(?<!\d){parts[0]}", flat) is not None
    if len(parts) > 1:
        month = _MONTHS[int(parts[1]) - 1]
        found = found and re.search(rf"\b{month[:3]}(?:{month[3:]})?\b", flat) is not None
    if len(parts) > 2:
        found = found and re.search(rf"(?<!\d)0?{int(parts[2])}(?:st|nd|rd|th)?(?!\d)", flat) is not None
    return found


def has_words(text: str, value: str) -> bool:
    """Return whether a text has a value's letters in a row, whatever its hyphens, spaces and case.

    >>> has_words("NonDiscrimination\\nof migrants", "Non-Discrimination of Migrants")
    True
    """
    return "".join(words_of(value)) in "".join(words_of(text))


def has_code(text: str, framework: str, code: str) -> bool:
    """Return whether a text prints a code of a framework.

    >>> has_code("8.3, 8.10 & 10.7", "sdg", "8.1"), has_code("Principle 1 & Objective 1", "migof", "O1")
    (False, True)
    >>> has_code("Outcome 2 / Deliverables 1 & 3", "msd", "O2.D3")
    True
    """
    flat = " ".join(text.split())
    if framework == "sdg":
        return re.search(rf"(?<![\d.]){re.escape(code)}(?![\d]|\.\d)", flat) is not None
    numbers = r"(?:[\s,&]|and|\d)*?(?<!\d)"
    if framework == "migof":
        name = "Principle" if code[0] == "P" else "Objective"
        return re.search(rf"{name}s?{numbers}{code[1:]}(?!\d)", flat) is not None
    outcome, _, deliverable = code.partition(".")
    return (
        re.search(rf"Outcomes?\s*{outcome[1:]}(?!\d)", flat) is not None
        and re.search(rf"Deliverables?{numbers}{deliverable[1:]}(?!\d)", flat) is not None
    )


def unbacked(files: Iterable[CaseFile], source: str, text: SourceText) -> list[Finding]:
    """Return a finding for each value whose spans in a source's text do not contain it."""
    return [finding for file in files for finding in _of_file(file, source, text)]


def _of_file(file: CaseFile, source: str, text: SourceText) -> Iterator[Finding]:
    document = file.document
    own_date = document.sources[source].as_of if source in document.sources else document.as_of

    def passage(keys: tuple[str, ...]) -> str | None:
        spans = [document.evidence[key] for key in keys]
        if not spans or any((span.source or document.source) != source or not span.span for span in spans):
            return None
        return "\n".join(text.text[slice(*span.bounds)] for span in spans)

    for path, value, kind, keys in (*_thing_values(document.things), *_statement_values(file)):
        if (kind == "date" and value == own_date) or (said := passage(keys)) is None:
            continue
        if not _says(said, kind, value):
            yield file.finding(path, f"the evidence ({', '.join(keys)}) does not contain {value!r}")


def _says(text: str, kind: str, value: str) -> bool:
    if kind == "number":
        return has_number(text, value)
    if kind == "date":
        return has_date(text, value)
    if kind == "words":
        return has_words(text, value)
    if kind == "duration":
        count = "".join(char for char in value if char.isdigit())
        return has_number(text, count) and ("month" in text.lower() or "year" in text.lower())
    return has_code(text, kind, value)


_Value = tuple[FieldPath, str, str, tuple[str, ...]]


def _thing_values(things: dict[str, Thing]) -> Iterator[_Value]:
    kinds = {"title": "words", "site": "words", "duration": "duration", "start": "date", "end": "date"}
    for key, thing in things.items():
        for name, kind in kinds.items():
            stated = getattr(thing, name)
            if isinstance(stated, Stated) and stated.evidence and stated.basis == "stated":
                yield ("things", key, name, "value"), stated.value, kind, stated.evidence
        for entry, stated in thing.identifiers.items():
            if stated.evidence and stated.basis == "stated":
                yield ("things", key, "identifiers", entry, "value"), stated.value, "words", stated.evidence


_FIELDS = {
    "amount": "number",
    "value": "number",
    "funding_year": "date",
    "at": "date",
    "after": "date",
    "before": "date",
    "completed_on": "date",
    "as_of": "date",
    "duration": "duration",
    "funder_as_stated": "words",
    "as_stated": "words",
    "sdg": "sdg",
    "migof": "migof",
    "msd": "msd",
}


def _statement_values(file: CaseFile) -> Iterator[_Value]:
    for section in STATEMENT_SECTIONS:
        alias = section.replace("_", "-")
        for key, statement in getattr(file.document, section).items():
            if statement.basis == "stated":
                yield from _record_values(statement, (alias, key), statement.evidence)


def _record_values(record: Record, path: FieldPath, keys: tuple[str, ...]) -> Iterator[_Value]:
    for name, field in type(record).model_fields.items():
        value = getattr(record, name)
        # A date alone, where bounds may stand, is no field that a file writes.
        here = path if name == "at" else (*path, field.alias or name)
        if name in _FIELDS and isinstance(value, str) and (name != "value" or isinstance(record, Statement)):
            yield here, value, _FIELDS[name], keys
        elif isinstance(value, Happened):
            yield from _record_values(value, here, keys)
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Record):
                    yield from _record_values(part, (*here, index), getattr(part, "evidence", ()) or keys)
