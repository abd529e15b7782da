"""What is asked of a view, as a text that another process reads."""

from __future__ import annotations

import json
from dataclasses import astuple, dataclass, field
from typing import Any

from seedline.views.address import address_asked
from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.subject import Subject


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """A subject, the part of it that is chosen, its look, and the version (DATA or DATA.EDITION; empty: as of now).

    >>> asked = ViewRequest(Subject.asked("CT.0921"), Choice(down=1, status=("achieved",)))
    >>> ViewRequest.read(asked.text()) == asked and hash(asked) is not None, asked.address
    (True, '/lineage/CT.0921?down=1&status=achieved')
    """

    subject: Subject
    choice: Choice = field(default_factory=Choice)
    look: Look = field(default_factory=Look)
    version: str = ""

    def text(self) -> str:
        """Return this as text, the same for the same request."""
        return json.dumps([astuple(self.subject), astuple(self.choice), astuple(self.look), self.version])

    @classmethod
    def read(cls, text: str) -> ViewRequest:
        """Return the request of a text."""
        subject, choice, look, version = json.loads(text)
        return cls(Subject(*subject), Choice(*_hashable(choice)), Look(*_hashable(look)), version)

    @property
    def data(self) -> str:
        """Return the version of the data, empty where none is named."""
        return self.version.partition(".")[0]

    @property
    def edition(self) -> str:
        """Return the edition of the drawing, empty where none is named."""
        return self.version.partition(".")[2]

    @property
    def address(self) -> str:
        """Return the address after ``/view``, without the version."""
        return address_asked(self.subject, self.choice, self.look)


def _hashable(values: list[Any]) -> list[Any]:
    # JSON has no tuples.
    return [tuple(value) if isinstance(value, list) else value for value in values]
