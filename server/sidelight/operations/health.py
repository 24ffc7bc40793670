"""Liveness and readiness: each part by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import redis

from sidelight.errors import ServiceUnavailable
from sidelight.library.catalog import Catalog
from sidelight.notes.caches import Cache
from sidelight.notes.editions import Editions


@dataclass(frozen=True, slots=True)
class Health:
    """How one part does. `required`: without it no notes are made."""

    ok: bool
    required: bool
    detail: str


class HealthChecks:
    """Looks at every part when asked; never raises."""

    def __init__(self, editions: Editions, catalog: Catalog, cache: Cache, model: str):
        self._editions = editions
        self._catalog = catalog
        self._cache = cache
        self._model = model

    def parts(self) -> dict[str, Health]:
        library = self._editions.current.library
        return {
            "library": Health(
                bool(library.entries),
                True,
                f"revision {library.revision}, {len(library.entries)} entries"
                if library.entries
                else "nothing is published; import entries with: sidelight library import FOLDER --publish",
            ),
            "model": Health(True, True, self._model),
            "redis": self._look(
                self._cache.ping,
                (redis.RedisError, OSError),
                "answers",
                "does not answer; notes are made without caches",
            ),
            "database": self._look(
                self._catalog.revision,
                (ServiceUnavailable,),
                "answers",
                "does not answer; the last revision goes on being served",
            ),
        }

    def _look(self, look: Callable[[], object], failures: tuple[type[Exception], ...], well: str, ill: str) -> Health:
        try:
            look()
        except failures:
            return Health(False, False, ill)
        return Health(True, False, well)
