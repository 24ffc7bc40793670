"""Changing the library: draft, in review, published, retired.

A publication is one transaction: it writes the entries' new revisions and raises the library's. Only after the commit
are other processes told, by the `announce` function that `app` hands in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from sidelight.errors import ChecksFailed, UnknownEntry, WrongState
from sidelight.library.catalog import Catalog, EntryRevision, current_revision
from sidelight.library.checks import check_library
from sidelight.library.entry import Entry
from sidelight.library.storage import Database, DraftRow, EntryRevisionRow, LibraryRevisionRow

STARTER_AUTHOR = "sidelight"


@dataclass(frozen=True, slots=True)
class Publication:
    """What a publication did: the library's revision after it, and the ids that it changed."""

    revision: int
    changed: tuple[str, ...]


class Workflow:
    """Takes entries through their states. `announce(revision)` is called after each publication is committed."""

    def __init__(self, database: Database, announce: Callable[[int], None] = lambda revision: None):
        self._database = database
        self._catalog = Catalog(database)
        self._announce = announce

    def save_drafts(self, entries: Iterable[Entry], author: str) -> None:
        """Keeps entries as drafts, in place of earlier drafts of them. A draft need not pass the checks."""
        with self._database.session() as session:
            for entry in entries:
                session.merge(
                    DraftRow(
                        entry_id=entry.id,
                        state="draft",
                        content=entry.model_dump_json(),
                        author=author,
                        updated_at=datetime.now(UTC),
                    )
                )

    def submit(self, entry_id: str) -> None:
        """Draft -> in review. Raises UnknownEntry, WrongState, or ChecksFailed when it could not be published."""
        with self._database.session() as session:
            draft = _draft(session, entry_id)
            if draft.state != "draft":
                raise WrongState(f"The draft of '{entry_id}' is {draft.state} already.")
            self._check([Entry.model_validate_json(draft.content)])
            draft.state = "in review"

    def send_back(self, entry_id: str) -> None:
        """In review -> draft. Raises UnknownEntry or WrongState."""
        with self._database.session() as session:
            draft = _draft(session, entry_id)
            if draft.state != "in review":
                raise WrongState(f"The draft of '{entry_id}' is not in review.")
            draft.state = "draft"

    def publish_draft(self, entry_id: str, author: str, comment: str = "") -> Publication:
        """In review -> published. Raises UnknownEntry, WrongState, ChecksFailed."""
        with self._database.session() as session:
            draft = _draft(session, entry_id)
            if draft.state != "in review":
                raise WrongState(f"The draft of '{entry_id}' must be in review before it is published.")
            entry = Entry.model_validate_json(draft.content)
        return self.publish([entry], author, comment)

    def publish(self, entries: Iterable[Entry], author: str, comment: str = "") -> Publication:
        """Publishes entries together, all or none; those equal to what is published stay as they are.

        Drafts of the published entries are spent. Raises ChecksFailed.
        """
        entries = list(entries)
        self._check(entries)
        standing = {row.entry.id: row.entry for row in self._catalog.published().entries}
        changed = [entry for entry in entries if standing.get(entry.id) != entry]
        return self._record([(entry, "published") for entry in changed], author, comment)

    def retire(self, entry_id: str, author: str, comment: str = "") -> Publication:
        """Published -> retired. Raises UnknownEntry where it is not published."""
        entry = self._catalog.entry(entry_id).entry
        return self._record([(entry, "retired")], author, comment)

    def _check(self, entries: list[Entry]) -> None:
        """Checks entries beside the published ones that they would join."""
        ids = {entry.id for entry in entries}
        others = [row.entry for row in self._catalog.published().entries if row.entry.id not in ids]
        problems = [problem for problem in check_library([*others, *entries], date.today()) if problem.entry in ids]
        if problems:
            raise ChecksFailed(problems)

    def _record(self, changes: list[tuple[Entry, str]], author: str, comment: str) -> Publication:
        if not changes:
            return Publication(self._catalog.revision(), ())
        revision = self._write(changes, author, comment)
        self._announce(revision)
        return Publication(revision, tuple(entry.id for entry, _ in changes))

    def _write(self, changes: list[tuple[Entry, str]], author: str, comment: str) -> int:
        with self._database.publication() as session:
            revision = current_revision(session) + 1
            session.add(LibraryRevisionRow(number=revision, made_at=datetime.now(UTC), author=author, comment=comment))
            session.flush()
            for entry, action in changes:
                number = session.scalar(
                    select(func.max(EntryRevisionRow.number)).where(EntryRevisionRow.entry_id == entry.id)
                )
                session.add(
                    EntryRevisionRow(
                        entry_id=entry.id,
                        number=(number or 0) + 1,
                        library_revision=revision,
                        action=action,
                        content=entry.model_dump_json(),
                    )
                )
                draft = session.get(DraftRow, entry.id)
                if draft is not None:
                    session.delete(draft)
        return revision


def update_from_starter(workflow: Workflow, catalog: Catalog, starter: Iterable[Entry]) -> Publication:
    """Publishes starter entries that are new or have changed, and leaves alone what a curator has since touched."""
    wanted = []
    for entry in starter:
        history: list[EntryRevision] = catalog.history(entry.id)
        if not history or (history[-1].author == STARTER_AUTHOR and history[-1].entry != entry):
            wanted.append(entry)
    return workflow.publish(wanted, STARTER_AUTHOR, "Entries that come with Sidelight")


def _draft(session: Session, entry_id: str) -> DraftRow:
    draft = session.get(DraftRow, entry_id)
    if draft is None:
        raise UnknownEntry(f"There is no draft of '{entry_id}'.")
    return draft
