from __future__ import annotations

import dataclasses
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
import sqlalchemy
from sqlalchemy import inspect, text
from tests.support import make_entry

from sidelight.app import Shelf, database_url
from sidelight.errors import InvalidRequest, ServiceUnavailable, TooManyReports, UnknownRevision
from sidelight.feedback.limit import MinuteLimit
from sidelight.feedback.report import Report, ReportCount
from sidelight.feedback.reports import Reports
from sidelight.notes.caches import Cache
from sidelight.settings import Settings

WORDS_DAYS = 30
PLENTY = 1_000
REPORT = Report(
    entry="test-entry",
    revision=1,
    rule="propose-read",
    version="2",
    claim="A statement that test-entry answers.",
    probability=0.75,
    kind="wrong-place",
    words="This is about another war.",
    sentence="It began in 1914.",
)


class Days:
    """A calendar whose pages are turned by the test."""

    def __init__(self) -> None:
        self.today = date(2026, 5, 1)

    def __call__(self) -> date:
        return self.today


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture
def reports(shelf: Shelf, days: Days) -> Reports:
    shelf.workflow.publish([make_entry(), make_entry("two-entry")], "anna")
    return Reports(shelf.database, MinuteLimit(Cache(None), PLENTY), WORDS_DAYS, days)


def report(**changes: object) -> Report:
    return dataclasses.replace(REPORT, **changes)  # type: ignore[arg-type]


def test_a_report_is_kept_with_its_day_and_nothing_else(shelf: Shelf, reports: Reports, days: Days) -> None:
    reports.add(REPORT)
    (kept,) = reports.listed()
    assert (kept.day, kept.report) == (days.today, REPORT)
    columns = {column["name"] for column in inspect(shelf.database.engine).get_columns("reports")}
    fields = {field.name for field in dataclasses.fields(Report)} - {"entry"}
    assert columns == fields | {"number", "day", "entry_id"}


def test_the_newest_come_first_of_one_entry_and_as_many_as_wanted(reports: Reports) -> None:
    for number, entry in enumerate(("test-entry", "two-entry", "test-entry")):
        reports.add(report(entry=entry, claim=f"A statement that {entry} answers.", words=str(number)))
    assert [kept.report.words for kept in reports.listed()] == ["2", "1", "0"]
    assert [kept.report.words for kept in reports.listed("test-entry")] == ["2", "0"]
    assert [kept.report.words for kept in reports.listed(most=2)] == ["2", "1"]
    assert reports.listed("no-such-entry") == []


def test_reports_are_counted_by_entry_and_kind(reports: Reports) -> None:
    assert reports.counts() == []
    for kind in ("wrong-place", "helpful", "wrong-place"):
        reports.add(report(kind=kind))
    reports.add(report(entry="two-entry", claim="A statement that two-entry answers.", kind="wrong-content"))
    assert reports.counts() == [
        ReportCount("test-entry", "helpful", 1),
        ReportCount("test-entry", "wrong-place", 2),
        ReportCount("two-entry", "wrong-content", 1),
    ]


def test_words_and_sentence_are_forgotten_and_the_rest_stays(shelf: Shelf, reports: Reports, days: Days) -> None:
    reports.add(REPORT)
    days.today += timedelta(days=WORDS_DAYS - 1)
    reports.add(report(words=None, sentence="Another sentence."))
    assert [kept.report.sentence for kept in reports.listed()] == ["Another sentence.", "It began in 1914."]
    days.today += timedelta(days=1)
    newer, older = reports.listed()
    assert newer.report.sentence == "Another sentence."
    assert older.report == report(words=None, sentence=None)
    assert stored_words(shelf) == [(None, None), (None, "Another sentence.")]


def test_the_next_report_makes_the_old_ones_forgotten(shelf: Shelf, reports: Reports, days: Days) -> None:
    reports.add(REPORT)
    days.today += timedelta(days=WORDS_DAYS)
    reports.add(report(words="New."))
    assert stored_words(shelf) == [(None, None), ("New.", "It began in 1914.")]


def test_what_is_forgotten_is_not_in_the_file_either(
    shelf: Shelf, reports: Reports, days: Days, settings: Settings
) -> None:
    if settings.database_url is not None:
        pytest.skip("what PostgreSQL has deleted is taken out by its own vacuum")
    reports.add(report(words="Zanzibarquelle " * 30))
    days.today += timedelta(days=WORDS_DAYS)
    reports.listed()
    shelf.database.close()
    left = b"".join(path.read_bytes() for path in settings.data_dir.glob("sidelight.sqlite*"))
    assert b"propose-read" in left
    assert b"Zanzibarquelle" not in left


