"""What readers saw before: found for all entries at once, across retirements, under every revision."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from tests.support import make_entry

from sidelight.app import Shelf


def titles(shelf: Shelf, revision: int) -> dict[str, str]:
    return {name: entry.title for name, entry in shelf.catalog.superseded(revision).items()}


@contextmanager
def statements(shelf: Shelf) -> Iterator[list[str]]:
    seen: list[str] = []

    def see(_connection, _cursor, statement: str, *_: object) -> None:
        seen.append(statement)

    event.listen(shelf.database.engine, "before_cursor_execute", see)
    yield seen
    event.remove(shelf.database.engine, "before_cursor_execute", see)


def test_each_revision_has_what_stood_before_it(shelf: Shelf) -> None:
    shelf.workflow.publish([make_entry("one-entry", title="First"), make_entry("two-entry")], "anna")
    shelf.workflow.publish([make_entry("one-entry", title="Second")], "anna")
    shelf.workflow.publish([make_entry("one-entry", title="Third"), make_entry("new-entry")], "anna")
    assert titles(shelf, 0) == {}
    assert titles(shelf, 1) == {}
    assert titles(shelf, 2) == {"one-entry": "First"}
    assert titles(shelf, 3) == {"one-entry": "Second"}


def test_an_entry_that_comes_back_follows_what_it_was(shelf: Shelf) -> None:
    shelf.workflow.publish([make_entry(title="First")], "anna")
    shelf.workflow.publish([make_entry(title="Second")], "anna")
    shelf.workflow.retire("test-entry", "anna")
    shelf.workflow.publish([make_entry(title="Back again")], "anna")
    assert titles(shelf, 4) == {"test-entry": "Second"}


def test_one_question_is_asked_however_many_entries_there_are(shelf: Shelf) -> None:
    entries = [make_entry(f"entry-{number}") for number in range(8)]
    shelf.workflow.publish(entries[:1], "anna")
    shelf.workflow.publish([entries[0].model_copy(update={"title": "Better"})], "anna")
    with statements(shelf) as of_one:
        assert len(titles(shelf, 2)) == 1
    shelf.workflow.publish(entries[1:], "anna")
    shelf.workflow.publish([entry.model_copy(update={"title": "Best"}) for entry in entries], "anna")
    with statements(shelf) as of_many:
        assert len(titles(shelf, 4)) == 8
    assert len(of_one) == len(of_many) == 1
