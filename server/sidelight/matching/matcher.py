"""Sentences x entries -> matches: propose, verify, guard, place, abstain.

Each entry is placed once a page, at its best sentence, and a sentence carries one note. Everything that was near and is
not shown is an abstention with its reason.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from sidelight.library.entry import Entry
from sidelight.matching.encoder import Vectors
from sidelight.matching.guard import PageGuard
from sidelight.matching.index import Index
from sidelight.matching.propose import Proposals, Query, propose
from sidelight.matching.verify import RULE, VERSION, Calibration
from sidelight.reading.page import Page, Sentence

# An abstention below this would only say that most sentences are not about most entries.
NEAR = 0.1

Why = Literal["below threshold", "another language", "not about", "exclusion", "better elsewhere", "ceiling"]


@dataclass(frozen=True, slots=True)
class Match:
    """The entry's note belongs at the sentence."""

    sentence: Sentence
    entry: Entry
    claim: str
    probability: float
    rule: str
    version: str


@dataclass(frozen=True, slots=True)
class Abstention:
    """The entry was near the sentence and is not shown; `detail` completes `why`."""

    sentence: Sentence
    entry: Entry
    claim: str
    probability: float
    why: Why
    detail: str


@dataclass(frozen=True, slots=True)
class Matching:
    """The matcher's whole answer for one page: matches in reading order, abstentions with the nearest first."""

    matches: tuple[Match, ...]
    abstentions: tuple[Abstention, ...]


class Matcher:
    """Decides with one calibration. `name` says which rule, model and fit decided, for caches and readers."""

    def __init__(self, calibration: Calibration, threshold: float, max_notes: int):
        self.calibration = calibration
        self.threshold = threshold
        self._max_notes = max_notes
        self.name = f"{RULE}/{VERSION} {calibration.model} fit {calibration.fit} p≥{threshold:g} n≤{max_notes}"

    def match(
        self,
        index: Index,
        page: Page,
        sentences: Sequence[Sentence],
        queries: Sequence[Query],
        sentence_vectors: Vectors,
        context_vectors: Vectors,
    ) -> Matching:
        """Places the entries of the index on the page; row i of both arrays of vectors belongs to query i.

        `page.language` is the language as decided, not only as stated.
        """
        if not queries or not index.claims.texts:
            return Matching((), ())
        proposals = propose(index, sentence_vectors, context_vectors)
        probability = self.calibration.probability(proposals.features)
        guard = PageGuard(page, sentences)
        candidates: list[Match] = []
        abstentions: list[Abstention] = []
        for row, column in np.argwhere(probability >= min(NEAR, self.threshold)):
            entry = index.entries[column]
            claim = index.claims.texts[proposals.claim[row, column]]
            chance = float(probability[row, column])
            sentence = queries[row].sentence
            objection = self._objection(index, proposals, guard, row, column, chance)
            if objection:
                abstentions.append(Abstention(sentence, entry, claim, chance, *objection))
            else:
                candidates.append(Match(sentence, entry, claim, chance, RULE, VERSION))
        matches = self._place(candidates, abstentions)
        return Matching(
            tuple(sorted(matches, key=lambda match: (_place_on_page(match.sentence), -match.probability))),
            tuple(sorted(abstentions, key=lambda abstention: -abstention.probability)),
        )

    def _objection(
        self,
        index: Index,
        proposals: Proposals,
        guard: PageGuard,
        row: int,
        column: int,
        chance: float,
    ) -> tuple[Why, str] | None:
        entry = index.entries[column]
        if not guard.speaks(entry.language):
            return "another language", entry.language
        missing = guard.missing_term(entry)
        if missing:
            return "not about", missing
        if proposals.excluded[row, column]:
            return "exclusion", index.exclusions.texts[proposals.exclusion[row, column]]
        if chance < self.threshold:
            return "below threshold", f"{self.threshold:.2f}"
        return None

    def _place(self, candidates: list[Match], abstentions: list[Abstention]) -> list[Match]:
        """Takes the surest first: once an entry, one a sentence, `max_notes` a page."""
        placed: list[Match] = []
        entries: set[str] = set()
        sentences: set[Sentence] = set()
        surest_first = sorted(
            candidates, key=lambda match: (-match.probability, _place_on_page(match.sentence), match.entry.id)
        )
        for match in surest_first:
            if match.entry.id in entries:
                why: tuple[Why, str] = ("better elsewhere", "the entry is placed once a page, at its best sentence")
            elif match.sentence in sentences:
                why = ("ceiling", "a sentence carries one note")
            elif len(placed) >= self._max_notes:
                why = ("ceiling", f"{self._max_notes} notes a page")
            else:
                placed.append(match)
                entries.add(match.entry.id)
                sentences.add(match.sentence)
                continue
            abstentions.append(Abstention(match.sentence, match.entry, match.claim, match.probability, *why))
        return placed


def _place_on_page(sentence: Sentence) -> tuple[int, int]:
    return sentence.block, sentence.start
