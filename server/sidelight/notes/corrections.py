"""What a revision of an entry changed of what readers saw before: each change told once, in the order of the parts.

A part that was changed must not be told as one removed and one added, so old and new are paired by what makes them the
same: first by all that a reader sees, then by less and less. A change of claims, of topics, or of the
dates of a review corrects nothing.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, Literal, TypeVar

from sidelight.library.entry import Development, Entry, Estimate, Source
from sidelight.notes.note import Correction, NoteChange

T = TypeVar("T")
Likeness = Callable[[T], Hashable]


def correction_of(before: Entry, after: Entry, at: datetime) -> Correction | None:
    """What the revision published at a moment changed; None where a reader sees no difference."""
    changes = changes_between(before, after)
    return Correction(at=at, reason=None, changes=changes) if changes else None


def changes_between(before: Entry, after: Entry) -> tuple[NoteChange, ...]:
    """The changes that a reader can see between two revisions of an entry."""
    sources = _pair(
        before.sources, after.sources, _source_as_seen, lambda one: (one.url, one.document), lambda one: one.id
    )
    ids = {old.id: new.id for old, new in sources.both}
    steps = _pair(
        _renamed(before.developments, ids),
        after.developments,
        _step_as_seen,
        lambda step: (step.date, step.text),
        lambda step: step.date,
        lambda step: step.text,
    )
    figures = _pair(
        _renamed(before.estimates, ids),
        after.estimates,
        _figure_as_seen,
        lambda figure: (figure.counter, figure.quantity, figure.as_of),
        lambda figure: (figure.counter, figure.quantity),
        lambda figure: (figure.counter, figure.value, figure.low, figure.high, figure.unit, figure.as_of),
    )
    return (
        *_words("title", before.title, after.title),
        *_words("text", before.text, after.text),
        *_parts("steps", steps, _step_as_seen, lambda step: step.date),
        *_parts("figures", figures, _figure_as_seen, lambda figure: figure.counter),
        *_parts("sources", sources, _source_as_seen, lambda source: source.publisher),
    )


@dataclass(frozen=True, slots=True)
class _Paired(Generic[T]):
    """Parts of two revisions: in both, only in the old one, only in the new one; each in its entry's order."""

    both: tuple[tuple[T, T], ...]
    removed: tuple[T, ...]
    added: tuple[T, ...]


def _pair(before: Sequence[T], after: Sequence[T], *likenesses: Likeness[T]) -> _Paired[T]:
    """Pairs each part with the first that is left of those like it, by each likeness in turn."""
    old, new = dict(enumerate(before)), dict(enumerate(after))
    partner: dict[int, int] = {}
    for like in likenesses:
        waiting: dict[Hashable, deque[int]] = {}
        for place, part in old.items():
            waiting.setdefault(like(part), deque()).append(place)
        for place, part in list(new.items()):
            if alike := waiting.get(like(part)):
                partner[place] = alike.popleft()
                del new[place], old[partner[place]]
    both = tuple((before[partner[place]], after[place]) for place in sorted(partner))
    return _Paired(both, tuple(old.values()), tuple(new.values()))


Cites = TypeVar("Cites", Development, Estimate)


def _renamed(parts: Iterable[Cites], ids: Mapping[str, str]) -> list[Cites]:
    """Old parts with the ids that their sources have now; a source that is gone has an empty one, which none has."""
    return [part.model_copy(update={"sources": tuple(ids.get(name, "") for name in part.sources)}) for part in parts]


def _step_as_seen(step: Development) -> Hashable:
    return step.date, step.until, step.text, frozenset(step.sources)


def _figure_as_seen(figure: Estimate) -> Hashable:
    return figure.model_copy(update={"sources": ()}), frozenset(figure.sources)


def _source_as_seen(source: Source) -> Hashable:
    # Reading a source again is a review; and by which id the entry calls it, no reader sees.
    return source.model_copy(update={"id": "", "read": ""})


def _words(part: Literal["title", "text"], before: str, after: str) -> Iterator[NoteChange]:
    if before != after:
        yield NoteChange(part=part, change="changed", label=None, before=before)


def _parts(
    part: Literal["steps", "figures", "sources"], paired: _Paired[T], seen: Likeness[T], label: Callable[[T], str]
) -> Iterator[NoteChange]:
    for old, new in paired.both:
        if seen(old) != seen(new):
            yield NoteChange(part=part, change="changed", label=label(new), before=None)
    for new in paired.added:
        yield NoteChange(part=part, change="added", label=label(new), before=None)
    for old in paired.removed:
        yield NoteChange(part=part, change="removed", label=label(old), before=None)
