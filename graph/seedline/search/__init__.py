"""Finding things by words and by choices: an index beside a snapshot, read-only once it is written."""

from seedline.search.asked import questions_asked
from seedline.search.index import Answer, Hit, SearchIndex, is_written
from seedline.search.line import read_line, write_line
from seedline.search.pages import PAGES, pages_asked
from seedline.search.reading import Reading, read_sentence
from seedline.search.writer import write_index

__all__ = [
    "PAGES", "Answer", "Hit", "Reading", "SearchIndex", "is_written", "pages_asked", "questions_asked", "read_line",
    "read_sentence", "write_index", "write_line",
]  # fmt: skip
