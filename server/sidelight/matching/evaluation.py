"""Judging the matcher on a corpus: the closed task, the open one, and what fires that must not.

Closed: a sentence against the entry that it was labelled for. Open: the best entry of its whole domain, or silence.
A model that was trained on a domain must not be judged on it; who calls `evaluate_corpus` sees to that.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sidelight.matching.corpus import NEGATIVE_LABELS, Domain, LabelledSentence
from sidelight.matching.encoder import Encodes
from sidelight.matching.figures import average_precision, bootstrap, calibration_error, recalls, reliability
from sidelight.matching.index import build_index
from sidelight.matching.propose import propose
from sidelight.matching.verify import Calibration

SEED = 1

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


def calibrated_judge(encoder: Encodes, calibration: Calibration) -> Judge:
    """The matcher that ships: proposals, and the calibration's probability."""

    def judge(domain: Domain) -> NDArray[np.float32]:
        return calibration.probability(_features(encoder, domain))

    return judge


def cosine_judge(encoder: Encodes) -> Judge:
    """The plain recipe, `util.semantic_search`: the best cosine of the sentence alone. Scores, not probabilities."""

    def judge(domain: Domain) -> NDArray[np.float32]:
        return np.clip(_features(encoder, domain)[..., 0], 0.0, 1.0)

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


def _features(encoder: Encodes, domain: Domain) -> NDArray[np.float32]:
    index = build_index(0, domain.entries, encoder.encode)
    alone = encoder.encode([sentence.sentence for sentence in domain.sentences])
    in_context = encoder.encode([sentence.context for sentence in domain.sentences])
    return propose(index, alone, in_context).features
