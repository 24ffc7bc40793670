"""A sentence and an entry, side by side: what a verifier reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sidelight.library.entry import Entry


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence with the one before it ("" where there is none), and an entry with its claims, the nearest first."""

    sentence: str
    previous: str
    entry: Entry
    claims: tuple[str, ...]


class Reads(Protocol):
    """Something that reads both texts of a pair. `name` identifies it with its weights or its prompt."""

    name: str

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        """One logit a pair, shape (len(pairs),): above 0 where the entry's note rather belongs beside the sentence."""
        ...


class RememberingReader:
    """A reader that reads each pair once; for work that looks at the same pairs again and again."""

    def __init__(self, reader: Reads):
        self._reader = reader
        self._known: dict[tuple[str, str, str, str], float] = {}
        self.name = reader.name

    def read(self, pairs: Sequence[Pair]) -> NDArray[np.float32]:
        keys = [(pair.sentence, pair.previous, pair.entry.id, pair.claims[0]) for pair in pairs]
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in self._known}
        self._known.update(zip(missing, self._reader.read(list(missing.values())).tolist(), strict=True))
        return np.array([self._known[key] for key in keys], dtype=np.float32)
