"""The catalogue: three languages, none with a gap, and the words of the schemes."""

from __future__ import annotations

import re

import pyoxigraph as ox
import pytest

import seedline_ontology
from seedline.i18n import LANGUAGES, words

PREF = ox.NamedNode("http://www.w3.org/2004/02/skos/core#prefLabel")
NOTATION = ox.NamedNode("http://www.w3.org/2004/02/skos/core#notation")


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_language_has_a_gap_and_each_fills_the_same_places(language: str) -> None:
    table, english = words(language).table, words("en").table
    assert {group: set(found) for group, found in table.items()} == {g: set(found) for g, found in english.items()}
    for group, found in table.items():
        for name, text in found.items():
            assert set(re.findall(r"{(\w+)}", text)) == set(re.findall(r"{(\w+)}", english[group][name])), (group, name)
            assert text.count("|") == english[group][name].count("|"), (group, name)


@pytest.mark.parametrize(
    ("group", "scheme"),
    [
        ("status", "status"), ("relation", "relation"), ("commitment", "commitment-status"), ("bound", "bound"),
        ("voice", "voice"), ("carrier", "carrier"), ("contribution", "contribution"), ("dimension", "dimension"),
        ("basis", "basis"), ("confidence", "confidence"), ("policyStage", "policy-stage"), ("product", "product-kind"),
        ("source", "source-type"),
    ],
)  # fmt: skip
def test_every_concept_of_a_scheme_has_words(group: str, scheme: str) -> None:
    path = next(path for path in seedline_ontology.schemes() if path.stem == scheme)
    store = ox.Store()
    store.bulk_extend(ox.parse(path=str(path), format=ox.RdfFormat.TURTLE))
    tokens = {quad.object.value for quad in store.quads_for_pattern(None, NOTATION, None, None)}  # type: ignore[union-attr]
    assert tokens
    for language in LANGUAGES:
        assert tokens <= words(language).table[group].keys(), (language, scheme)
