"""Guard: an entry stays silent on a page that is not about it, or older than it, whatever the score.

A page is about an entry when each of its `about` terms occurs there, and at least one of them is prominent:
in the title, a heading, or two sentences (one sentence on a very short page). A page is older than a status when it was
published well before its first development.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Literal

from ruamel.yaml import YAML

from sidelight.library.dates import first_day
from sidelight.library.entry import Entry
from sidelight.reading.language import base_language
from sidelight.reading.page import Page, Sentence

SHORT_PAGE_SENTENCES = 5
CASE_MATTERS_UP_TO = 3
# What is planned is in the news before it begins.
NEWS_BEFORE_BEGINNING = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Objection:
    """Why an entry stays silent on a page; `detail` completes `why`."""

    why: Literal["another language", "not about", "another time"]
    detail: str


class PageGuard:
    """What one page is about; remembers the answer for each term."""

    def __init__(self, page: Page, sentences: Sequence[Sentence]):
        self._language = base_language(page.language or "")
        self._published = page.published
        self._prominent = [page.title, *(block.text for block in page.blocks if block.kind == "heading")]
        self._texts = [sentence.text for sentence in sentences]
        self._enough = 1 if len(sentences) <= SHORT_PAGE_SENTENCES else 2
        self._known: dict[tuple[str, ...], int] = {}

    def objection(self, entry: Entry) -> Objection | None:
        """Why the entry must stay silent here; None where it may speak."""
        if self._language != base_language(entry.language):
            return Objection("another language", entry.language)
        missing = self.missing_term(entry)
        if missing:
            return Objection("not about", missing)
        begun = beginning(entry)
        if self._published and begun and self._published < begun - NEWS_BEFORE_BEGINNING:
            return Objection("another time", f"begins in {begun:%B %Y}")
        return None

    def missing_term(self, entry: Entry) -> str | None:
        """The `about` term of the entry for which the page is not about it; None where it is."""
        weights = {
            term: self._weight((term, *shared_aliases().get(term, ()), *entry.aliases.get(term, ())))
            for term in entry.about
        }
        for term, weight in weights.items():
            if weight == 0:
                return term
        if weights and max(weights.values()) < self._enough:
            return entry.about[0]
        return None

    def _weight(self, spellings: tuple[str, ...]) -> int:
        """How many sentences have the name; `_enough` where the title or a heading has it."""
        if spellings not in self._known:
            patterns = _patterns(spellings)
            prominent = self._enough if _hits(patterns, self._prominent) else 0
            self._known[spellings] = max(prominent, sum(_hits(patterns, [text]) for text in self._texts))
        return self._known[spellings]


def beginning(entry: Entry) -> date | None:
    """The first day of which the entry knows something to report; None where its dates do not tell.

    Only a status begins: figures and background hold for what came before they were counted or written.
    """
    if entry.kind != "status":
        return None
    return min((first_day(development.date) for development in entry.developments), default=None)


@cache
def shared_aliases() -> dict[str, tuple[str, ...]]:
    """The table of other spellings that all entries share."""
    path = Path(__file__).parent / "aliases.yaml"
    return {name: tuple(others) for name, others in YAML(typ="safe").load(path).items()}


def _hits(patterns: Iterable[re.Pattern[str]], texts: Iterable[str]) -> bool:
    return any(pattern.search(text) for text in texts for pattern in patterns)


@cache
def _patterns(spellings: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    exact = [name for name in spellings if len(name.replace(".", "")) <= CASE_MATTERS_UP_TO]
    loose = [name for name in spellings if name not in exact]
    return tuple(
        re.compile(rf"(?<!\w)(?:{'|'.join(re.escape(name) for name in names)})(?!\w)", flags)
        for names, flags in ((exact, 0), (loose, re.IGNORECASE))
        if names
    )
