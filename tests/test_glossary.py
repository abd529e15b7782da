"""One word for one thing: the glossary held against catalogue, questions, ontology and schemes, and their typography."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from seedline.ingest.table.template import choices

ROOT = Path(__file__).parent.parent
CATALOGUE = ROOT / "graph" / "seedline" / "i18n"
LANGUAGES = {"en": 1, "fr": 2, "es": 3}
#: Schemes whose labels name what is not ours to name.
OTHERS = {"country", "currency", "sdg"}

_EXAMPLE = re.compile(r"\s?; (?:for example|par exemple|por ejemplo) ")


def rows() -> list[list[str]]:
    """Return the cells of each row of the table."""
    lines = (ROOT / "docs" / "glossary.md").read_text("utf-8").splitlines()
    table = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("| ")]
    return [row for row in table if row[0] != "thing"]


def texts(lang: str) -> dict[str, str]:
    """Return every string of a language by its key, in lower case."""
    table = json.loads((CATALOGUE / f"{lang}.json").read_text("utf-8"))
    return {f"{group}.{name}": text.lower() for group, names in table.items() for name, text in names.items()}


def elsewhere(lang: str) -> dict[str, str]:
    """Return what the questions say in a language, and the labels of the ontology and of our own schemes."""
    found: dict[str, str] = {}
    for path in sorted((ROOT / "graph" / "seedline" / "queries").glob("*.rq")):
        told = re.findall(rf'^#\s+{lang}: "(.*)"$', path.read_text("utf-8"), flags=re.MULTILINE)
        found |= {f"{path.name} {number}": text.lower() for number, text in enumerate(told)}
    folder = ROOT / "ontology" / "seedline_ontology"
    for path in (folder / "seedline.ttl", folder / "shapes.ttl", *sorted((folder / "schemes").glob("*.ttl"))):
        if path.stem not in OTHERS:
            told = re.findall(rf'"((?:[^"\\]|\\.)*)"@{lang}\b', path.read_text("utf-8"))
            # The example of a message of the shapes is a line of a case file.
            told = [_EXAMPLE.split(text)[0] for text in told]
            found |= {f"{path.name} {number}": text.lower() for number, text in enumerate(told)}
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_word_is_used_and_no_other(lang: str) -> None:
    said = texts(lang)
    everywhere = {**said, **elsewhere(lang)}
    assert len(everywhere) > len(said) + 400
    assert len(rows()) > 20
    for row in rows():
        words = [word.strip().lower() for word in row[LANGUAGES[lang]].split(",")]
        assert any(word in text for word in words for text in said.values()), (lang, words)
        banned = re.search(rf"\b{lang}: ([^;]*)", row[5].replace(" :;", ":"))
        for word in banned[1].split(",") if banned else ():
            word = word.strip().lower()
            found = [key for key, text in everywhere.items() if re.search(rf"(?<!\w){re.escape(word)}", text)]
            assert not found, f"{lang}: {word!r} in {found}"


def test_french_has_its_own_apostrophe_and_blanks() -> None:
    for key, text in {**texts("fr"), **elsewhere("fr")}.items():
        assert not re.search(r"\w'[\w{]", text), key
        # What parts a sentence has a blank before it at which no line breaks: prefixes and addresses have none at all.
        assert not re.search(r"(?<!\u00a0)[;!?»%]", text), key
        assert key == "sparql.known" or not re.search(r"(?<!\u00a0):(?= |$)|«(?!\u00a0)| \u00a0", text), key


def test_spanish_has_its_own_signs() -> None:
    for key, text in {**texts("es"), **elsewhere("es")}.items():
        assert text.count("?") == text.count("¿") and text.count("!") == text.count("¡"), key
        assert not re.search(r"[“”]|\w'\w| [:;!?»]|« ", text), key


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_workbook_says_of_a_choice_names_the_choice(lang: str) -> None:
    """Who fills it in looks for the word of the note in the list of the cell."""
    for note, scheme, tokens in (
        ("kind", "kind", ("seedProject", "placeholder")),
        ("bound", "bound", ("atLeast", "about", "upTo", "exact")),
        ("relation", "relation", ("builtOn", "informed")),
        ("basis", "basis", ("stated", "inferred")),
    ):
        said = texts(lang)[f"workbook.{note}.note"]
        shown = {token: label for label, token in choices(scheme, lang).items()}
        for token in tokens:
            assert shown[token].lower() in said, (note, token, shown[token])


def test_every_language_has_the_same_keys_and_placeholders() -> None:
    english = texts("en")
    for lang in ("fr", "es"):
        other = texts(lang)
        assert other.keys() == english.keys()
        for key, text in english.items():
            assert set(re.findall(r"\{(\w+)\}", text)) == set(re.findall(r"\{(\w+)\}", other[key])), (lang, key)
