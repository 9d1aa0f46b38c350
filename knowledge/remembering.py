"""This file holds how an object remembers what its methods gave."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from functools import lru_cache
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def remembered(method: Callable[P, T], most: int) -> Callable[P, T]:
    """Give a method that remembers its latest answers, to be kept by the method's own object.

    That object isn't held by it: a library that another one took the place of goes as soon as
    nobody asks it any more, without a garbage collection that walks through everything.

    Args:
        method: A bound method.
        most: How many answers are remembered.
    """
    found = weakref.WeakMethod(method)

    def ask(*args: P.args, **kwargs: P.kwargs) -> T:
        still_there = found()
        if still_there is None:
            raise ReferenceError("who is asked is gone")
        answer: T = still_there(*args, **kwargs)
        return answer

    cached: Callable[P, T] = lru_cache(maxsize=most)(ask)  # type: ignore[assignment]  # typeshed forgets the parameters
    return cached
