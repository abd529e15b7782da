"""The address of a view, there and back."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from seedline.errors import InputError, NotFound
from seedline.views.choice import Choice
from seedline.views.look import FOR, THEMES, Look
from seedline.views.request import ViewRequest
from seedline.views.subject import Subject

NAMES = st.one_of(
    st.sampled_from(
        [
            "CT.0921",
            "crest",
            "https://example.org/a b?c#d.svg",
            "https://example.org/é/%2F",
            "urn:x:1",
            "+a,b:c",
            "a&b=c",
        ]
    ),
    st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=30),
)
SUBJECTS = st.one_of(
    st.builds(Subject, st.sampled_from(["lineage", "component"]), NAMES),
    st.builds(Subject, st.just("paths"), NAMES, NAMES),
    st.builds(Subject, st.just("selection"), NAMES, st.one_of(st.just(""), NAMES)),
)
CHOICES = st.builds(
    lambda up, down, status, basis, as_of, told_by, more: Choice.of(
        up, down, status, None, more, basis=basis, as_of=as_of, told_by=told_by
    ),
    st.none() | st.integers(0, 100),
    st.none() | st.integers(0, 100),
    st.sampled_from(["", "achieved", "ongoing,achieved"]),
    st.sampled_from(["", "stated"]),
    st.sampled_from([None, "2019", "2019-06-30"]),
    st.sampled_from([None, "2021-10"]),
    st.sampled_from(["", "crest", "crest,TK.0040"]),
)
LOOKS = st.builds(
    lambda theme, lang, target, parts: Look(
        theme=theme,
        lang=lang,
        target=target,
        parts=Look.parts_of(parts if target != "poster" else ""),
        form=Look.picture_of("", target)[0],
    ),
    st.sampled_from(THEMES),
    st.sampled_from(["en", "fr", "es"]),
    st.sampled_from(FOR),
    st.sampled_from(["", "graph", "graph,title,source"]),
)


@given(st.builds(ViewRequest, SUBJECTS, CHOICES, LOOKS))
def test_an_address_asks_for_what_it_was_made_of(asked: ViewRequest) -> None:
    assert ViewRequest.at(asked.address) == asked


@pytest.mark.parametrize("address", ["/lineages/CT.0921", "/lineage/", "/paths/CT.0921", "x"])
def test_what_is_no_address_of_a_view_is_refused(address: str) -> None:
    with pytest.raises((NotFound, InputError)):
        ViewRequest.at(address)


@pytest.mark.parametrize(
    "query", ["up=-1", "up=²", "down=101", "down=" + "9" * 5000, "v=../x", "theme=pink", "as_of=2026-02-30", "for=wall"]
)
def test_a_value_that_there_is_not_is_told(query: str) -> None:
    with pytest.raises(InputError):
        ViewRequest.at(f"/lineage/CT.0921?{query}")


def test_an_iri_has_its_forms_and_its_frame(server: str) -> None:
    iri = httpx.get(f"{server}/api/lineage/CT.0921").json()["focus"]
    by_code = httpx.get(f"{server}/view/lineage/CT.0921.svg", params={"for": "wide"})
    for given_as in (f"/view/lineage.svg?iri={iri}", f"/view/component.json?iri={iri}", f"/embed/lineage?iri={iri}"):
        assert httpx.get(f"{server}{given_as}").status_code == 200, given_as
    assert httpx.get(f"{server}/view/lineage.svg", params={"iri": iri, "for": "wide"}).content == by_code.content
    told = httpx.get(f"{server}/oembed", params={"url": f"{server}/view/lineage?iri={iri}"})
    assert told.status_code == 200 and "CT.0921" in told.json()["html"]
