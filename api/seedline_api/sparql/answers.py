"""Answers kept for the next client, by version, query, type and encoding; bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable


class Cache:
    """The answers asked for last; a version's answers fall out by themselves once nobody asks for them.

    >>> cache = Cache(8)
    >>> cache.put("a", b"1234"); cache.put("b", b"5678"); cache.get("a")
    b'1234'
    >>> cache.put("c", b"9"); cache.get("b"), cache.get("a"), cache.size
    (None, b'1234', 5)
    """

    def __init__(self, capacity: int) -> None:
        self._capacity = capacity
        self._kept: OrderedDict[Hashable, bytes] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, key: Hashable) -> bytes | None:
        """Return what is kept under a key."""
        body = self._kept.get(key)
        if body is None:
            self.misses += 1
            return None
        self.hits += 1
        self._kept.move_to_end(key)
        return body

    def put(self, key: Hashable, body: bytes) -> None:
        """Keep an answer, unless it is larger than half of all there is room for."""
        if 2 * len(body) > self._capacity or key in self._kept:
            return
        self._kept[key] = body
        self.size += len(body)
        while self.size > self._capacity:
            _, gone = self._kept.popitem(last=False)
            self.size -= len(gone)
