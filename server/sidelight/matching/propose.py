"""Propose: for each sentence, how near every entry is.

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
from sidelight.matching.index import FLOOR, Index
from sidelight.reading.page import Sentence


@dataclass(frozen=True, slots=True)
class Proposals:
    """Arrays of the shape (queries, entries); `features` has one axis more.

    The features are the cosine of the sentence alone, the cosine in context, and the margin of the sentence alone to
    the next entry.
    """

    features: NDArray[np.float32]
    claim: NDArray[np.intp]
    exclusion: NDArray[np.intp]
    excluded: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Query:
    """A sentence that may carry a note, and the text that puts it in context."""

    sentence: Sentence
    context: str


def queries(sentences: Sequence[Sentence]) -> list[Query]:
    """The sentences that may carry a note, each with the one before it on the page, whatever block that stands in."""
    befores = ["", *(sentence.text for sentence in sentences)]
    return [
        Query(sentence, f"{before} {sentence.text}".strip())
        for before, sentence in zip(befores, sentences, strict=False)
        if sentence.annotatable
    ]


def encode_queries(encoder: Encodes, asked: Sequence[Query]) -> tuple[Vectors, Vectors]:
    """The vectors of the sentences alone, and of the sentences in context; row i of both belongs to query i."""
    vectors = encoder.encode([query.sentence.text for query in asked] + [query.context for query in asked])
    return vectors[: len(asked)], vectors[len(asked) :]


def propose(index: Index, sentence_vectors: Vectors, context_vectors: Vectors) -> Proposals:
    """Compares queries with all claims and exclusions; row i of both arrays belongs to query i."""
    by_sentence, claim_of_sentence = index.claims.best(sentence_vectors @ index.claims.vectors.T)
    by_context, claim_of_context = index.claims.best(context_vectors @ index.claims.vectors.T)
    exclusion_cosine, exclusion = index.exclusions.best(sentence_vectors @ index.exclusions.vectors.T)
    return Proposals(
        features=np.stack([by_sentence, by_context, margins(by_sentence)], axis=-1),
        claim=np.where(by_sentence >= by_context, claim_of_sentence, claim_of_context),
        exclusion=exclusion,
        excluded=exclusion_cosine > by_sentence,
    )


def margins(scores: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each entry's score lies above the best of the other entries (negative where another is nearer)."""
    if scores.shape[1] < 2:
        return scores - FLOOR
    top = np.sort(scores, axis=1)[:, -2:]
    first, second = top[:, 1:], top[:, :1]
    return scores - np.where(scores >= first, second, first)
