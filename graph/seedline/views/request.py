"""What is asked of a view, as a text that another process reads."""

from __future__ import annotations

import json
import re
from dataclasses import astuple, dataclass, field
from typing import Any
from urllib.parse import parse_qsl, unquote

from seedline.errors import InputError, NotFound
from seedline.i18n import words
from seedline.views.address import address_asked
from seedline.views.choice import Choice
from seedline.views.look import Look
from seedline.views.subject import Subject

_PATH = re.compile(r"(?:/(?P<kind>lineage|component)(?:/(?P<thing>.+))?|(?P<paths>/paths))?")
_VERSION = re.compile(r"\w{1,64}(\.\d{1,6})?")
_PART = ("status", "relation", "basis", "source", "as_of", "told_by", "more")


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

    @classmethod
    def at(cls, address: str) -> ViewRequest:
        """Return what an address after ``/view`` asks for: the way back from :attr:`address`.

        What of its query names neither subject, part, look nor version is left behind.

        >>> ViewRequest.at("/paths?from=CT.0921&to=crest&lang=fr&v=TEST.6&utm=x").subject.name
        'CT.0921 to crest'

        Raises:
            NotFound: it is no address of a view.
            InputError: a value is none of those that there are.

        """
        path, _, query = address.partition("?")
        found = _PATH.fullmatch(path)
        if found is None:
            raise NotFound(f"{path} is no view; views are /lineage/…, /component/…, /paths and selections")
        every: dict[str, str] = {}
        for name, value in parse_qsl(query):
            every[name] = f"{every[name]},{value}" if name in every and name in _PART else value
        if found["kind"]:
            named = unquote(found["thing"] or "") or every.get("iri", "")
            subject = Subject.asked(named, component=found["kind"] == "component")
        elif found["paths"]:
            subject = Subject.asked(start=every.get("from", ""), end=every.get("to", ""))
        else:
            subject = Subject.asked(select=every.get("select", ""), exclude=every.get("exclude", ""))
        depth = {name: _depth(name, every[name]) for name in ("up", "down") if name in every}
        part = {name: value for name, value in every.items() if name in _PART}
        form, target = Look.picture_of(every.get("form", ""), every.get("for", ""))
        look = Look(
            theme=every.get("theme", "light"),
            lang=words(every.get("lang", "en")).language,
            target=target,
            parts=Look.parts_of(every.get("parts", "")),
            form=form,
            text=every.get("text", "letters"),
            page=_depth("page", every.get("page", "0")),
        )
        version = every.get("v", "")
        if version and not _VERSION.fullmatch(version):
            raise InputError(f"v is a version of the data, or DATA.EDITION, not {version!r}")
        return cls(subject, Choice.of(**depth, **part), look.checked(), version)  # type: ignore[arg-type]

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


def _depth(name: str, value: str) -> int:
    if not (value.isascii() and value.isdecimal()) or len(value) > 3 or int(value) > 100:
        raise InputError(f"{name} is a number from 0 to 100, not {value[:20]!r}")
    return int(value)
