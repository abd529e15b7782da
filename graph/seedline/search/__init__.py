"""Finding things by words and by choices: an index beside a snapshot, read-only once it is written."""

from seedline.search.asked import PAGES, pages_asked, questions_asked
from seedline.search.index import Answer, Hit, SearchIndex, is_written
from seedline.search.line import read_line, write_line
from seedline.search.spans import Span, span_asked
from seedline.search.writer import write_index

__all__ = [
    "PAGES", "Answer", "Hit", "SearchIndex", "Span", "is_written", "pages_asked", "questions_asked", "read_line",
    "span_asked", "write_index", "write_line",
]  # fmt: skip
