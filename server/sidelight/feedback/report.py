"""What a reader says of a note. Nothing in it tells who said it, from where, or at what time of day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

ReportKind = Literal["helpful", "wrong-place", "wrong-content"]


@dataclass(frozen=True, slots=True)
class Report:
    """A word on the note of one revision of an entry, with what decided that the note was shown.

    `words` are the reader's own, `sentence` the page's, where the reader chose to send it.
    """

    entry: str
    revision: int
    rule: str
    version: str
    claim: str
    probability: float
    kind: ReportKind
    words: str | None
    sentence: str | None


@dataclass(frozen=True, slots=True)
class KeptReport:
    """A report and the day (UTC) on which it came; its words and sentence are None once their days are over."""

    day: date
    report: Report


@dataclass(frozen=True, slots=True)
class ReportCount:
    """How many reports of one kind an entry has."""

    entry: str
    kind: ReportKind
    number: int
