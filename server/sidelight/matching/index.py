"""The index of one revision: the vectors of all claims and exclusions, and the words, entry by entry.

Built aside and swapped in whole; never changed. Exact search by one matrix product, which serves up to about 100,000
claims.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidelight.library.entry import Entry
from sidelight.matching.encoder import Vectors
from sidelight.matching.features import Lexicon

FLOOR = -1.0


@dataclass(frozen=True, slots=True)
class Phrases:
    """Phrases of all entries in one matrix, those of an entry side by side.

    `starts[e]` is the first row of entry e; an entry may have none, its `counts[e]` is 0.
    """

    texts: tuple[str, ...]
    vectors: Vectors
    starts: NDArray[np.intp]
    counts: NDArray[np.intp]

    def best(self, cosines: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.intp]]:
        """Per row of `cosines` (sentences x phrases) and entry: the highest cosine, and the phrase that has it.

        Both have the shape (sentences, entries); FLOOR and -1 where an entry has no phrase.
        """
        shape = (cosines.shape[0], len(self.starts))
        highest = np.full(shape, FLOOR, dtype=np.float32)
        phrase = np.full(shape, -1, dtype=np.intp)
        for entry, (start, count) in enumerate(zip(self.starts, self.counts, strict=True)):
            if count:
                part = cosines[:, start : start + count]
                phrase[:, entry] = part.argmax(axis=1) + start
                highest[:, entry] = part.max(axis=1)
        return highest, phrase


@dataclass(frozen=True, slots=True)
class Index:
    """All that matching knows of the library under one revision."""

    revision: int
    entries: tuple[Entry, ...]
    claims: Phrases
    exclusions: Phrases
    lexicon: Lexicon


def build_index(revision: int, entries: Sequence[Entry], encode: Callable[[Sequence[str]], Vectors]) -> Index:
    """The index of the published entries; `encode` gives unit vectors."""
    claims = [entry.claims for entry in entries]
    exclusions = [entry.exclusions for entry in entries]
    texts = [text for group in (*claims, *exclusions) for text in group]
    vectors = encode(texts)
    border = sum(len(group) for group in claims)
    return Index(
        revision,
        tuple(entries),
        _phrases(claims, vectors[:border]),
        _phrases(exclusions, vectors[border:]),
        Lexicon(entries),
    )


def _phrases(groups: Sequence[Sequence[str]], vectors: Vectors) -> Phrases:
    counts = np.array([len(group) for group in groups], dtype=np.intp)
    starts = np.concatenate([[0], np.cumsum(counts)[:-1]]).astype(np.intp) if len(groups) else counts
    return Phrases(tuple(text for group in groups for text in group), vectors, starts, counts)
