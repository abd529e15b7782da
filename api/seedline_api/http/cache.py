"""Answers that were made already, kept for the next who asks for the same."""

from __future__ import annotations

import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Made = TypeVar("Made")


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer's bytes and its entity tag."""

    body: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> Kept:
        """Return bytes with the tag that is made of them."""
        return cls(body, f'"{hashlib.sha256(body).hexdigest()[:24]}"')


class ResponseCache:
    """Holds the answers asked for last, up to a number of bytes in all.

    >>> cache = ResponseCache(10)
    >>> cache.get("a", lambda: b"12345678").tag == cache.get("a", lambda: b"never made").tag
    True
    >>> cache.get("b", lambda: b"12345678").body, cache.get("a", lambda: b"made anew").body
    (b'12345678', b'made anew')
    """

    def __init__(self, room: int = 32_000_000) -> None:
        self.room = room
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._used = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], bytes]) -> Kept:
        """Return the answer of a key, made now where it is not in the cache."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        # Made outside the lock: two may make the same, and it is the same.
        body = make()
        made = Kept.of(body)
        with self._lock:
            if key not in self._kept and len(body) <= self.room:
                self._kept[key] = made
                self._used += len(body)
                while self._used > self.room:
                    self._used -= len(self._kept.popitem(last=False)[1].body)
        return made


class Recent(Generic[Made]):
    """Holds what was made last, up to a weight in all, for the next question about the same.

    >>> recent = Recent[str](10, len)
    >>> recent.get("a", lambda: "12345678") is recent.get("a", lambda: "never made")
    True
    >>> recent.get("b", lambda: "12345678"), recent.get("a", lambda: "made anew")
    ('12345678', 'made anew')
    """

    def __init__(self, room: int, weigh: Callable[[Made], int]) -> None:
        self.room = room
        self._weigh = weigh
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._used = 0
        self._lock = threading.Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what belongs to a key, made now where it is not held."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            if key not in self._kept:
                self._kept[key] = made
                self._used += self._weigh(made)
                while self._used > self.room and len(self._kept) > 1:
                    self._used -= self._weigh(self._kept.popitem(last=False)[1])
        return made


def matches(header: str | None, tag: str) -> bool:
    """Return whether an If-None-Match names a tag, weakly compared (RFC 9110, section 13.1.2).

    >>> matches('W/"a", "b"', '"a"'), matches('"a"', 'W/"a"'), matches("*", '"a"'), matches(None, '"a"')
    (True, True, True, False)
    >>> matches('"c"', '"a"')
    False
    """
    if header is None:
        return False
    bare = tag.removeprefix("W/")
    return header.strip() == "*" or bare in {part.strip().removeprefix("W/") for part in header.split(",")}
