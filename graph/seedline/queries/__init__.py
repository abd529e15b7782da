"""Named questions: files with a query, a header in three languages and parameters, and their answers."""

from seedline.queries.answer import Answer, Cell, Column, ask, value_of
from seedline.queries.parameters import KINDS, Parameter
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
    "ask",
    "grouped",
    "near",
    "question",
    "questions",
    "value_of",
    "with_prefixes",
    "written",
]
