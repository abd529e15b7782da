"""What was made already, kept for the next who asks for the same: one kind of cache, bounded in bytes, keys counted."""

from __future__ import annotations

import hashlib
import sys
import threading
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from functools import wraps
from operator import itemgetter
from typing import Generic, ParamSpec, TypeVar

from cachetools import LRUCache

Value = TypeVar("Value")
Asked = ParamSpec("Asked")
_ENTRY = 300
"""Bytes that an entry takes beside its key and value: its places in two dictionaries, its link, its size."""


_PLAIN = frozenset({bytes, str, int, float, bool, type(None)})


class BoundedCache(Generic[Value]):
    """Holds what was asked for last, up to a number of bytes in all, for any thread.

    >>> cache = BoundedCache[bytes](2000)
    >>> cache.put("a", b"1" * 500); cache.put("b", b"2" * 500); cache.get("a") == b"1" * 500
    True
    >>> cache.put("c", b"3" * 500); cache.get("b"), cache.get("a") is None, cache.size <= 2000
    (None, False, True)

    A long key takes room as a long value does, and what is larger than all the room is not kept.

    >>> cache.put("k" * 3000, b""); cache.get("k" * 3000), cache.get("a") is None
    (None, False)
    """

    def __init__(self, room: int) -> None:
        # cachetools measures values only, and more than once: the size of key and value stands beside the value.
        self._kept: LRUCache[Hashable, tuple[Value, int]] = LRUCache(room, getsizeof=itemgetter(1))
        self._lock = threading.Lock()
        self.hits = 0
        self.misses = 0

    @property
    def size(self) -> int:
        """Return the bytes that are taken."""
        return int(self._kept.currsize)

    def get(self, key: Hashable) -> Value | None:
        """Return what is kept under a key, ``None`` where nothing is."""
        with self._lock:
            found = self._kept.get(key)
            if found is None:
                self.misses += 1
                return None
            self.hits += 1
            return found[0]

    def put(self, key: Hashable, value: Value) -> None:
        """Keep a value in the place of those that were asked for longest ago."""
        size = size_of((key, value))
        with self._lock:
            # ValueError is how cachetools says that it is larger than everything.
            if size <= self._kept.maxsize and key not in self._kept:
                self._kept[key] = (value, size)


def remembered(room: int) -> Callable[[Callable[Asked, Value]], Callable[Asked, Value]]:
    """Return a decorator that keeps what a function returned last, up to a number of bytes, arguments counted.

    For small functions of what clients send, whose results are never ``None``.

    >>> remembered(1000)(str.upper)("a")
    'A'
    """

    def decorate(function: Callable[Asked, Value]) -> Callable[Asked, Value]:
        cache: BoundedCache[Value] = BoundedCache(room)

        @wraps(function)
        def remembering(*given: Asked.args, **named: Asked.kwargs) -> Value:
            found = cache.get(given)
            if found is None:
                found = function(*given, **named)
                cache.put(given, found)
            return found

        return remembering

    return decorate


def size_of(value: object) -> int:
    """Return about how many bytes a value takes, what it consists of included.

    >>> size_of((b"x" * 10_000, "y")) - size_of((b"", "y"))
    10000
    """
    return _ENTRY + _size_of(value)


def _size_of(value: object) -> int:
    size = sys.getsizeof(value)
    if type(value) in _PLAIN:
        return size
    if isinstance(value, (tuple, list)):
        size += sum(map(_size_of, value))
    elif isinstance(value, Mapping):
        size += sum(_size_of(name) + _size_of(held) for name, held in value.items())
    return size


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer's bytes and its entity tag."""

    body: bytes
    tag: str

    @classmethod
    def of(cls, body: bytes) -> Kept:
        """Return bytes with the tag that is made of them."""
        return cls(body, f'"{hashlib.sha256(body).hexdigest()[:24]}"')


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
