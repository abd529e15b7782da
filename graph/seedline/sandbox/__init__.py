"""Processes that evaluate queries, draw and write, and can be ended at any moment, as no evaluator itself can.

A *fork server* is one single-threaded process for each snapshot. It holds the store (in memory mode), the code and what
pages read first, and forks *workers* from itself, so that the server's own process, which has threads, never forks. A
worker answers one question at a time over a socket of its own and is ended by the fork server on request.
"""

from seedline.sandbox.fork_server import Event, ForkServer, Plan
from seedline.sandbox.wire import READY, Answer, AnswerReader, Asked, Question, Task, pack_question

__all__ = [
    "READY",
    "Answer",
    "AnswerReader",
    "Asked",
    "Event",
    "ForkServer",
    "Plan",
    "Question",
    "Task",
    "pack_question",
]
