"""Readers' reports: taken, kept for curators, and forgotten in part.

The words and the sentence of a report are deleted after some days, when the next report is added or reports are listed.
What stays tells of entries, claims and rules only.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from sidelight.errors import InvalidRequest, UnknownRevision
from sidelight.feedback.limit import MinuteLimit
from sidelight.feedback.report import KeptReport, Report, ReportCount
from sidelight.feedback.storage import HOLDS_WORDS, ReportRow
from sidelight.library.entry import Entry
from sidelight.library.storage import Database, EntryRevisionRow


def utc_day() -> date:
    """Today, wherever the server stands."""
    return datetime.now(UTC).date()


class Reports:
    """Keeps reports in the library's database. Raises ServiceUnavailable when it fails."""

    def __init__(self, database: Database, limit: MinuteLimit, words_days: int, today: Callable[[], date] = utc_day):
        self._database = database
        self._limit = limit
        self._words_days = timedelta(days=words_days)
        self._today = today

    def add(self, report: Report) -> None:
        """Keeps a report, whole or not at all.

        Raises TooManyReports, UnknownRevision where the library never published what it is about, and InvalidRequest
        where its claim is not one of that revision's.
        """
        self._limit.take()
        with self._database.session() as session:
            _check(session, report)
            self._forget(session)
            kept = asdict(report)
            session.add(ReportRow(day=self._today(), entry_id=kept.pop("entry"), **kept))

    def listed(self, entry: str | None = None, most: int | None = None) -> list[KeptReport]:
        """Reports, newest first; of one entry where one is given, and the newest of them where a number is."""
        query = select(ReportRow).order_by(ReportRow.number.desc()).limit(most)
        if entry is not None:
            query = query.where(ReportRow.entry_id == entry)
        with self._database.session() as session:
            self._forget(session)
            return [_kept(row) for row in session.scalars(query)]

    def counts(self) -> list[ReportCount]:
        """How many reports each entry has of each kind, sorted by both; pairs without any are absent."""
        pair = (ReportRow.entry_id, ReportRow.kind)
        query = select(*pair, func.count()).group_by(*pair).order_by(*pair)
        with self._database.session() as session:
            return [ReportCount(*row) for row in session.execute(query)]

    def _forget(self, session: Session) -> None:
        last = self._today() - self._words_days
        forgotten = update(ReportRow).where(ReportRow.day <= last, HOLDS_WORDS).values(words=None, sentence=None)
        # No row is in the session yet that would have to follow.
        session.execute(forgotten, execution_options={"synchronize_session": False})


def _check(session: Session, report: Report) -> None:
    """What is kept for ever must be the curators' own: a claim that is none of theirs could be a reader's text."""
    revision = session.get(EntryRevisionRow, (report.entry, report.revision))
    if revision is None or revision.action != "published":
        raise UnknownRevision(f"The library never published revision {report.revision} of '{report.entry}'.")
    if report.claim not in Entry.model_validate_json(revision.content).claims:
        raise InvalidRequest(f"The claim is none of revision {report.revision} of '{report.entry}'.")


def _kept(row: ReportRow) -> KeptReport:
    report = Report(
        entry=row.entry_id,
        revision=row.revision,
        rule=row.rule,
        version=row.version,
        claim=row.claim,
        probability=row.probability,
        kind=row.kind,  # type: ignore[arg-type]
        words=row.words,
        sentence=row.sentence,
    )
    return KeptReport(row.day, report)
