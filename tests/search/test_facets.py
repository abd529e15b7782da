"""Choices: a count is the number of seeds there are once it is chosen, whatever was chosen before."""

from __future__ import annotations

import random
from decimal import Decimal

import numpy as np
import pytest

from seedline.lineage import Step
from seedline.lineage.furthest import furthest
from seedline.lineage.graph import Observation
from seedline.search import SearchIndex
from seedline.search.facets import Choice
from seedline.store import Snapshot


@pytest.fixture(scope="module")
def index(snapshot: Snapshot) -> SearchIndex:
    return SearchIndex.open(snapshot.path)


def codes(index: SearchIndex, choice: Choice) -> list[str]:
    everything = np.ones(index.columns.seeds, bool)
    return [iri.rsplit("/", 1)[-1] for iri in index.chosen(choice, everything)]


def within(**facets: str) -> Choice:
    return Choice({name: frozenset(value.split()) for name, value in facets.items()})


def test_how_far_what_followed_has_come(index: SearchIndex) -> None:
    # Read from the booklet: what runs or is done, what is only approved or intended, and who names outputs alone.
    assert codes(index, within(furthest="begun")) == ["CT.0921", "MA.1147", "MD.0001", "PR.0135"]
    assert codes(index, within(furthest="intended")) == ["CE.0352", "CE.0411", "IB.0123", "PO.0125"]
    # PO.0141 names outputs alone, and nobody looked for what followed it.
    assert codes(index, within(furthest="notLookedFor")) == ["PO.0141"]
    assert codes(index, within(furthest="outputs")) == []


@pytest.mark.parametrize(
    ("choice", "wanted"),
    [
        (within(target="8.8"), ["CT.0921", "MA.1147"]),
        # The fact sheets at lines 727, 856, 1097 and 1217.
        (within(goal="8"), ["CE.0411", "CT.0921", "IB.0123", "MA.1147"]),
        (within(country="LA"), ["CT.0921"]),
        (within(country="BR"), ["PO.0125", "PO.0141"]),
        (within(country="BR UA"), ["CE.0411", "PO.0125", "PO.0141"]),
        (within(funder="sweden"), ["CT.0921"]),
        (within(funder="kfw"), ["CE.0411"]),
        (within(carrier="iom"), ["CT.0921"]),
        (within(source="booklet", country="NP"), ["MA.1147"]),
        (Choice(ranges={"year": (None, Decimal(2015))}), ["CT.0921", "PR.0135"]),
        (Choice(ranges={"budget.USD": (Decimal(150001), None)}), ["CE.0411", "CT.0921", "IB.0123", "PR.0135", "PO.0141"]),
        (Choice({"country": frozenset({"BR"})}, {"furthest": frozenset({"notLookedFor"})}), ["PO.0125"]),
    ],
)  # fmt: skip
def test_a_choice_leaves_the_seeds_that_the_booklet_names(
    index: SearchIndex, choice: Choice, wanted: list[str]
) -> None:
    assert codes(index, choice) == wanted


def test_a_count_is_the_number_after_choosing(index: SearchIndex) -> None:
    everything, chance = np.ones(index.columns.seeds, bool), random.Random(7)
    pairs = [(facet, key) for facet, key, _ in index.columns.values]
    for _ in range(60):
        chosen: dict[str, set[str]] = {}
        without: dict[str, set[str]] = {}
        for facet, key in chance.sample(pairs, chance.randrange(4)):
            (chosen if chance.random() < 0.7 else without).setdefault(facet, set()).add(key)
        choice = Choice({f: frozenset(v) for f, v in chosen.items()}, {f: frozenset(v) for f, v in without.items()})
        now = len(codes(index, choice))
        for facet in index.facets(choice, everything):
            before = now if chosen.get(facet.name) else 0
            assert facet.of == now and facet.known <= now
            for value in facet.values:
                if value.chosen or value.excluded:
                    continue
                more = {**choice.within, facet.name: frozenset(chosen.get(facet.name, set()) | {value.key})}
                assert before + value.count == len(codes(index, Choice(more, choice.without))), (
                    choice,
                    facet.name,
                    value,
                )


def step(relation: str, status: str, as_of: str = "2021-10", later: str = "b") -> Step:
    return Step(f"{relation} {status}", "a", later, relation, (Observation(status, as_of, "o"),))


def test_the_rule_follows_statuses_and_not_money() -> None:
    assert furthest([]) == "outputs"
    assert furthest([step("scaledInto", "blocked")]) == "named"
    assert furthest([step("scaledInto", "blocked"), step("scaledInto", "recommended", later="c")]) == "intended"
    assert furthest([step("institutionalisedIn", "agreed"), step("replicatedBy", "launched")]) == "begun"
    assert furthest([step("builtOn", "completed")]) == "outputs"


def test_of_what_is_said_twice_the_last_word_counts() -> None:
    """A month is over on its last day, so that what was told in it is told later than on its first."""
    launched = step("scaledInto", "launched", "2021-10-01")
    assert furthest([launched, step("scaledInto", "discontinued", "2021-10")]) == "named"
    assert furthest([step("scaledInto", "discontinued", "2021-09"), launched]) == "begun"
    # What is said of two things is not said twice.
    assert furthest([launched, step("scaledInto", "discontinued", "2021-10", later="c")]) == "begun"
