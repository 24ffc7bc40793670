from __future__ import annotations

import threading
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from tests.support import make_entry

from sidelight.app import Shelf, database_url
from sidelight.errors import (
    ChecksFailed,
    InvalidSettings,
    ServiceUnavailable,
    UnknownEntry,
    UnknownRevision,
    WrongState,
)
from sidelight.library.compare import compare
from sidelight.library.storage import Base, Database
from sidelight.library.workflow import Workflow, update_from_starter
from sidelight.settings import Settings


def test_an_entry_goes_from_draft_to_readers_and_away(shelf: Shelf) -> None:
    workflow, catalog = shelf.workflow, shelf.catalog
    workflow.save_drafts([make_entry()], "anna")
    assert [line.state for line in catalog.overview()] == ["draft"]
    workflow.submit("test-entry")
    assert [line.state for line in catalog.overview()] == ["in review"]
    workflow.send_back("test-entry")
    workflow.submit("test-entry")
    assert workflow.publish_draft("test-entry", "bela", "first").revision == 1
    assert [line.state for line in catalog.overview()] == ["published"]
    assert workflow.retire("test-entry", "bela").revision == 2
    assert [line.state for line in catalog.overview()] == ["retired"]
    with pytest.raises(UnknownEntry):
        catalog.entry("test-entry")
    assert [(row.number, row.action, row.author) for row in catalog.history("test-entry")] == [
        (1, "published", "bela"),
        (2, "retired", "bela"),
    ]


def test_every_revision_can_be_read_back_and_compared(shelf: Shelf) -> None:
    shelf.workflow.publish([make_entry("one-entry"), make_entry("two-entry")], "anna")
    shelf.workflow.publish([make_entry("one-entry", title="A better title")], "anna")
    assert [row.entry.title for row in shelf.catalog.published(1).entries] == [
        "Title of one-entry",
        "Title of two-entry",
    ]
    assert [row.number for row in shelf.catalog.published(2).entries] == [2, 1]
    before = shelf.catalog.entry_revision("one-entry", 1).entry
    after = shelf.catalog.entry_revision("one-entry", 2).entry
    (change,) = compare(before, after)
    assert (change.field, change.before, change.after) == ("title", "Title of one-entry", "A better title")
    with pytest.raises(UnknownRevision):
        shelf.catalog.published(3)
    with pytest.raises(UnknownRevision):
        shelf.catalog.entry_revision("one-entry", 3)


def test_a_publication_is_all_or_nothing(shelf: Shelf) -> None:
    good, bad = make_entry("one-entry"), make_entry("two-entry", sources=[])
    with pytest.raises(ChecksFailed, match="two-entry: sources"):
        shelf.workflow.publish([good, bad], "anna")
    assert shelf.catalog.revision() == 0
    assert shelf.catalog.overview() == []


def test_claims_of_published_entries_may_not_be_repeated(shelf: Shelf) -> None:
    shelf.workflow.publish([make_entry("one-entry", claims=["Kyiv put it off."])], "anna")
    with pytest.raises(ChecksFailed, match="repeats a claim of one-entry"):
        shelf.workflow.publish([make_entry("two-entry", claims=["Kyiv put it off."])], "anna")


def test_publishing_what_is_published_changes_nothing(shelf: Shelf) -> None:
    shelf.workflow.publish([make_entry()], "anna")
    again = shelf.workflow.publish([make_entry()], "anna")
    assert (again.revision, again.changed) == (1, ())


def test_steps_that_the_state_does_not_allow_are_refused(shelf: Shelf) -> None:
    with pytest.raises(UnknownEntry):
        shelf.workflow.submit("test-entry")
    shelf.workflow.save_drafts([make_entry()], "anna")
    with pytest.raises(WrongState):
        shelf.workflow.publish_draft("test-entry", "anna")
    with pytest.raises(WrongState):
        shelf.workflow.send_back("test-entry")
    shelf.workflow.submit("test-entry")
    with pytest.raises(WrongState):
        shelf.workflow.submit("test-entry")


def test_a_draft_that_could_not_be_published_stays_a_draft(shelf: Shelf) -> None:
    shelf.workflow.save_drafts([make_entry(sources=[])], "anna")
    with pytest.raises(ChecksFailed):
        shelf.workflow.submit("test-entry")
    assert [line.state for line in shelf.catalog.overview()] == ["draft"]
    assert shelf.catalog.draft("test-entry") == make_entry(sources=[])


def test_others_are_told_only_after_the_commit(shelf: Shelf) -> None:
    seen: list[tuple[int, int]] = []
    workflow = Workflow(shelf.database, lambda revision: seen.append((revision, shelf.catalog.revision())))
    workflow.publish([make_entry()], "anna")
    assert seen == [(1, 1)]


def test_publications_at_the_same_time_all_get_a_revision(shelf: Shelf) -> None:
    entries = [make_entry(f"entry-{number}") for number in range(6)]
    threads = [threading.Thread(target=shelf.workflow.publish, args=([entry], "anna")) for entry in entries]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert shelf.catalog.revision() == 6
    assert len(shelf.catalog.published().entries) == 6


def test_starter_entries_are_renewed_unless_a_curator_touched_them(shelf: Shelf) -> None:
    one, two = make_entry("one-entry"), make_entry("two-entry")
    update_from_starter(shelf.workflow, shelf.catalog, [one, two])
    shelf.workflow.publish([make_entry("one-entry", title="A curator's title")], "anna")
    shelf.workflow.retire("two-entry", "anna")
    newer = [make_entry(name, text="A newer text.") for name in ("one-entry", "two-entry", "three-entry")]
    done = update_from_starter(shelf.workflow, shelf.catalog, newer)
    assert done.changed == ("three-entry",)
    done = update_from_starter(shelf.workflow, shelf.catalog, [make_entry("three-entry", title="Renewed")])
    assert done.changed == ("three-entry",)


def test_the_starter_library_is_published_once_by_however_many_processes(shelf: Shelf) -> None:
    entries = [make_entry(f"entry-{number}") for number in range(4)]
    together = threading.Barrier(3)

    def stock() -> None:
        together.wait()
        update_from_starter(shelf.workflow, shelf.catalog, entries)

    threads = [threading.Thread(target=stock) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [row.number for row in shelf.catalog.published().entries] == [1, 1, 1, 1]
    assert shelf.catalog.revision() == 1


def test_migrations_at_the_same_time_all_succeed(settings: Settings) -> None:
    databases = [Database(database_url(settings)) for _ in range(4)]
    failures: list[Exception] = []
    together = threading.Barrier(len(databases))

    def migrate(database: Database) -> None:
        together.wait()
        try:
            database.migrate()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=migrate, args=(database,)) for database in databases]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for database in databases:
        database.close()
    assert failures == []


def test_a_damaged_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "damaged.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(ServiceUnavailable, match=r"The database \(sqlite\) cannot be used"):
        Database(f"sqlite:///{tmp_path / 'damaged.sqlite'}").migrate()


def test_migrations_make_the_tables_that_the_code_expects(shelf: Shelf) -> None:
    with shelf.database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_an_unreachable_database_is_said_in_a_sentence(tmp_path: Path) -> None:
    database = Database(f"postgresql://nobody@/none?host={tmp_path}")
    with pytest.raises(ServiceUnavailable, match=r"The database \(postgresql\) cannot be used"):
        database.migrate()


@pytest.mark.parametrize("url", ["mysql://x/y", "nonsense", "oracle://x"])
def test_another_kind_of_database_is_refused(url: str) -> None:
    with pytest.raises(InvalidSettings, match="SIDELIGHT_DATABASE_URL"):
        Database(url)
