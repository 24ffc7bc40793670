from __future__ import annotations

import time
from collections.abc import Callable

from tests.support import make_entry

from sidelight.app import Shelf
from sidelight.errors import EncoderSaturated
from sidelight.matching.encoder import Encoder
from sidelight.notes.editions import Editions, EditionWatcher
from sidelight.operations.embedded_redis import EmbeddedRedis

PATIENCE_SECONDS = 20


def eventually(condition: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_the_first_edition_of_an_empty_library_is_revision_0(shelf: Shelf, model: Encoder) -> None:
    editions = Editions(shelf.catalog, model)
    assert editions.current.library.revision == 0
    assert editions.refresh() is False


def test_a_new_revision_is_taken_up_whole(shelf: Shelf, model: Encoder) -> None:
    editions = Editions(shelf.catalog, model)
    before = editions.current
    shelf.workflow.publish([make_entry("one-entry"), make_entry("two-entry")], "anna")
    assert editions.refresh() is True
    assert before.index.entries == ()
    assert [entry.id for entry in editions.current.index.entries] == ["one-entry", "two-entry"]
    assert editions.current.index.claims.vectors.shape == (2, model.dimensions)


def test_an_edition_knows_what_its_publication_corrected(shelf: Shelf, model: Encoder) -> None:
    shelf.workflow.publish([make_entry("one-entry"), make_entry("two-entry")], "anna")
    editions = Editions(shelf.catalog, model)
    assert editions.current.corrections == {}
    better = make_entry("one-entry", text="What a reader should know now.")
    shelf.workflow.publish([better, make_entry("two-entry", topics=["war"]), make_entry("new-entry")], "anna")
    editions.refresh()
    (correction,) = editions.current.corrections.values()
    assert list(editions.current.corrections) == ["one-entry"]
    assert [change.before for change in correction.changes] == ["What a reader should know."]
    assert correction.at == editions.current.by_id["one-entry"].at.replace(microsecond=0)
    shelf.workflow.retire("one-entry", "anna")
    editions.refresh()
    assert editions.current.corrections == {}
    shelf.workflow.publish([better], "anna")
    editions.refresh()
    assert editions.current.by_id["one-entry"].number == 4
    assert editions.current.corrections == {}


def test_a_message_wakes_the_watcher_long_before_the_poll(shelf: Shelf, model: Encoder) -> None:
    editions = Editions(shelf.catalog, model)
    watcher = EditionWatcher(editions, shelf.cache, poll_seconds=3600)
    watcher.start()
    time.sleep(0.5)
    shelf.workflow.publish([make_entry()], "anna")
    assert eventually(lambda: editions.current.library.revision == 1)
    watcher.stop()


def test_a_failure_to_take_up_a_revision_is_tried_again(shelf: Shelf, model: Encoder) -> None:
    class BusyOnce:
        name, dimensions = model.name, model.dimensions
        refusals = 1

        def encode(self, texts):
            if texts and self.refusals:
                self.refusals -= 1
                raise EncoderSaturated("Busy.", 1)
            return model.encode(texts)

    editions = Editions(shelf.catalog, BusyOnce())
    watcher = EditionWatcher(editions, shelf.cache, poll_seconds=0.1)
    watcher.start()
    shelf.workflow.publish([make_entry()], "anna")
    assert eventually(lambda: editions.current.library.revision == 1)
    watcher.stop()


def test_without_redis_the_watcher_polls(shelf: Shelf, model: Encoder, private_redis: EmbeddedRedis) -> None:
    editions = Editions(shelf.catalog, model)
    watcher = EditionWatcher(editions, shelf.cache, poll_seconds=0.1)
    watcher.start()
    private_redis.stop()
    shelf.workflow.publish([make_entry()], "anna")
    assert eventually(lambda: editions.current.library.revision == 1)
    shelf.workflow.publish([make_entry("two-entry")], "anna")
    assert eventually(lambda: editions.current.library.revision == 2)
    watcher.stop()
