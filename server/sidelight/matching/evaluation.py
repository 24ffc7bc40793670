"""Judging the matcher on a corpus: the closed task, the open one, and what fires that must not.

Closed: a sentence against the entry that it was labelled for. Open: the best entry of its whole domain, or silence.
A model that was trained on a domain must not be judged on it; who calls `evaluate_corpus` sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidelight.matching.corpus import NEGATIVE_LABELS, Domain, LabelledSentence
from sidelight.matching.encoder import Encodes
from sidelight.matching.figures import average_precision, bootstrap, calibration_error, recalls, reliability
from sidelight.matching.index import Index, build_index
from sidelight.matching.pairs import Reads
from sidelight.matching.propose import Proposals, Query, describe, encode_queries, pair, propose
from sidelight.matching.verify import Verifier, near_pairs, with_logits

SEED = 1
# Of a sentence without a page so many entries are read, the likeliest; no other counts for more than UNREAD.
ENTRIES_READ = 4
UNREAD = 0.01

# Probabilities, shape (sentences, entries).
Judge = Callable[[Domain], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Task:
    """Figures of the closed or the open task. `interval` is the 95 % bootstrap interval of the average precision."""

    average_precision: float
    interval: tuple[float, float]
    recall_at_precision: dict[str, float]


@dataclass(frozen=True, slots=True)
class AtThreshold:
    """What happens at the threshold that ships, in the open task."""

    threshold: float
    precision: float
    recall: float
    abstention: float


@dataclass(frozen=True, slots=True)
class CorpusFigures:
    """All figures of a set of domains; fractions. `reliability` has (mean probability, share right, count) a bin."""

    domains: tuple[str, ...]
    sentences: int
    closed: Task
    open: Task
    at_threshold: AtThreshold
    false_fire: dict[str, float]
    top1_accuracy: float
    ece: float
    reliability: list[tuple[float, float, int]]


def verified_judge(encoder: Encodes, verifier: Verifier) -> Judge:
    """The matcher: each sentence is asked as a snippet, against the entry of its label and those that are likeliest."""

    def judge(domain: Domain) -> NDArray[np.float32]:
        compared = compare(encoder, domain)
        pairs = near_pairs(compared.proposals, np.ones_like(compared.proposals.alone, dtype=bool))
        features = describe(compared.index, compared.asked, compared.proposals, pairs)
        probability = verifier.calibration.worth.probability(features)
        likely = np.zeros(len(pairs), dtype=bool)
        for row in range(len(compared.asked)):
            of_row = np.flatnonzero(pairs[:, 0] == row)
            likely[of_row[np.argsort(-probability[of_row], kind="stable")][:ENTRIES_READ]] = True
        probability = np.where(likely, probability, np.minimum(probability, UNREAD))
        probability[likely] = _read(verifier, compared, pairs[likely])
        judged = np.zeros(compared.proposals.alone.shape, dtype=np.float32)
        judged[pairs[:, 0], pairs[:, 1]] = probability
        rows = np.arange(len(compared.asked))
        judged[rows, compared.own] = _read(verifier, compared, np.column_stack([rows, compared.own]))
        judged[compared.proposals.excluded] = 0.0
        return judged

    return judge


@dataclass(frozen=True, slots=True)
class Compared:
    """A domain, compared with its own entries; `own` is the column of each sentence's entry."""

    index: Index
    asked: list[Query]
    proposals: Proposals
    own: NDArray[np.intp]

    def describe(self, pairs: NDArray[np.intp]) -> NDArray[np.float32]:
        """The features of pairs (row, column)."""
        return describe(self.index, self.asked, self.proposals, pairs)


def compare(encoder: Encodes, domain: Domain) -> Compared:
    """Compares all sentences of a domain with all its entries."""
    index = build_index(0, domain.entries, encoder.encode)
    asked = [sentence.query for sentence in domain.sentences]
    own = np.array([_position(domain, sentence.entry) for sentence in domain.sentences], dtype=np.intp)
    return Compared(index, asked, propose(index, *encode_queries(encoder, asked)), own)


