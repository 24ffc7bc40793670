"""The edition that a process serves: the library under one revision, with its index.

A new one is built aside and swapped in whole, when a Redis message says that something was published, or when a look at
the database finds it. When the database cannot be reached, the last edition goes on serving.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass

import redis

from sidelight.library.catalog import Catalog, EntryRevision, Library
from sidelight.matching.encoder import Encodes
from sidelight.matching.index import Index, build_index
from sidelight.notes.caches import Cache
from sidelight.notes.corrections import correction_of
from sidelight.notes.note import Correction

log = logging.getLogger(__name__)

CHANNEL = "sidelight:revision"


@dataclass(frozen=True, slots=True)
class Edition:
    """One revision of the library, ready to be matched."""

    library: Library
    index: Index
    by_id: dict[str, EntryRevision]
    corrections: dict[str, Correction]


class Editions:
    """Holds the current edition and renews it."""

    def __init__(self, catalog: Catalog, encoder: Encodes):
        self._catalog = catalog
        self._encoder = encoder
        self._building = threading.Lock()
        self.current = self._build(catalog.published())

    def refresh(self) -> bool:
        """Takes up the newest revision, if it is another. True when it was.

        Raises ServiceUnavailable when the database cannot be read, EncoderSaturated when the encoder has no time.
        """
        with self._building:
            if self._catalog.revision() == self.current.library.revision:
                return False
            self.current = self._build(self._catalog.published())
            log.info("serving revision %d", self.current.library.revision)
            return True

    def _build(self, library: Library) -> Edition:
        index = build_index(library.revision, [row.entry for row in library.entries], self._encoder.encode)
        superseded = self._catalog.superseded(library.revision)
        corrections = {
            row.entry.id: correction
            for row in library.entries
            if row.entry.id in superseded
            and (correction := correction_of(superseded[row.entry.id], row.entry, row.at)) is not None
        }
        return Edition(library, index, {row.entry.id: row for row in library.entries}, corrections)


class EditionWatcher:
    """A thread that keeps `Editions` current: woken by Redis, else by the clock."""

    def __init__(self, editions: Editions, cache: Cache, poll_seconds: float):
        self._editions = editions
        self._cache = cache
        self._poll_seconds = poll_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="edition-watcher", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ends the thread; returns when it has ended, or after a second."""
        self._stop.set()
        self._thread.join(1.0)

    def _run(self) -> None:
        while not self._stop.is_set():
            subscription = self._cache.attempt(_subscribe, None)
            try:
                while not self._stop.is_set():
                    self._refresh()
                    if subscription is None:
                        self._stop.wait(self._poll_seconds)
                        break
                    self._wait(subscription)
            except (redis.RedisError, OSError) as error:
                log.warning("redis failed (%s); polling for revisions", type(error).__name__)
                self._stop.wait(self._poll_seconds)
            finally:
                if subscription is not None:
                    subscription.close()

    def _wait(self, subscription: redis.client.PubSub) -> None:
        """Until a message or the next poll; in short steps, because the socket has a time-out of its own."""
        waited = 0.0
        step = min(self._poll_seconds, 0.25)
        while waited < self._poll_seconds and not self._stop.is_set():
            if subscription.get_message(ignore_subscribe_messages=True, timeout=step):
                return
            waited += step

    def _refresh(self) -> None:
        try:
            self._editions.refresh()
        except Exception as error:
            # Whatever it was, the last revision goes on being served, and the next look may succeed.
            log.warning("no new revision could be taken up (%s)", type(error).__name__)


def announce(cache: Cache, revision: int) -> None:
    """Tells every process that a revision was published. Call it after the commit."""
    cache.attempt(lambda client: client.publish(CHANNEL, str(revision)), None)


def _subscribe(client: redis.Redis) -> redis.client.PubSub | None:
    subscription = client.pubsub()
    subscription.subscribe(CHANNEL)
    return subscription
