"""Calibration: fitting the probability of a match, and the threshold on it, to one model.

Fitted on annotated articles and background pages, where one sentence in twenty deserves a note, and not on a corpus of
single sentences, where four in ten do. All figures come from cross-validation over pages: each page is judged by a fit
that has not seen it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from rich.progress import track
from sklearn.linear_model import LogisticRegression

from sidelight.errors import InvalidRequest
from sidelight.library.entry import Entry
from sidelight.matching.encoder import Encodes, Vectors
from sidelight.matching.guard import PageGuard
from sidelight.matching.index import Index, build_index
from sidelight.matching.matcher import Matcher
from sidelight.matching.propose import Query, propose, queries
from sidelight.matching.verify import Calibration
from sidelight.reading.html import read_text
from sidelight.reading.page import Block, Page, Sentence
from sidelight.reading.reading import read_sentences

FOLDS = 8
SEED = 1
# Pairs further apart than this are never in question, and would only swamp the fit.
LEAST_COSINE = 0.3
# A note on the wrong sentence is worse than none: precision weighs twice as much as recall.
BETA = 0.5
MOST_NOTES_PER_100_BACKGROUND_PAGES = 3.0


@dataclass(frozen=True, slots=True)
class CalibrationReport:
    """The calibration, and what it is worth: figure by name, fractions unless the name says otherwise."""

    calibration: Calibration
    figures: dict[str, float]


@dataclass(frozen=True, slots=True)
class _Example:
    """A page as it was read and compared.

    `allowed` holds (block, entry id) where an annotator would allow a note.
    """

    page: Page
    sentences: tuple[Sentence, ...]
    queries: list[Query]
    vectors: Vectors
    features: NDArray[np.float32]
    considered: NDArray[np.bool_]
    allowed: frozenset[tuple[int, str]]
    background: bool


Placement = tuple[float, bool, _Example]


def fit_calibration(
    encoder: Encodes, entries: Sequence[Entry], articles: Iterable[Path], background: Path, max_notes: int
) -> CalibrationReport:
    """Fits a calibration for the encoder's model to the entries.

    `articles`: files with one annotated article a line, as JSON: `sentences`, `labels` {index: [{entry, sure}]}.
    `background`: a folder of .txt pages on which every note is false. Raises InvalidRequest for other forms.
    """
    index = build_index(0, entries, encoder.encode)
    pages = [*_annotated(articles), *_background(background)]
    examples = [_example(index, encoder, *page) for page in track(pages, "Comparing pages")]
    folds = np.random.default_rng(SEED).integers(FOLDS, size=len(examples))
    placements: list[Placement] = []
    for fold in range(FOLDS):
        unseen = [example for example, number in zip(examples, folds, strict=True) if number == fold]
        seen = [example for example, number in zip(examples, folds, strict=True) if number != fold]
        matcher = Matcher(_fit(seen, index, encoder.name, 0.0), 0.0, max_notes)
        for example in unseen:
            half = len(example.queries)
            found = matcher.match(
                index, example.page, example.sentences, example.queries, example.vectors[:half], example.vectors[half:]
            )
            placements += [
                (match.probability, (match.sentence.block, match.entry.id) in example.allowed, example)
                for match in found.matches
            ]
    threshold = _threshold(placements, sum(example.background for example in examples))
    figures = _figures(placements, examples, threshold)
    return CalibrationReport(_fit(examples, index, encoder.name, threshold), figures)


def _fit(examples: Sequence[_Example], index: Index, model: str, threshold: float) -> Calibration:
    features, right = [], []
    for example in examples:
        allowed = np.array(
            [[(q.sentence.block, e.id) in example.allowed for e in index.entries] for q in example.queries]
        ).reshape(len(example.queries), len(index.entries))
        features.append(example.features[example.considered])
        right.append(allowed[example.considered])
    fitted = LogisticRegression(C=10.0, max_iter=2000).fit(np.concatenate(features), np.concatenate(right))
    articles = sum(not example.background for example in examples)
    return Calibration(
        model=model,
        weights=tuple(round(float(weight), 4) for weight in fitted.coef_[0]),
        intercept=round(float(fitted.intercept_[0]), 4),
        threshold=threshold,
        fitted_on=f"{articles} annotated articles and {len(examples) - articles} background pages, "
        f"{len(index.entries)} entries, {datetime.now(UTC).date()}",
    )


def _threshold(placements: Sequence[Placement], background_pages: int) -> float:
    """The threshold with the best F-measure (van Rijsbergen 1979) of those that keep background pages silent."""
    false_notes = sorted((chance for chance, _, example in placements if example.background), reverse=True)
    may_pass = int(MOST_NOTES_PER_100_BACKGROUND_PAGES * background_pages / 100)
    silent_above = false_notes[may_pass] if len(false_notes) > may_pass else 0.0
    choices = [round(step / 100, 2) for step in range(5, 96) if step / 100 > silent_above] or [0.95]
    return max(choices, key=lambda threshold: _f_measure(*_precision_and_recall(placements, threshold)))


def _precision_and_recall(placements: Sequence[Placement], threshold: float) -> tuple[float, float]:
    shown = [
        (right, example) for chance, right, example in placements if chance >= threshold and not example.background
    ]
    precision = sum(right for right, _ in shown) / max(len(shown), 1)
    reachable = sum(right for _, right, _ in placements)
    return precision, sum(right for right, _ in shown) / max(reachable, 1)


def _f_measure(precision: float, recall: float) -> float:
    weighted = BETA**2 * precision + recall
    return (1 + BETA**2) * precision * recall / weighted if weighted else 0.0


def _figures(placements: Sequence[Placement], examples: Sequence[_Example], threshold: float) -> dict[str, float]:
    precision, recall = _precision_and_recall(placements, threshold)
    shown = [example.background for chance, _, example in placements if chance >= threshold]
    background = sum(example.background for example in examples)
    return {
        "threshold": threshold,
        "annotated articles": len(examples) - background,
        "notes shown on them": len(shown) - sum(shown),
        "placement precision": precision,
        "share of the right placements that is shown": recall,
        "background pages": background,
        "notes per 100 background pages": 100 * sum(shown) / max(background, 1),
    }


def _example(
    index: Index,
    encoder: Encodes,
    page: Page,
    sentences: tuple[Sentence, ...],
    allowed: frozenset[tuple[int, str]],
    background: bool,
) -> _Example:
    asked = queries(sentences)
    vectors = encoder.encode([query.sentence.text for query in asked] + [query.context for query in asked])
    features = propose(index, vectors[: len(asked)], vectors[len(asked) :]).features
    guard = PageGuard(page, sentences)
    about = np.array([guard.missing_term(entry) is None for entry in index.entries])
    return _Example(
        page,
        sentences,
        asked,
        vectors,
        features,
        about & (features[..., :2].max(axis=-1) > LEAST_COSINE),
        allowed,
        background,
    )


Annotated = tuple[Page, tuple[Sentence, ...], frozenset[tuple[int, str]], bool]


def _annotated(files: Iterable[Path]) -> Iterator[Annotated]:
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            try:
                article = json.loads(line)
                published = date.fromisoformat(article["published"]) if article.get("published") else None
                # The annotators' sentences are kept as they are: a block each.
                blocks = tuple(Block("paragraph", text) for text in article["sentences"])
                labels = [(int(index), label) for index, found in article["labels"].items() for label in found]
                page = Page(article["sentences"][0], "en", published, blocks)
                allowed = frozenset((index, label["entry"]) for index, label in labels)
            except (ValueError, KeyError, TypeError, AttributeError, IndexError):
                raise InvalidRequest(f"{file}, line {number}: is not an annotated article.") from None
            yield page, read_sentences(page), allowed, False


def _background(folder: Path) -> Iterator[Annotated]:
    files = sorted(folder.glob("*.txt"))
    if not files:
        raise InvalidRequest(f"{folder}: holds no .txt file.")
    for file in files:
        head, _, text = file.read_text(encoding="utf-8").partition("\n")
        page = read_text(f"{head.lstrip('# ').split(' | ')[0]}\n\n{text}")
        yield page, read_sentences(page), frozenset(), True
