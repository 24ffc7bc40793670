"""Small things that several tests make."""

from __future__ import annotations

from datetime import date

from sidelight.library.entry import Entry
from sidelight.reading.page import Block, Page


def make_entry(entry_id: str = "test-entry", **changes: object) -> Entry:
    """A small background entry that passes the checks."""
    return Entry.model_validate(
        {
            "id": entry_id,
            "kind": "background",
            "title": f"Title of {entry_id}",
            "text": "What a reader should know.",
            "as_of": "2026-05",
            "about": ["Ukraine"],
            "claims": [f"A statement that {entry_id} answers."],
            "sources": [
                {
                    "id": "S1",
                    "publisher": "A publisher",
                    "title": "A title",
                    "url": "https://example.org/1",
                    "read": "2026-05",
                    "stance": "independent",
                }
            ],
            "reviewed": "2026-05",
            "review_by": "2026-12",
            **changes,
        }
    )


def make_page(*texts: str, title: str = "", published: date | None = None, language: str | None = "en") -> Page:
    """A page of paragraphs."""
    return Page(title, language, published, tuple(Block("paragraph", text) for text in texts))
