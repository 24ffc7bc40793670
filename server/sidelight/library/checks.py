"""Checks: what must be true of an entry before readers may see it.

Each check yields problems in words that a curator can act on. `check_library` runs them all, over entries that would be
published together.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from sidelight.library.dates import first_day
from sidelight.library.entry import Entry


@dataclass(frozen=True, slots=True)
class CheckProblem:
    """Why an entry may not be published. `field` is a path such as `estimates[2].sources`."""

    entry: str
    field: str
    message: str

    def __str__(self) -> str:
        return f"{self.entry}: {self.field}: {self.message}"


def check_library(entries: Iterable[Entry], today: date) -> list[CheckProblem]:
    """All problems of the entries, each by itself and beside the others."""
    entries = list(entries)
    problems = [problem for entry in entries for problem in check_entry(entry, today)]
    problems.extend(_repeated_ids(entries))
    problems.extend(_repeated_claims(entries))
    return problems


def check_entry(entry: Entry, today: date) -> list[CheckProblem]:
    """The problems of one entry by itself."""
    found = [*_parts_of_kind(entry), *_matching_words(entry), *_sources(entry), *_figures(entry), *_dates(entry, today)]
    return [CheckProblem(entry.id, field, message) for field, message in found]


Found = Iterator[tuple[str, str]]


def _parts_of_kind(entry: Entry) -> Found:
    if entry.kind == "status" and not entry.developments:
        yield "developments", "a status needs at least one dated step"
    if entry.kind != "status" and entry.developments:
        yield "developments", f"only a status has developments; this entry is of kind {entry.kind}"
    if entry.kind == "figures" and not entry.estimates:
        yield "estimates", "a figures entry needs at least one estimate"
    if entry.kind != "figures" and entry.estimates:
        yield "estimates", f"only a figures entry has estimates; this entry is of kind {entry.kind}"


def _matching_words(entry: Entry) -> Found:
    if not entry.claims:
        yield "claims", "needs at least one, or no sentence can be matched"
    if not entry.about:
        yield "about", "needs at least one term, or the note could stand on any page"
    for term in entry.aliases:
        if term not in entry.about:
            yield "aliases", f"'{term}' is not among the about terms"
    seen: dict[str, str] = {}
    for name, texts in (("claims", entry.claims), ("exclusions", entry.exclusions)):
        for index, text in enumerate(texts):
            earlier = seen.setdefault(same_words(text), f"{name}[{index}]")
            if earlier != f"{name}[{index}]":
                yield f"{name}[{index}]", f"says the same as {earlier}"


def _sources(entry: Entry) -> Found:
    if not entry.sources:
        yield "sources", "needs at least one source"
    known = [source.id for source in entry.sources]
    for source_id in sorted({name for name in known if known.count(name) > 1}):
        yield "sources", f"the id {source_id} is given twice"
    for field, parts in (("developments", entry.developments), ("estimates", entry.estimates)):
        for index, part in enumerate(parts):
            for source_id in part.sources:
                if source_id not in known:
                    yield f"{field}[{index}].sources", f"there is no source {source_id} in this entry"


def _figures(entry: Entry) -> Found:
    for index, estimate in enumerate(entry.estimates):
        if not estimate.sources:
            yield f"estimates[{index}].sources", f"the figure of {estimate.counter} has no source"
        if estimate.as_of is None:
            yield f"estimates[{index}].as_of", f"the figure of {estimate.counter} has no date"


def _dates(entry: Entry, today: date) -> Found:
    days = {"as_of": entry.as_of, "reviewed": entry.reviewed}
    for index, development in enumerate(entry.developments):
        days[f"developments[{index}].date"] = development.date
        if development.until and first_day(development.until) < first_day(development.date):
            yield f"developments[{index}].until", f"{development.until} is before {development.date}"
    for index, estimate in enumerate(entry.estimates):
        if estimate.as_of:
            days[f"estimates[{index}].as_of"] = estimate.as_of
        if estimate.published:
            days[f"estimates[{index}].published"] = estimate.published
    for index, source in enumerate(entry.sources):
        days[f"sources[{index}].read"] = source.read
        if source.published:
            days[f"sources[{index}].published"] = source.published
    for field, day in days.items():
        if first_day(day) > today:
            yield field, f"{day} lies in the future"
    if first_day(entry.review_by) < first_day(entry.reviewed):
        yield "review_by", f"{entry.review_by} is before the last review, {entry.reviewed}"
    steps = [first_day(development.date) for development in entry.developments]
    if steps != sorted(steps):
        yield "developments", "must stand in order of date, oldest first"


def _repeated_ids(entries: list[Entry]) -> Iterator[CheckProblem]:
    ids = [entry.id for entry in entries]
    for entry_id in sorted({name for name in ids if ids.count(name) > 1}):
        yield CheckProblem(entry_id, "id", "two entries have it")


def _repeated_claims(entries: list[Entry]) -> Iterator[CheckProblem]:
    owners: dict[str, str] = {}
    for entry in entries:
        for index, claim in enumerate(entry.claims):
            owner = owners.setdefault(same_words(claim), entry.id)
            if owner != entry.id:
                yield CheckProblem(entry.id, f"claims[{index}]", f"repeats a claim of {owner}: “{claim}”")


def same_words(text: str) -> str:
    """A form in which two texts are equal when they differ only in case, punctuation, accents' encoding and spaces."""
    return " ".join(re.findall(r"\w+", unicodedata.normalize("NFKC", text).casefold()))
