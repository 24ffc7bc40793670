"""Propose: which entries are near which sentences, and everything cheap that can be said of those pairs.

The sentence is compared by itself and together with the one before it: the context finds the entry, the sentence alone
says whether the claim is made here rather than next door (QUALITY.md of the project: right entry first in 93 % against
71 %).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidelight.matching.encoder import Encodes, Vectors
from sidelight.matching.features import FEATURES, wording
from sidelight.matching.index import Index
from sidelight.matching.pairs import Pair
from sidelight.reading.page import Sentence

# Pairs further apart than this are never in question.
LEAST_COSINE = 0.3
# An exclusion that is this near, and nearer than any claim, forbids the note by itself.
EXCLUDING_COSINE = 0.75
# How far margins count, at most: in a small library the others are always far; an entry may have no exclusions.
WIDEST_MARGIN, WIDEST_EXCLUSION_MARGIN = 0.2, 0.5


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence that may carry a note, and the one before it ("" at the top of the page)."""

    sentence: Sentence
    previous: str

    @property
    def text(self) -> str:
        return self.sentence.text

    @property
    def context(self) -> str:
        """Both, as one text."""
        return f"{self.previous} {self.text}".strip()


@dataclass(frozen=True, slots=True)
class Proposals:
    """How near each entry is to each query; arrays of the shape (queries, entries).

    `alone` and `in_context` are cosines of the nearest claim, `margin` is how far `alone` lies above that of the best
    other entry, `exclusion` the cosine of the nearest exclusion (-1 without one). `claims` has the shape (queries,
    claims): how near each claim is, alone or in context.
    """

    alone: NDArray[np.float32]
    in_context: NDArray[np.float32]
    margin: NDArray[np.float32]
    exclusion: NDArray[np.float32]
    nearest_exclusion: NDArray[np.intp]
    claims: NDArray[np.float32]

    @property
    def nearness(self) -> NDArray[np.float32]:
        """The better of both cosines."""
        return np.maximum(self.alone, self.in_context)

    @property
    def excluded(self) -> NDArray[np.bool_]:
        """Where an exclusion forbids the note."""
        return (self.exclusion >= EXCLUDING_COSINE) & (self.exclusion > self.alone)


def queries(sentences: Sequence[Sentence]) -> list[Query]:
    """The sentences that may carry a note, each with the one before it on the page, whatever block that stands in."""
    befores = ["", *(sentence.text for sentence in sentences)]
    return [
        Query(sentence, before) for before, sentence in zip(befores, sentences, strict=False) if sentence.annotatable
    ]


def encode_queries(encoder: Encodes, asked: Sequence[Query]) -> tuple[Vectors, Vectors]:
    """The vectors of the sentences alone, and of the sentences in context; row i of both belongs to query i."""
    vectors = encoder.encode([query.text for query in asked] + [query.context for query in asked])
    return vectors[: len(asked)], vectors[len(asked) :]


def propose(index: Index, sentence_vectors: Vectors, context_vectors: Vectors) -> Proposals:
    """Compares queries with all claims and exclusions; row i of both arrays belongs to query i."""
    alone, in_context = (vectors @ index.claims.vectors.T for vectors in (sentence_vectors, context_vectors))
    by_sentence, _ = index.claims.best(alone)
    by_context, _ = index.claims.best(in_context)
    exclusion, nearest_exclusion = index.exclusions.best(sentence_vectors @ index.exclusions.vectors.T)
    return Proposals(
        alone=by_sentence,
        in_context=by_context,
        margin=margins(by_sentence),
        exclusion=exclusion,
        nearest_exclusion=nearest_exclusion,
        claims=np.maximum(alone, in_context),
    )


def pair(index: Index, proposals: Proposals, asked: Sequence[Query], row: int, column: int) -> Pair:
    """The query of a row and the entry of a column, to be read together."""
    start, count = index.claims.starts[column], index.claims.counts[column]
    order = np.argsort(-proposals.claims[row, start : start + count], kind="stable") + start
    claims = tuple(index.claims.texts[claim] for claim in order)
    return Pair(asked[row].text, asked[row].previous, index.entries[column], claims)


def describe(
    index: Index, asked: Sequence[Query], proposals: Proposals, pairs: NDArray[np.intp]
) -> NDArray[np.float32]:
    """The features of pairs, an array of (row, column), in the order of FEATURES: shape (pairs, features)."""
    said = {row: (wording(asked[row].text), wording(asked[row].previous)) for row in {int(row) for row, _ in pairs}}
    found = np.zeros((len(pairs), len(FEATURES)), dtype=np.float32)
    for number, (row, column) in enumerate(pairs):
        start, count = index.claims.starts[column], index.claims.counts[column]
        claim = index.claims.texts[start + int(proposals.claims[row, start : start + count].argmax())]
        found[number] = (
            proposals.alone[row, column],
            proposals.in_context[row, column],
            min(WIDEST_MARGIN, proposals.margin[row, column]),
            min(WIDEST_EXCLUSION_MARGIN, proposals.alone[row, column] - proposals.exclusion[row, column]),
            *index.lexicon.compare(int(column), claim, *said[int(row)]),
        )
    return found


def margins(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each entry's score lies above the best of the other entries (negative where another is nearer).

    A library of one entry has nothing to compare with: the margin is 0.
    """
    if scores.shape[1] < 2:
        return np.zeros_like(scores)
    top = np.sort(scores, axis=1)[:, -2:]
    first, second = top[:, 1:], top[:, :1]
    return scores - np.where(scores >= first, second, first)
