"""Processes that evaluate queries and can be ended at any moment, since the evaluator itself cannot be stopped.

A *nursery* is one single-threaded process for each snapshot. It holds the store (in memory mode) or only the code (in
disk mode) and forks *workers* from itself, so that the server's own process, which has threads, never forks. A worker
answers one question at a time over a socket of its own and is ended by the nursery on request.
"""

from seedline.workers.frames import Answer, AnswerReader, Question, pack_question
from seedline.workers.nursery import Event, Nursery, Plan

__all__ = ["Answer", "AnswerReader", "Event", "Nursery", "Plan", "Question", "pack_question"]
