"""Verify: how likely it is that an editor would put the entry's note beside the sentence.

A logistic model over the features of `propose`. Its weights and the threshold are fitted by `sidelight calibrate` and
belong to one model: `calibration.json` beside this file names it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

RULE = "cosine-in-context"
VERSION = "1"
SHIPPED = Path(__file__).parent / "calibration.json"


@dataclass(frozen=True, slots=True)
class Calibration:
    """Weights, one a feature, and the threshold on the probability; `fitted_on` says from what, in words."""

    model: str
    weights: tuple[float, ...]
    intercept: float
    threshold: float
    fitted_on: str

    @property
    def fit(self) -> str:
        """A short digest of the weights: two fits of one model decide differently."""
        return hashlib.sha256(repr((self.weights, self.intercept)).encode()).hexdigest()[:8]

    def probability(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Probabilities in [0, 1], of the shape of `features` less its last axis."""
        logits = features @ np.asarray(self.weights, dtype=np.float32) + self.intercept
        return expit(logits).astype(np.float32)


@cache
def shipped_calibration() -> Calibration:
    """The calibration that comes with Sidelight."""
    return read_calibration(SHIPPED)


def read_calibration(path: Path) -> Calibration:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(**{**data, "weights": tuple(data["weights"])})


def write_calibration(calibration: Calibration, path: Path) -> None:
    path.write_text(json.dumps(asdict(calibration), indent=2) + "\n", encoding="utf-8")
