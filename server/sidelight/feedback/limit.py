"""A limit on reports, for all readers together: no reader is known, so none can be counted apart.

The count is in Redis, where all processes share it; while Redis does not answer, each process counts for itself.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Protocol, TypeVar

import redis

from sidelight.errors import TooManyReports

T = TypeVar("T")

MINUTE = 60


class Attempts(Protocol):
    """A Redis that may fail: the result of the action, or `otherwise`."""

    def attempt(self, action: Callable[[redis.Redis], T], otherwise: T) -> T: ...


class MinuteLimit:
    """Lets so many through in each minute of the clock."""

    def __init__(self, cache: Attempts, per_minute: int, clock: Callable[[], float] = time.time):
        self._cache = cache
        self._per_minute = per_minute
        self._clock = clock
        self._lock = threading.Lock()
        self._counted = (0, 0)

    def take(self) -> None:
        """Counts one. Raises TooManyReports where the minute is full."""
        minute, second = divmod(int(self._clock()), MINUTE)
        taken = self._cache.attempt(lambda client: _count(client, minute), None)
        if taken is None:
            taken = self._count_here(minute)
        if taken > self._per_minute:
            raise TooManyReports("Too many reports came within a minute; try again in a moment.", MINUTE - second)

    def _count_here(self, minute: int) -> int:
        with self._lock:
            counted, taken = self._counted
            self._counted = (minute, taken + 1 if counted == minute else 1)
            return self._counted[1]


def _count(client: redis.Redis, minute: int) -> int | None:
    key = f"sidelight:reports:{minute}"
    with client.pipeline() as pipeline:
        pipeline.incr(key)
        # Clocks of two servers may differ a little, so a key outlives its minute.
        pipeline.expire(key, 2 * MINUTE)
        taken: int = pipeline.execute()[0]
    return taken