def _read(verifier: Verifier, compared: Compared, pairs: NDArray[np.intp]) -> NDArray[np.float32]:
    features = read_features(verifier.reader, compared, pairs)
    return verifier.calibration.snippet.model.probability(features)


def read_features(reader: Reads, compared: Compared, pairs: NDArray[np.intp]) -> NDArray[np.float32]:
    """The features of pairs (row, column), with what was read at the end."""
    logits = reader.read([pair(compared.index, compared.proposals, compared.asked, *found) for found in pairs])
    return with_logits(compared.describe(pairs), np.ones(len(pairs), dtype=bool), logits)


def cosine_judge(encoder: Encodes) -> Judge:
    """The plain recipe, `util.semantic_search`: the best cosine of the sentence alone. Scores, not probabilities."""

    def judge(domain: Domain) -> NDArray[np.float32]:
        return np.clip(compare(encoder, domain).proposals.alone, 0.0, 1.0)

    return judge


def evaluate_corpus(domains: Sequence[Domain], judge: Judge, threshold: float) -> CorpusFigures:
    """Judges every sentence of the domains and pools them."""
    scored = [(sentence, domain, row) for domain in domains for sentence, row in _rows(domain, judge(domain))]
    sentences = [sentence for sentence, _, _ in scored]
    own, right = _closed(scored)
    top, top_right, reachable = _open(scored)
    shown = top >= threshold
    groups = [sentence.entry for sentence in sentences]
    labels = np.array([sentence.label for sentence in sentences])
    return CorpusFigures(
        domains=tuple(domain.name for domain in domains),
        sentences=len(sentences),
        closed=_task(own, right, groups, None),
        open=_task(top, top_right, groups, reachable),
        at_threshold=AtThreshold(
            threshold=threshold,
            precision=float(top_right[shown].mean()) if shown.any() else 0.0,
            recall=float((top_right & shown).sum() / max(reachable, 1)),
            abstention=float(1 - shown.mean()),
        ),
        false_fire={label: float((own[labels == label] >= threshold).mean()) for label in NEGATIVE_LABELS},
        top1_accuracy=float(top_right[labels == "match"].mean()),
        ece=calibration_error(own, right),
        reliability=reliability(own, right),
    )


def own_probabilities(domains: Sequence[Domain], judged: Mapping[str, NDArray[np.float32]], label: str) -> list[float]:
    """What each sentence with the label was given for its own entry; `judged` by domain name."""
    return [
        float(row[_position(domain, sentence.entry)])
        for domain in domains
        for sentence, row in _rows(domain, judged[domain.name])
        if sentence.label == label
    ]


Scored = tuple[LabelledSentence, Domain, NDArray[np.float32]]


def _rows(domain: Domain, probabilities: NDArray[np.float32]) -> list[tuple[LabelledSentence, NDArray[np.float32]]]:
    return list(zip(domain.sentences, probabilities, strict=True))


def _closed(scored: Sequence[Scored]) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    own = [row[_position(domain, sentence.entry)] for sentence, domain, row in scored]
    return np.array(own, dtype=np.float64), np.array([sentence.label == "match" for sentence, _, _ in scored])


def _open(scored: Sequence[Scored]) -> tuple[NDArray[np.float64], NDArray[np.bool_], int]:
    top = np.array([row.max() for _, _, row in scored], dtype=np.float64)
    right = np.array([sentence.right(domain.entries[int(row.argmax())].id) for sentence, domain, row in scored])
    reachable = sum(sentence.label == "match" or bool(sentence.also) for sentence, _, _ in scored)
    return top, right, reachable


def _position(domain: Domain, entry_id: str) -> int:
    return next(number for number, entry in enumerate(domain.entries) if entry.id == entry_id)


def _task(scores: NDArray[np.float64], right: NDArray[np.bool_], groups: Sequence[str], reachable: int | None) -> Task:
    return Task(
        average_precision=average_precision(scores, right),
        interval=bootstrap(groups, lambda drawn: average_precision(scores[drawn], right[drawn]), SEED),
        recall_at_precision=recalls(scores, right, reachable),
    )
