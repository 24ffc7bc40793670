"""Verify: how likely it is that an editor would put the entry's note beside the sentence.

Logistic models. The first sees the features that are cheap, and says which pairs are worth reading; a second sees what
the verifier read as well, and decides. There are two of these: on a page one sentence in twenty deserves a note, and
the question is which; a snippet, a few sentences that somebody picked, asserts something, and the question is whether
that is what the entry answers. Weights and thresholds are fitted by `sidelight calibrate` and belong to one encoder and
one verifier, which `calibration.json` beside this file names.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from sidelight.library.checks import same_words
from sidelight.matching.features import FEATURES
from sidelight.matching.index import FLOOR, Index
from sidelight.matching.pairs import Pair, Reads
from sidelight.matching.propose import LEAST_COSINE, Proposals, Query, describe, pair

RULE = "propose-read"
VERSION = "2"
READ = "read"
VERDICT_FEATURES = (*FEATURES, READ)
SHIPPED = Path(__file__).parent / "calibration.json"
# A text of so few sentences is a snippet.
SNIPPET_SENTENCES = 3
# The verifier's answer counts no further than this: one strange sentence must not outweigh everything else.
LIMIT = 6.0
# However large the library, so many entries of a sentence are looked at.
ENTRIES_A_SENTENCE = 20
# How much is read: the likeliest sentences of each entry; of these so many pairs a sentence of the page, on short pages
# at least so many.
SENTENCES_AN_ENTRY, PAIRS_A_SENTENCE, LEAST_PAIRS = 3, 0.5, 16
STRONGEST = 3
CERTAIN = 0.99


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model of named features. `means` are those of the pairs that it was fitted on."""

    weights: tuple[float, ...]
    means: tuple[float, ...]
    intercept: float

    def probability(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        """Shape (pairs, features) -> (pairs,)."""
        return expit(self._effects(features).sum(axis=1) + self.intercept).astype(np.float32)

    def strongest(self, features: NDArray[np.float32], names: Sequence[str]) -> tuple[Effect, ...]:
        """The features of one pair that moved it furthest from an average one, the strongest first."""
        effects = self._effects(features[None])[0]
        order = np.argsort(-np.abs(effects), kind="stable")[:STRONGEST]
        return tuple(
            Effect(names[number], round(float(features[number]), 3), round(float(effects[number]), 3))
            for number in order
        )

    def _effects(self, features: NDArray[np.float32]) -> NDArray[np.float32]:
        return (features - np.asarray(self.means, dtype=np.float32)) * np.asarray(self.weights, dtype=np.float32)


@dataclass(frozen=True, slots=True)
class Effect:
    """A feature, its value at this pair, and by how much it moved the log odds of the note."""

    feature: str
    value: float
    effect: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """A model that decides, and the least probability of a note that is shown."""

    model: Logistic
    threshold: float


@dataclass(frozen=True, slots=True)
class Calibration:
    """What is worth reading, and what is decided; `fitted_on` says from what, in words."""

    model: str
    verifier: str
    worth: Logistic
    page: Verdict
    snippet: Verdict
    fitted_on: str

    @property
    def fit(self) -> str:
        """A short digest of weights and thresholds: two fits of one model decide differently."""
        return hashlib.sha256(repr((self.worth, self.page, self.snippet)).encode()).hexdigest()[:8]

    def at(self, threshold: float) -> Calibration:
        """The same with another threshold, for pages and snippets alike."""
        return replace(
            self,
            page=replace(self.page, threshold=threshold),
            snippet=replace(self.snippet, threshold=threshold),
        )


@dataclass(frozen=True, slots=True)
class Verdicts:
    """Pairs (row, column) that were near, and what is thought of each.

    `read` says which were read; the probability of the others is that of the cheap model. `verdict` is what decided.
    """

    pairs: NDArray[np.intp]
    features: NDArray[np.float32]
    read: NDArray[np.bool_]
    probability: NDArray[np.float32]
    verdict: Verdict


class Verifier:
    """Decides about pairs, with one calibration and something that reads."""

    def __init__(self, calibration: Calibration, reader: Reads):
        self.calibration = calibration
        self.reader = reader
        self.name = f"{RULE}/{VERSION} {calibration.model} {reader.name} fit {calibration.fit}"

    def judge(
        self, index: Index, asked: Sequence[Query], proposals: Proposals, considered: NDArray[np.bool_]
    ) -> Verdicts:
        """Judges the pairs that are near and considered (shape (queries, entries)); reads the likeliest of them.

        Raises VerifierUnavailable.
        """
        pairs = near_pairs(proposals, considered)
        features = describe(index, asked, proposals, pairs)
        worth = self.calibration.worth.probability(features)
        read = worth_reading(pairs, worth, len(asked))
        texts = [pair(index, proposals, asked, *pairs[number]) for number in np.flatnonzero(read)]
        full = with_logits(features, read, self.reader.read(texts))
        verdict = self.calibration.snippet if len(asked) <= SNIPPET_SENTENCES else self.calibration.page
        decided = verdict.model.probability(full[read])
        decided[[_verbatim(text) for text in texts]] = CERTAIN
        worth[read] = decided
        return Verdicts(pairs, full, read, worth, verdict)

    def reasons(self, verdicts: Verdicts, number: int) -> tuple[Effect, ...]:
        """The features that decided about a pair."""
        if verdicts.read[number]:
            return verdicts.verdict.model.strongest(verdicts.features[number], VERDICT_FEATURES)
        return self.calibration.worth.strongest(verdicts.features[number, :-1], FEATURES)


def _verbatim(pair: Pair) -> bool:
    """Whether the sentence is a claim of the entry, word for word: a curator says so, and no model must object."""
    said = same_words(pair.sentence)
    return any(same_words(claim) == said for claim in pair.claims)


def near_pairs(proposals: Proposals, considered: NDArray[np.bool_], most: int = ENTRIES_A_SENTENCE) -> NDArray[np.intp]:
    """The pairs (row, column) that are worth a look: of each row the `most` nearest that are considered."""
    nearness = np.where(considered, proposals.nearness, FLOOR)
    nearest = np.argsort(-nearness, axis=1, kind="stable")[:, :most]
    rows = np.broadcast_to(np.arange(len(nearness))[:, None], nearest.shape)
    kept = np.take_along_axis(nearness, nearest, axis=1) > LEAST_COSINE
    return np.column_stack([rows[kept], nearest[kept]])


def worth_reading(
    pairs: NDArray[np.intp], worth: NDArray[np.float32], sentences: int, times: float = 1.0
) -> NDArray[np.bool_]:
    """Which of the pairs are read, given what the cheap model says of them; `times` widens the choice."""
    most = round(times * max(LEAST_PAIRS, PAIRS_A_SENTENCE * sentences))
    taken = np.zeros(len(pairs), dtype=bool)
    of_entry: Counter[int] = Counter()
    for number in np.argsort(-worth, kind="stable"):
        column = int(pairs[number, 1])
        if of_entry[column] < times * SENTENCES_AN_ENTRY and taken.sum() < most:
            taken[number] = True
            of_entry[column] += 1
    return taken


def with_logits(
    features: NDArray[np.float32], read: NDArray[np.bool_], logits: NDArray[np.float32]
) -> NDArray[np.float32]:
    """The features with one more at the end: what was read, 0 for pairs that were not."""
    last = np.zeros(len(features), dtype=np.float32)
    last[read] = np.clip(logits, -LIMIT, LIMIT)
    return np.column_stack([features, last])


@cache
def shipped_calibration() -> Calibration:
    """The calibration that comes with Sidelight."""
    return read_calibration(SHIPPED)


def read_calibration(path: Path) -> Calibration:
    data = json.loads(path.read_text(encoding="utf-8"))
    return Calibration(
        model=data["model"],
        verifier=data["verifier"],
        worth=_logistic(data["worth"], FEATURES),
        page=Verdict(_logistic(data["page"], VERDICT_FEATURES), data["page"]["threshold"]),
        snippet=Verdict(_logistic(data["snippet"], VERDICT_FEATURES), data["snippet"]["threshold"]),
        fitted_on=data["fitted_on"],
    )


def write_calibration(calibration: Calibration, path: Path) -> None:
    data = {
        "model": calibration.model,
        "verifier": calibration.verifier,
        "fitted_on": calibration.fitted_on,
        "worth": _as_data(calibration.worth, FEATURES),
        "page": {"threshold": calibration.page.threshold, **_as_data(calibration.page.model, VERDICT_FEATURES)},
        "snippet": {
            "threshold": calibration.snippet.threshold,
            **_as_data(calibration.snippet.model, VERDICT_FEATURES),
        },
    }
    path.write_text(json.dumps(data, indent=2) + "\n", encoding="utf-8")


def _as_data(model: Logistic, names: Sequence[str]) -> dict[str, Any]:
    triples = zip(names, model.weights, model.means, strict=True)
    return {
        "intercept": model.intercept,
        "features": {name: {"weight": weight, "mean": mean} for name, weight, mean in triples},
    }


def _logistic(data: dict[str, Any], names: Sequence[str]) -> Logistic:
    found = [data["features"][name] for name in names]
    return Logistic(
        tuple(feature["weight"] for feature in found), tuple(feature["mean"] for feature in found), data["intercept"]
    )
