"""Every query of the cookbook runs over what is shipped, and gives the rows that stand under it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from seedline.queries.terms import last
from seedline.validate.known_terms import unknown_terms
from seedline.views.tracer import Tracer

TEXT = (Path(__file__).parent.parent / "docs" / "cookbook.md").read_text("utf-8")
RECIPES = re.findall(r"```sparql\n(.*?)```\n\n```text\n(.*?)\n```", TEXT, re.DOTALL)


def test_every_query_has_its_rows_and_double_counting_comes_first() -> None:
    assert len(RECIPES) == TEXT.count("```sparql") >= 20
    assert re.findall(r"(?m)^## (.*)", TEXT)[0] == "How not to count twice"
    assert len(re.findall(r"(?m)^\*\*\d\. ", TEXT)) == 6


@pytest.mark.parametrize(("query", "rows"), RECIPES, ids=range(len(RECIPES)))
def test_a_recipe_gives_its_rows(shipped: Tracer, query: str, rows: str) -> None:
    assert unknown_terms(query) == []
    found = [
        " | ".join("-" if t is None else last(t) for t in row) for row in shipped.snapshot.store.query(query).terms()
    ]
    assert "\n".join(found or ["(no rows)"]) == rows
