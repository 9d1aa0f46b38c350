"""This file holds how the collection of garbage is kept away from what stays for good."""

from __future__ import annotations

import contextlib
import gc
from collections.abc import Iterator


@contextlib.contextmanager
def not_collected() -> Iterator[None]:
    """Collect no garbage while a library is made, and leave it out of collections afterwards.

    A collection walks over all that there is, in a large library millions of things; meanwhile no
    thread goes on. What was left out goes with whoever has it last, unless it holds itself.
    """
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()
