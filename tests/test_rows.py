"""Rows counted while they are written: exactly, wherever the chunks are cut and whatever the literals hold."""

from __future__ import annotations

import io

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from seedline.errors import LimitExceeded
from seedline.store.rows import RowCounter

PARTS = st.sampled_from(["}},{", '"', ",", "}", "a", '}},{"', "\n", "\r\n", "{}", "<result>", "'"])
FORMATS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.lists(PARTS, max_size=6).map("".join), min_size=1, max_size=30), st.integers(1, 40))
@pytest.mark.parametrize("format_", FORMATS)
def test_rows_are_counted_exactly(format_: str, literals: list[str], size: int) -> None:
    store = ox.Store()
    for index, literal in enumerate(literals):
        store.add(ox.Quad(ox.NamedNode(f"urn:{index}"), ox.NamedNode("urn:p"), ox.Literal(literal)))
    query = "SELECT ?o ?s { ?s ?p ?o }"
    answer = store.query(query).serialize(format=FORMATS[format_])
    assert answer is not None
    for max_rows, over in ((len(literals), False), (len(literals) - 1, True)):
        sink = io.BytesIO()
        counter = RowCounter(sink, format_, max_rows)

        def write(counter: RowCounter = counter) -> None:
            for start in range(0, len(answer), size):
                counter.write(answer[start : start + size])

        if over:
            with pytest.raises(LimitExceeded, match=f"more than {max_rows} rows"):
                write()
        else:
            write()
            assert sink.getvalue() == answer