@pytest.mark.parametrize("changes", [{"entry": "no-such-entry"}, {"revision": 2}, {"revision": 2**31 - 1}])
def test_what_was_never_published_cannot_be_reported(reports: Reports, changes: dict) -> None:
    with pytest.raises(UnknownRevision, match=r"The library never published revision \d+ of '"):
        reports.add(report(**changes))
    assert reports.listed() == []


def test_what_was_published_once_can_be_reported_for_ever(shelf: Shelf, reports: Reports) -> None:
    shelf.workflow.retire("test-entry", "anna")
    reports.add(REPORT)
    with pytest.raises(UnknownRevision):
        # The second revision is the retirement, which no reader ever saw.
        reports.add(report(revision=2))
    assert len(reports.listed()) == 1


def test_a_claim_that_is_none_of_the_entry_s_is_not_kept(reports: Reports) -> None:
    with pytest.raises(InvalidRequest) as refused:
        reports.add(report(claim="A sentence of the page."))
    assert "sentence" not in str(refused.value)
    assert reports.listed() == []


def test_a_report_over_the_limit_is_not_kept(shelf: Shelf, reports: Reports) -> None:
    limited = Reports(shelf.database, MinuteLimit(Cache(None), 1, lambda: 0.0), WORDS_DAYS)
    limited.add(REPORT)
    with pytest.raises(TooManyReports):
        limited.add(REPORT)
    assert len(reports.listed()) == 1


def test_reports_at_the_same_time_are_all_kept(reports: Reports, days: Days) -> None:
    reports.add(REPORT)
    days.today += timedelta(days=WORDS_DAYS)
    together = threading.Barrier(8)
    failures: list[Exception] = []

    def send() -> None:
        together.wait()
        try:
            reports.add(report(words=None))
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=send) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert reports.counts() == [ReportCount("test-entry", "wrong-place", 9)]


def test_a_report_that_cannot_be_written_leaves_nothing_half_done(shelf: Shelf, reports: Reports, days: Days) -> None:
    reports.add(REPORT)
    days.today += timedelta(days=WORDS_DAYS)
    with shelf.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE reports RENAME COLUMN probability TO chance"))
    with pytest.raises(ServiceUnavailable):
        reports.add(report(words="New."))
    with shelf.database.engine.begin() as connection:
        connection.execute(text("ALTER TABLE reports RENAME COLUMN chance TO probability"))
    assert stored_words(shelf) == [(REPORT.words, REPORT.sentence)]


def test_a_database_that_is_away_is_said_and_comes_back(shelf: Shelf, reports: Reports, settings: Settings) -> None:
    reports.add(REPORT)
    with away(shelf, settings), pytest.raises(ServiceUnavailable):
        reports.add(REPORT)
    reports.add(report(words="New."))
    assert [kept.report.words for kept in reports.listed()] == ["New.", REPORT.words]


def test_old_libraries_get_the_table_and_keep_their_entries(shelf: Shelf, reports: Reports) -> None:
    with shelf.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE reports"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    shelf.database.migrate()
    reports.add(REPORT)
    assert len(reports.listed()) == 1
    assert shelf.catalog.entry("two-entry").number == 1


def test_only_what_has_words_is_looked_through_to_forget(shelf: Shelf) -> None:
    (index,) = [
        each for each in inspect(shelf.database.engine).get_indexes("reports") if each["name"] == "ix_reports_to_forget"
    ]
    (where,) = [str(value) for name, value in index["dialect_options"].items() if name.endswith("_where")]
    assert "words IS NOT NULL" in where


def stored_words(shelf: Shelf) -> list[tuple[str | None, str | None]]:
    with shelf.database.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT words, sentence FROM reports ORDER BY number"))]


@contextmanager
def away(shelf: Shelf, settings: Settings) -> Iterator[None]:
    """The database cannot be reached while the block runs: its file, or its name, is another."""
    shelf.database.close()
    move = _move_database if settings.database_url else _move_file
    move(settings, away=True)
    yield
    shelf.database.close()
    move(settings, away=False)


def _move_file(settings: Settings, away: bool) -> None:
    there, elsewhere = settings.data_dir / "sidelight.sqlite", settings.data_dir / "elsewhere.sqlite"
    if away:
        there.rename(elsewhere)
        there.mkdir()
    else:
        there.rmdir()
        elsewhere.rename(there)


def _move_database(settings: Settings, away: bool) -> None:
    address = sqlalchemy.make_url(database_url(settings)).set(drivername="postgresql+psycopg")
    names = (address.database, f"{address.database}_elsewhere")
    admin = sqlalchemy.create_engine(address.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("ALTER DATABASE {} RENAME TO {}".format(*(names if away else reversed(names)))))
    admin.dispose()
