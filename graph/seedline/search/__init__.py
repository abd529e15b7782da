"""Finding things by words and by choices: an index beside a snapshot, read-only once it is written."""

from seedline.search.asked import questions_asked
from seedline.search.index import Answer, Hit, SearchIndex, is_written
from seedline.search.line import read_line, write_line
from seedline.search.writer import write_index

__all__ = ["Answer", "Hit", "SearchIndex", "is_written", "questions_asked", "read_line", "write_index", "write_line"]
