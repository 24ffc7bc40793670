from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import make_entry, make_page

from sidelight.library.catalog import EntryRevision
from sidelight.library.entry import Entry
from sidelight.notes.compose import compose_note, target_of
from sidelight.notes.note import Correction, NoteChange, Reason
from sidelight.notes.outcome import Placed
from sidelight.reading.page import Block, Page

STATUS = make_entry(
    kind="status",
    developments=[
        {"date": "2024-06-15", "text": "It met."},
        {"date": "2024-10", "text": "It was put off."},
        {"date": "2025-05-16", "text": "Talks began elsewhere."},
    ],
)
FIGURES = make_entry(
    kind="figures",
    estimates=[
        {"counter": "One", "quantity": "killed", "unit": "people", "value": 5, "as_of": "2024-01"},
        {
            "counter": "Two",
            "quantity": "killed",
            "unit": "people",
            "low": 6,
            "high": 9,
            "as_of": "2024-01",
            "published": "2024-12-08",
        },
    ],
)
AT = datetime(2026, 5, 19, 9, 15, 4, 567, timezone(timedelta(hours=2)))
CORRECTION = Correction(
    at=AT, reason=None, changes=(NoteChange(part="title", change="changed", label=None, before="A title"),)
)


def placed(start: int = 0, end: int = 6, block: int = 0) -> Placed:
    reason = Reason(claim="A claim.", probability=0.7, rule="r", version="1")
    return Placed(block=block, start=start, end=end, entry="test-entry", reason=reason)


def note(entry: Entry, published: date | None):
    revision = EntryRevision(entry, 3, 7, "published", AT, "anna", "")
    return compose_note(placed(), revision, CORRECTION, make_page("It met again.", published=published))


@pytest.mark.parametrize(
    ("published", "then", "since"),
    [
        (date(2024, 6, 14), None, [True, True, True]),
        (date(2024, 6, 15), "It met.", [False, True, True]),
        (date(2024, 10, 12), "It met.", [False, True, True]),
        (date(2024, 10, 31), "It was put off.", [False, False, True]),
        (date(2026, 1, 1), "Talks began elsewhere.", [False, False, False]),
        (None, None, [None, None, None]),
    ],
)
def test_a_status_note_says_what_held_then_and_what_came_since(
    published: date | None, then: str | None, since: list[bool | None]
) -> None:
    composed = note(STATUS, published)
    assert (composed.then.text if composed.then else None) == then
    assert [step.since_page for step in composed.developments] == since
    assert composed.now.text == STATUS.text


@pytest.mark.parametrize(
    ("published", "known"),
    [(date(2024, 2, 1), [True, False]), (date(2025, 1, 1), [True, True]), (None, [None, None])],
)
def test_a_figures_note_marks_the_estimates_known_then(published: date | None, known: list[bool | None]) -> None:
    assert [estimate.known_then for estimate in note(FIGURES, published).estimates] == known


def test_a_note_names_the_revision_of_its_entry_and_what_it_corrected() -> None:
    composed = note(STATUS, None)
    assert (composed.revision, composed.correction) == (3, CORRECTION)
    assert composed.model_dump(mode="json")["published_at"] == "2026-05-19T07:15:04Z"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), st.data())
def test_a_target_quotes_its_block(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    page = Page("", "en", None, (Block("heading", "Before"), Block("paragraph", text)))
    target = target_of(placed(start, end, 1), page)
    selector = target.selector
    assert selector.exact == text[start:end]
    assert text[:start].endswith(selector.prefix)
    assert text[end:].startswith(selector.suffix)
    assert max(len(selector.prefix), len(selector.suffix)) <= 32
