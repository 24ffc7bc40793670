"""Figures of merit, as pure functions of scores and truths."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import average_precision_score

Scores = NDArray[np.floating]
Truths = NDArray[np.bool_]

PRECISIONS = (0.80, 0.90, 0.95)
BINS = 10
BOOTSTRAP_RUNS = 1000


def average_precision(scores: Scores, right: Truths) -> float:
    """Area under the precision-recall curve, as a sum over ranks; 0 where nothing is right."""
    return float(average_precision_score(right, scores)) if right.any() else 0.0


def recall_at_precision(scores: Scores, right: Truths, precision: float, reachable: int | None = None) -> float:
    """The largest share of what could be found that some threshold finds with at least that precision.

    `reachable` counts what could be found; the number of right ones where none is given.
    """
    total = int(right.sum()) if reachable is None else reachable
    if total == 0:
        return 0.0
    order = np.argsort(-scores, kind="stable")
    found = np.cumsum(right[order])
    shown = np.arange(1, len(order) + 1)
    # Equal scores pass a threshold together.
    last_of_equals = np.append(scores[order][1:] != scores[order][:-1], True)
    good = last_of_equals & (found / shown >= precision)
    return float(found[good].max() / total) if good.any() else 0.0


def recalls(scores: Scores, right: Truths, reachable: int | None = None) -> dict[str, float]:
    """Recall at each of the precisions that are reported, by its name."""
    return {f"{level:.2f}": recall_at_precision(scores, right, level, reachable) for level in PRECISIONS}


def reliability(probabilities: Scores, right: Truths) -> list[tuple[float, float, int]]:
    """Mean probability, share that is right, and count, for each of ten equal bins that is not empty."""
    bins = np.minimum((probabilities * BINS).astype(int), BINS - 1)
    return [
        (float(probabilities[bins == number].mean()), float(right[bins == number].mean()), int((bins == number).sum()))
        for number in range(BINS)
        if (bins == number).any()
    ]


def calibration_error(probabilities: Scores, right: Truths) -> float:
    """Expected calibration error with ten equal bins (Naeini et al. 2015)."""
    return sum(abs(mean - share) * count for mean, share, count in reliability(probabilities, right)) / len(right)


def bootstrap(
    groups: Sequence[object], figure: Callable[[NDArray[np.intp]], float], seed: int, runs: int = BOOTSTRAP_RUNS
) -> tuple[float, float]:
    """A 95 % interval of a figure, by drawing whole groups anew (percentile bootstrap, Efron 1979).

    `groups` names the group of each item; `figure` takes the indices of the drawn items.
    """
    names = list(dict.fromkeys(groups))
    members = [np.flatnonzero(np.array([group == name for group in groups])) for name in names]
    draw = np.random.default_rng(seed)
    values = [
        figure(np.concatenate([members[number] for number in draw.integers(len(names), size=len(names))]))
        for _ in range(runs)
    ]
    low, high = np.percentile(values, [2.5, 97.5])
    return float(low), float(high)
