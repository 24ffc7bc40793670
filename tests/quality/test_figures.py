from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sidelight.matching.figures import (
    average_precision,
    bootstrap,
    calibration_error,
    recall_at_precision,
    reliability,
)

SCORES = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
RIGHT = np.array([True, True, False, True, False])

judged = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=40)


@pytest.mark.parametrize(("precision", "recall"), [(1.0, 2 / 3), (0.75, 1.0), (0.9, 2 / 3), (0.6, 1.0)])
def test_recall_at_precision_by_hand(precision: float, recall: float) -> None:
    assert recall_at_precision(SCORES, RIGHT, precision) == pytest.approx(recall)


def test_what_could_be_found_may_be_more_than_what_was_scored() -> None:
    assert recall_at_precision(SCORES, RIGHT, 1.0, reachable=10) == pytest.approx(0.2)


def test_equal_scores_pass_a_threshold_together() -> None:
    same = np.array([0.5, 0.5, 0.5])
    assert recall_at_precision(same, np.array([True, False, False]), 0.9) == 0.0


def test_nothing_right_is_no_recall() -> None:
    nothing = np.zeros(5, dtype=bool)
    assert recall_at_precision(SCORES, nothing, 0.5) == 0.0
    assert average_precision(SCORES, nothing) == 0.0


@given(judged, st.floats(0.1, 1))
def test_some_threshold_has_the_precision_that_is_claimed(rows: list[tuple[float, bool]], precision: float) -> None:
    scores, right = (np.array(column) for column in zip(*rows, strict=True))
    recall = recall_at_precision(scores, right, precision)
    reached = [
        right[scores >= threshold].sum() / max(right.sum(), 1)
        for threshold in scores
        if right[scores >= threshold].mean() >= precision
    ]
    assert recall == pytest.approx(max(reached, default=0.0))


@given(judged)
def test_every_probability_is_in_one_bin(rows: list[tuple[float, bool]]) -> None:
    probabilities, right = (np.array(column) for column in zip(*rows, strict=True))
    assert sum(count for _, _, count in reliability(probabilities, right)) == len(rows)
    assert 0 <= calibration_error(probabilities, right) <= 1


def test_calibration_error_by_hand() -> None:
    assert calibration_error(np.array([0.95, 0.95, 0.05]), np.array([True, False, False])) == pytest.approx(
        (2 * 0.45 + 0.05) / 3
    )


def test_an_interval_holds_the_figure_and_draws_whole_groups() -> None:
    groups = ["a"] * 50 + ["b"] * 50
    values = np.array([0.0] * 50 + [1.0] * 50)
    assert bootstrap(groups, lambda drawn: float(values[drawn].mean()), seed=1, runs=200) == (0.0, 1.0)
