"""Making something costly once, on first use, whichever thread comes first."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, wraps
from threading import Lock
from typing import TypeVar

T = TypeVar("T")


def once(make: Callable[[], T]) -> Callable[[], T]:
    """The same function, run at most once; every call returns what that run made.

    `functools.cache` alone lets two threads run it at once, and some of the libraries loaded so hand out half-filled
    tables meanwhile.
    """
    made = cache(make)
    lock = Lock()

    @wraps(make)
    def get() -> T:
        with lock:
            return made()

    return get
