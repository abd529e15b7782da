"""Named questions: files with a query, a header in three languages and parameters, and their answers."""

from seedline.queries.answer import Answer, Cell, Column, ask, in_words, value_of
from seedline.queries.here import about_here, asked_here, questions_of
from seedline.queries.parameters import KINDS, Parameter, rows_asked
from seedline.queries.question import GROUPS, Bound, Question, grouped, near, question, questions, with_prefixes
from seedline.queries.terms import written

__all__ = [
    "GROUPS",
    "KINDS",
    "Answer",
    "Bound",
    "Cell",
    "Column",
    "Parameter",
    "Question",
    "about_here",
    "ask",
    "asked_here",
    "grouped",
    "in_words",
    "near",
    "question",
    "questions",
    "questions_of",
    "rows_asked",
    "value_of",
    "with_prefixes",
    "written",
]
