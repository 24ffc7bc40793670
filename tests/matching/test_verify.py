from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from sidelight.matching.features import FEATURES
from sidelight.matching.pairs import RememberingReader
from sidelight.matching.verify import (
    LEAST_PAIRS,
    SENTENCES_AN_ENTRY,
    VERDICT_FEATURES,
    Calibration,
    Logistic,
    Verdict,
    Verifier,
    read_calibration,
    worth_reading,
    write_calibration,
)

CHEAP = Logistic(tuple(0.5 for _ in FEATURES), tuple(0.1 for _ in FEATURES), -1.0)
FULL = Logistic(tuple(0.25 for _ in VERDICT_FEATURES), tuple(0.0 for _ in VERDICT_FEATURES), 0.5)
CALIBRATION = Calibration("m", "v", CHEAP, Verdict(FULL, 0.5), Verdict(FULL, 0.6), "nothing")


class Counting:
    """A reader that counts what it is asked."""

    name = "counting"

    def __init__(self) -> None:
        self.asked = 0

    def read(self, pairs):
        self.asked += len(pairs)
        return np.arange(len(pairs), dtype=np.float32)


@given(arrays(np.float32, (3, len(FEATURES)), elements=st.floats(-100, 100, width=32)))
def test_a_probability_is_one(features: np.ndarray) -> None:
    probability = CHEAP.probability(features)
    assert probability.shape == (3,)
    assert ((probability >= 0) & (probability <= 1)).all()


def test_what_decided_is_what_moved_the_odds_furthest() -> None:
    features = np.full(len(FEATURES), 0.1, dtype=np.float32)
    features[2], features[4] = 0.9, -2.0
    strongest = CHEAP.strongest(features, FEATURES)
    assert [moved.feature for moved in strongest[:2]] == [FEATURES[4], FEATURES[2]]
    assert strongest[0].effect == pytest.approx(-1.05)


def test_a_calibration_survives_its_file(tmp_path: Path) -> None:
    write_calibration(CALIBRATION, tmp_path / "calibration.json")
    assert read_calibration(tmp_path / "calibration.json") == CALIBRATION


def test_another_threshold_is_for_pages_and_snippets() -> None:
    moved = CALIBRATION.at(0.9)
    assert (moved.page.threshold, moved.snippet.threshold) == (0.9, 0.9)
    assert moved.fit != CALIBRATION.fit


def test_another_fit_of_the_same_models_is_another_matcher() -> None:
    other = replace(CALIBRATION, page=Verdict(replace(FULL, intercept=0.6), 0.5))
    assert Verifier(CALIBRATION, Counting()).name != Verifier(other, Counting()).name
    assert Verifier(CALIBRATION, Counting()).name == Verifier(CALIBRATION, Counting()).name


@given(st.integers(0, 300), st.integers(1, 200), st.randoms(use_true_random=False))
def test_reading_stays_within_its_share(count: int, sentences: int, drawn) -> None:
    pairs = np.array([(drawn.randrange(sentences), drawn.randrange(20)) for _ in range(count)], dtype=np.intp)
    worth = np.array([drawn.random() for _ in range(count)], dtype=np.float32)
    read = worth_reading(pairs.reshape(-1, 2), worth, sentences)
    assert read.sum() <= max(LEAST_PAIRS, round(sentences / 2))
    for column in set(pairs.reshape(-1, 2)[:, 1]):
        assert read[pairs[:, 1] == column].sum() <= SENTENCES_AN_ENTRY
    if count:
        assert read[worth.argmax()]


def test_a_pair_is_read_once(pairs) -> None:
    counting = Counting()
    remembering = RememberingReader(counting)
    first = remembering.read(pairs)
    assert (remembering.read(pairs[::-1]) == first[::-1]).all()
    assert counting.asked == len(pairs)
