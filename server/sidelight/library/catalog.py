"""Reading the library: as it stands, as it stood under any revision, and the history of each entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import Subquery, and_, func, select
from sqlalchemy.orm import Session

from sidelight.errors import UnknownEntry, UnknownRevision
from sidelight.library.entry import Entry
from sidelight.library.storage import Database, DraftRow, EntryRevisionRow, LibraryRevisionRow

State = Literal["draft", "in review", "published", "retired"]


@dataclass(frozen=True, slots=True)
class EntryRevision:
    """One revision of an entry: what stood in it, and which publication brought it."""

    entry: Entry
    number: int
    library_revision: int
    action: Literal["published", "retired"]
    at: datetime
    author: str
    comment: str


@dataclass(frozen=True, slots=True)
class Library:
    """All entries published under one revision, sorted by id. Revision 0 is the empty library."""

    revision: int
    entries: tuple[EntryRevision, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """One line of a list of entries."""

    id: str
    state: State
    title: str
    kind: str
    revision: int | None


class Catalog:
    """Answers questions about the library; changes nothing."""

    def __init__(self, database: Database):
        self._database = database

    def revision(self) -> int:
        """The library's revision; 0 before the first publication."""
        with self._database.session() as session:
            return current_revision(session)

    def published(self, revision: int | None = None) -> Library:
        """The library under a revision, whole; the newest where none is given.

        Raises UnknownRevision.
        """
        with self._database.session() as session:
            newest = current_revision(session)
            wanted = newest if revision is None else revision
            if not 0 <= wanted <= newest:
                raise UnknownRevision(f"The library has no revision {wanted}; the newest is {newest}.")
            rows = standing(session, wanted)
            return Library(wanted, tuple(row for row in rows if row.action == "published"))

    def superseded(self, revision: int) -> dict[str, Entry]:
        """By id, what readers saw before what stands under a revision of the library.

        An entry that was published only once is absent. Retired in between makes no difference.
        """
        with self._database.session() as session:
            newest = _newest(revision)
            before = (
                select(EntryRevisionRow.entry_id, func.max(EntryRevisionRow.number).label("number"))
                .join(newest, EntryRevisionRow.entry_id == newest.c.entry_id)
                .where(EntryRevisionRow.number < newest.c.number, EntryRevisionRow.action == "published")
                .group_by(EntryRevisionRow.entry_id)
                .subquery()
            )
            contents = session.scalars(_of(select(EntryRevisionRow.content), before))
            return {entry.id: entry for entry in map(Entry.model_validate_json, contents)}

    def entry(self, entry_id: str) -> EntryRevision:
        """The published revision of an entry. Raises UnknownEntry, also for a retired one."""
        for row in reversed(self.history(entry_id)):
            if row.action == "published":
                return row
            break
        raise UnknownEntry(f"There is no published entry '{entry_id}'.")

    def history(self, entry_id: str) -> list[EntryRevision]:
        """All revisions of an entry, oldest first; empty where it was never published."""
        with self._database.session() as session:
            query = _revisions().where(EntryRevisionRow.entry_id == entry_id).order_by(EntryRevisionRow.number)
            return [_entry_revision(*row) for row in session.execute(query)]

    def entry_revision(self, entry_id: str, number: int) -> EntryRevision:
        """One revision of an entry. Raises UnknownRevision."""
        for row in self.history(entry_id):
            if row.number == number:
                return row
        raise UnknownRevision(f"The entry '{entry_id}' has no revision {number}.")

    def draft(self, entry_id: str) -> Entry:
        """What a curator works on. Raises UnknownEntry where there is no draft."""
        with self._database.session() as session:
            row = session.get(DraftRow, entry_id)
            if row is None:
                raise UnknownEntry(f"There is no draft of '{entry_id}'.")
            return Entry.model_validate_json(row.content)

    def overview(self) -> list[Overview]:
        """Every entry with its state, sorted by id; where there is a draft of a published entry, the draft's state."""
        with self._database.session() as session:
            lines = {
                row.entry.id: Overview(row.entry.id, row.action, row.entry.title, row.entry.kind, row.number)
                for row in standing(session, current_revision(session))
            }
            for draft in session.scalars(select(DraftRow)):
                entry = Entry.model_validate_json(draft.content)
                published = lines.get(entry.id)
                number = published.revision if published else None
                lines[entry.id] = Overview(entry.id, draft.state, entry.title, entry.kind, number)  # type: ignore[arg-type]
        return [lines[entry_id] for entry_id in sorted(lines)]


def current_revision(session: Session) -> int:
    """The newest revision of the library, 0 before the first."""
    return session.scalar(select(func.max(LibraryRevisionRow.number))) or 0


def _revisions() -> Any:
    return select(EntryRevisionRow, LibraryRevisionRow).join(
        LibraryRevisionRow, LibraryRevisionRow.number == EntryRevisionRow.library_revision
    )


def standing(session: Session, revision: int) -> list[EntryRevision]:
    """The newest row of each entry under a revision of the library, retirements included, sorted by id."""
    query = _of(_revisions(), _newest(revision)).order_by(EntryRevisionRow.entry_id)
    return [_entry_revision(*row) for row in session.execute(query)]


def _newest(revision: int) -> Subquery:
    return (
        select(EntryRevisionRow.entry_id, func.max(EntryRevisionRow.number).label("number"))
        .where(EntryRevisionRow.library_revision <= revision)
        .group_by(EntryRevisionRow.entry_id)
        .subquery()
    )


def _of(query: Any, chosen: Subquery) -> Any:
    """The query, of those revisions only whose entry and number were chosen."""
    return query.join(
        chosen, and_(EntryRevisionRow.entry_id == chosen.c.entry_id, EntryRevisionRow.number == chosen.c.number)
    )


def _entry_revision(row: EntryRevisionRow, publication: LibraryRevisionRow) -> EntryRevision:
    return EntryRevision(
        entry=Entry.model_validate_json(row.content),
        number=row.number,
        library_revision=row.library_revision,
        action=row.action,  # type: ignore[arg-type]
        at=publication.made_at,
        author=publication.author,
        comment=publication.comment,
    )
