"""Calibration: fitting the probability of a match, and the threshold on it, to one model.

Fitted on annotated articles and background pages, where one sentence in twenty deserves a note, and not on a corpus of
single sentences, where four in ten do. All figures come from cross-validation over pages: each page is judged by a fit
that has not seen it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import numpy as np
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from sidelight.library.entry import Entry
from sidelight.matching.articles import AnnotatedPage, PageFigures, Placement, judge_placements, place
from sidelight.matching.encoder import Encodes, RememberingEncoder
from sidelight.matching.guard import PageGuard
from sidelight.matching.index import Index, build_index
from sidelight.matching.matcher import Matcher
from sidelight.matching.propose import encode_queries, propose, queries
from sidelight.matching.verify import Calibration

FOLDS = 8
SEED = 1
# Pairs further apart than this are never in question, and would only swamp the fit.
LEAST_COSINE = 0.3
# A note on the wrong sentence is worse than none: precision weighs twice as much as recall.
BETA = 0.5
MOST_NOTES_PER_100_BACKGROUND_PAGES = 3.0


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The calibration, and the figures of cross-validation at its threshold."""

    calibration: Calibration
    figures: PageFigures


def fit_calibration(
    encoder: Encodes, entries: Sequence[Entry], pages: Sequence[AnnotatedPage], max_notes: int
) -> CalibrationReport:
    """Fits a calibration for the encoder's model to the entries and pages; some of these must be background."""
    remembering = RememberingEncoder(encoder)
    index = build_index(0, entries, remembering.encode)
    pairs = [_pairs(page, index, remembering) for page in track(pages, "Comparing pages")]
    folds = np.random.default_rng(SEED).integers(FOLDS, size=len(pages))
    placements: list[Placement] = []
    for fold in range(FOLDS):
        fitted = _fit([pair for pair, number in zip(pairs, folds, strict=True) if number != fold], encoder.name)
        unseen = [page for page, number in zip(pages, folds, strict=True) if number == fold]
        placements += place(unseen, index, Matcher(fitted, 0.0, max_notes), remembering)
    threshold = _threshold(placements, sum(not page.on_subject for page in pages))
    on_subject = sum(page.on_subject for page in pages)
    calibration = replace(
        _fit(pairs, encoder.name),
        threshold=threshold,
        fitted_on=f"{on_subject} annotated articles and {len(pages) - on_subject} background pages,"
        f" {len(entries)} entries, {datetime.now(UTC).date()}",
    )
    shown = [placement for placement in placements if placement.probability >= threshold]
    return CalibrationReport(calibration, judge_placements(pages, shown))


Pairs = tuple[np.ndarray, np.ndarray]


def _pairs(annotated: AnnotatedPage, index: Index, encoder: Encodes) -> Pairs:
    """Features and truths of the pairs of a page that are in question."""
    asked = queries(annotated.sentences)
    features = propose(index, *encode_queries(encoder, asked)).features
    guard = PageGuard(annotated.page, annotated.sentences)
    about = np.array([guard.missing_term(entry) is None for entry in index.entries])
    right = np.array(
        [[(query.sentence.block, entry.id) in annotated.allowed for entry in index.entries] for query in asked],
        dtype=bool,
    ).reshape(len(asked), len(index.entries))
    considered = about & (features[..., :2].max(axis=-1) > LEAST_COSINE)
    return features[considered], right[considered]


def _fit(pairs: Sequence[Pairs], model: str) -> Calibration:
    features = np.concatenate([features for features, _ in pairs])
    right = np.concatenate([right for _, right in pairs])
    fitted = LogisticRegression(C=10.0, max_iter=2000).fit(features, right)
    return Calibration(
        model=model,
        weights=tuple(round(float(weight), 4) for weight in fitted.coef_[0]),
        intercept=round(float(fitted.intercept_[0]), 4),
        threshold=0.0,
        fitted_on="",
    )


def _threshold(placements: Sequence[Placement], background_pages: int) -> float:
    """The threshold with the best F-measure (van Rijsbergen 1979) of those that keep background pages silent."""
    false_notes = sorted((placed.probability for placed in placements if not placed.on_subject), reverse=True)
    may_pass = int(MOST_NOTES_PER_100_BACKGROUND_PAGES * background_pages / 100)
    silent_above = false_notes[may_pass] if len(false_notes) > may_pass else 0.0
    choices = [round(step / 100, 2) for step in range(5, 96) if step / 100 > silent_above] or [0.95]
    return max(choices, key=lambda threshold: _f_measure(placements, threshold))


def _f_measure(placements: Sequence[Placement], threshold: float) -> float:
    right = [placed.right for placed in placements if placed.on_subject and placed.probability >= threshold]
    precision = sum(right) / max(len(right), 1)
    recall = sum(right) / max(sum(placed.right for placed in placements), 1)
    weighted = BETA**2 * precision + recall
    return (1 + BETA**2) * precision * recall / weighted if weighted else 0.0
