"""Composing a note: an entry as of the page's date and as of now."""

from __future__ import annotations

from datetime import date

from sidelight.library.catalog import EntryRevision
from sidelight.library.dates import last_day
from sidelight.library.entry import Development, Entry, Estimate
from sidelight.notes.note import (
    AsOf,
    Correction,
    Note,
    NoteDevelopment,
    NoteEstimate,
    NoteSource,
    Target,
    TextQuoteSelector,
)
from sidelight.notes.outcome import Placed
from sidelight.reading.page import Page

CONTEXT_CHARACTERS = 32


def compose_note(placed: Placed, revision: EntryRevision, correction: Correction | None, page: Page) -> Note:
    """The note of an entry at its place; `correction` says what the revision changed.

    What is dated by month or year counts as known once that month or year is over.
    """
    entry = revision.entry
    return Note(
        entry=entry.id,
        revision=revision.number,
        published_at=revision.at,
        correction=correction,
        kind=entry.kind,
        title=entry.title,
        language=entry.language,
        target=target_of(placed, page),
        reason=placed.reason,
        then=_held_on(entry, page.published),
        now=AsOf(date=entry.as_of, text=entry.text),
        developments=tuple(_development(step, page.published) for step in entry.developments),
        estimates=tuple(_estimate(figure, entry, page.published) for figure in entry.estimates),
        sources=tuple(NoteSource(**source.model_dump()) for source in entry.sources),
        reviewed=entry.reviewed,
        review_by=entry.review_by,
    )


def target_of(placed: Placed, page: Page) -> Target:
    """The place as a quote, with a little of what is around it in its block."""
    text = page.blocks[placed.block].text
    return Target(
        block=placed.block,
        selector=TextQuoteSelector(
            exact=text[placed.start : placed.end],
            prefix=text[max(0, placed.start - CONTEXT_CHARACTERS) : placed.start],
            suffix=text[placed.end : placed.end + CONTEXT_CHARACTERS],
        ),
    )


def _held_on(entry: Entry, day: date | None) -> AsOf | None:
    known = [step for step in entry.developments if day is not None and last_day(step.date) <= day]
    return AsOf(date=known[-1].date, text=known[-1].text) if known else None


def _development(step: Development, day: date | None) -> NoteDevelopment:
    return NoteDevelopment(**step.model_dump(), since_page=None if day is None else last_day(step.date) > day)


def _estimate(figure: Estimate, entry: Entry, day: date | None) -> NoteEstimate:
    # The checks let no estimate without a date be published; the entry's own date is the latest that it can have.
    as_of = figure.as_of or entry.as_of
    known_then = None if day is None else last_day(figure.published or as_of) <= day
    return NoteEstimate(**figure.model_dump(exclude={"as_of", "published"}), as_of=as_of, known_then=known_then)
