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
from sidelight.library.catalog import Catalog, EntryRevision, current_revision, standing
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
            _check([Entry.model_validate_json(draft.content)], _published(session))
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
        with self._database.publication() as session:
            draft = _draft(session, entry_id)
            if draft.state != "in review":
                raise WrongState(f"The draft of '{entry_id}' must be in review before it is published.")
            done = _publish(session, [Entry.model_validate_json(draft.content)], author, comment)
        return self._told(done)

    def publish(self, entries: Iterable[Entry], author: str, comment: str = "") -> Publication:
        """Publishes entries together, all or none; those equal to what is published stay as they are.

        Drafts of the published entries are spent. Raises ChecksFailed.
        """
        with self._database.publication() as session:
            done = _publish(session, list(entries), author, comment)
        return self._told(done)

    def retire(self, entry_id: str, author: str, comment: str = "") -> Publication:
        """Published -> retired. Raises UnknownEntry where it is not published."""
        with self._database.publication() as session:
            published = {row.entry.id: row.entry for row in _published(session)}
            if entry_id not in published:
                raise UnknownEntry(f"There is no published entry '{entry_id}'.")
            done = _record(session, [published[entry_id]], "retired", author, comment)
        return self._told(done)

    def _told(self, done: Publication) -> Publication:
        """Tells others of a publication that is committed, if it changed anything."""
        if done.changed:
            self._announce(done.revision)
        return done


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


def _published(session: Session) -> list[EntryRevision]:
    return [row for row in standing(session, current_revision(session)) if row.action == "published"]


def _check(entries: list[Entry], published: list[EntryRevision]) -> None:
    """Checks entries beside the published ones that they would join."""
    ids = {entry.id for entry in entries}
    others = [row.entry for row in published if row.entry.id not in ids]
    problems = [problem for problem in check_library([*others, *entries], date.today()) if problem.entry in ids]
    if problems:
        raise ChecksFailed(problems)


def _publish(session: Session, entries: list[Entry], author: str, comment: str) -> Publication:
    published = _published(session)
    _check(entries, published)
    before = {row.entry.id: row.entry for row in published}
    changed = [entry for entry in entries if before.get(entry.id) != entry]
    return _record(session, changed, "published", author, comment)


def _record(session: Session, entries: list[Entry], action: str, author: str, comment: str) -> Publication:
    revision = current_revision(session)
    if not entries:
        return Publication(revision, ())
    revision += 1
    session.add(LibraryRevisionRow(number=revision, made_at=datetime.now(UTC), author=author, comment=comment))
    session.flush()
    for entry in entries:
        last = session.scalar(select(func.max(EntryRevisionRow.number)).where(EntryRevisionRow.entry_id == entry.id))
        session.add(
            EntryRevisionRow(
                entry_id=entry.id,
                number=(last or 0) + 1,
                library_revision=revision,
                action=action,
                content=entry.model_dump_json(),
            )
        )
        draft = session.get(DraftRow, entry.id)
        if draft is not None:
            session.delete(draft)
    return Publication(revision, tuple(entry.id for entry in entries))
