"""Every view held against the triples by the checker; what is red today is listed, and the list may only shrink."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from tests.checker import forms, material
from tests.checker.checker import EXPECTED, Checker, Tally
from tests.checker.material import Made, Maker
from tests.checker.truth import Sums, total
from tests.checker.world import weakest

HERE = Path(__file__).parent
SELECTIONS = 2000


@pytest.fixture(scope="module")
def checker(snapshot: object) -> Checker:
    return Checker(material.dump(snapshot), material.schemes())  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def maker(snapshot: object) -> Maker:
    return Maker(snapshot)  # type: ignore[arg-type]


def tallied(
    checker: Checker, views: Iterator[Made | None], seen: Counter[str], tally: Tally | None = None, kind: str = ""
) -> Tally:
    tally = tally or Tally()
    for view in views:
        if view is None:
            continue
        seen[kind or view.kind] += 1
        found = [*checker.document(view.document), *checker.texts(view.document, view.texts)]
        tally.add(kind or view.kind, view.address, found)
    return tally


@pytest.fixture(scope="module")
def seen() -> Counter[str]:
    return Counter()


@pytest.fixture(scope="module")
def red(checker: Checker, maker: Maker, seen: Counter[str], harbour: object) -> Tally:
    """What is red in the shipped data, and in a case written for tests, which has other bounds and another source."""
    views = chain(maker.lineages(), maker.parts(), maker.ways(), maker.selections(SELECTIONS))
    tally = tallied(checker, views, seen)
    other = Maker(harbour)  # type: ignore[arg-type]
    views = chain(other.lineages(), other.parts(), other.ways(), other.selections(60))
    return tallied(Checker(material.dump(harbour), material.schemes()), views, seen, tally, "harbour")  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def expected() -> Tally:
    return Tally.read(EXPECTED.read_text("utf-8"))


def test_nothing_is_red_that_is_not_listed(red: Tally, expected: Tally) -> None:
    assert not (new := red.more(expected)), "\n".join(["red, and not listed:", *new])


def test_nothing_is_listed_that_is_red_no_more(red: Tally, expected: Tally) -> None:
    """Whoever mends something strikes it from the list: the message says what its lines become."""
    listed = {key: kinds for key, kinds in expected.counts.items() if key.where not in forms.ENDINGS}
    gone = [key for key, kinds in listed.items() if red.counts.get(key, {}) != kinds]
    lines = red.lines(key for key in gone if key in red.counts)
    lines += [f"(none for {' '.join(key)})" for key in gone if key not in red.counts]
    assert not gone, "\n".join(["the list shrinks; its lines are now:", *lines])


def test_there_is_enough_of_every_kind(red: Tally, seen: Counter[str], maker: Maker) -> None:
    assert seen["lineage"] == seen["component"] == len(maker.things) > 100
    assert seen["selection"] >= SELECTIONS
    parts = {f"part.{name}" for name in ("depth", "status", "relation", "basis", "asOf", "toldBy", "clocks", "source")}
    assert parts | {"way"} <= set(seen)


def test_all_seeds_together_count_each_commitment_once(snapshot: Any, shipped: Any) -> None:
    """The totals of the graph are the sums that the triples amount to; those of the nine cases were added by hand."""
    by_hand = {"USD": ("1550000", "16000000", "atLeast"), "EUR": ("", "10000000", "exact")}
    assert material.totals(snapshot) == by_hand
    for one in (snapshot, shipped.snapshot):
        world = Checker(material.dump(one), material.schemes()).world()
        seeds = {node for node, kind in world.kinds.items() if kind == "seedProject"}
        sums = Sums(world, {*world.kinds, *world.given}, world.steps.values(), seeds)
        told = {
            currency: (str(total(own) or ""), str(total(more) or ""), weakest(c.bound for c in more) if more else "")
            for currency, (own, more) in sums.currencies.items()
        }
        assert material.totals(one) == told


def test_the_checker_imports_nothing_of_what_it_checks() -> None:
    """Only the module that makes the material knows the product."""
    for path in HERE.glob("*.py"):
        if path.name == "material.py":
            continue
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            assert not [name for name in names if name.startswith("seedline")], path.name
            calls = isinstance(node, ast.Call) and ast.unparse(node.func) in {
                "__import__",
                "import_module",
                "importlib.import_module",
            }
            assert not calls, path.name


@pytest.mark.soak
def test_other_selections_are_red_in_nothing_else(checker: Checker, maker: Maker, expected: Tally) -> None:
    drawn = chain(maker.parts(maker.things), maker.selections(6000, seed=7))
    new = tallied(checker, drawn, Counter()).more(expected, counted=False)
    assert not new, "\n".join(new)


@pytest.mark.soak
def test_nothing_is_red_with_the_registry(shipped: Any) -> None:
    """Every lineage, component and way of all that is shipped, and 2,000 selections, in three languages."""
    maker, seen = Maker(shipped.snapshot), Counter[str]()
    checker = Checker(material.dump(shipped.snapshot), material.schemes())
    views = chain(maker.lineages(), maker.ways(), maker.selections(SELECTIONS, seed=220))
    red = tallied(checker, views, seen)
    assert seen["lineage"] == seen["component"] == len(maker.things) > 300 and seen["selection"] >= SELECTIONS
    assert not (found := red.more(Tally())), "\n".join(found)


@pytest.mark.soak
def test_every_form_says_only_what_is_licensed(checker: Checker, maker: Maker, expected: Tally) -> None:
    """Nine lineages and thirty sampled views, in three languages and every form that people read."""
    tally = Tally()
    for subject in maker.sampled(30):
        document = maker.document(subject)
        for lang in material.LANGUAGES:
            for ending, data in material.files(maker, subject, lang, forms.ENDINGS).items():
                text = forms.text_of(ending, data)
                assert len(text) > 20, (subject, ending)
                tally.add(subject.kind, f"{subject} .{ending}", checker.form(document, lang, ending, text))
    new = tally.more(expected)
    listed = {key: kinds for key, kinds in expected.counts.items() if key.where in forms.ENDINGS}
    gone = [" ".join(key) for key, kinds in listed.items() if tally.counts.get(key, {}) != kinds]
    lines = tally.lines(tally.counts)
    assert not (new or gone), "\n".join([*new, "gone:", *gone, "the lines are now:", *lines])
