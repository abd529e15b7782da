"""What was made of the last document, kept while it is being told: a page says the same of one in several places."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

D = TypeVar("D")
P = ParamSpec("P")
R = TypeVar("R")


def of_the_last(make: Callable[Concatenate[D, P], R]) -> Callable[Concatenate[D, P], R]:
    """Return a function that makes the same of a document once, until it is asked of another one.

    A document never changes, so it is known by being the same one.

    >>> made = []
    >>> tell = of_the_last(lambda document, *, loud=False: made.append(loud))
    >>> one, other = ["a"], ["a"]
    >>> [tell(one), tell(one), tell(one, loud=True), tell(other), tell(one)] and made
    [False, True, False, False]
    """
    kept: tuple[object, dict[Hashable, tuple[object, R]]] = (None, {})

    @wraps(make)
    def again(document: D, /, *args: P.args, **named: P.kwargs) -> R:
        nonlocal kept
        last, made = kept
        if last is not document:
            made = {}
            kept = (document, made)
        key = (*map(_key, args), *((name, _key(value)) for name, value in sorted(named.items())))
        if key not in made:
            # What is known by its identity is held, so that nothing else gets it.
            made[key] = ((args, named), make(document, *args, **named))
        return made[key][1]

    return again


def _key(value: object) -> Hashable:
    try:
        hash(value)
    except TypeError:
        return id(value)
    return value
