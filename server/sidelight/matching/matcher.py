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
from sidelight.matching.features import FEATURES
from sidelight.matching.guard import Objection, PageGuard
from sidelight.matching.index import Index
from sidelight.matching.propose import Proposals, Query, describe, pair, propose
from sidelight.matching.verify import RULE, VERSION, Effect, Verifier, near_pairs
from sidelight.reading.page import Page, Sentence

# An abstention below this would only say that most sentences are not about most entries.
NEAR = 0.1
SILENCED_A_SENTENCE = 3

Why = Literal[
    "below threshold", "not read", "another language", "not about", "exclusion", "better elsewhere", "ceiling"
]


@dataclass(frozen=True, slots=True)
class Match:
    """The entry's note belongs at the sentence."""

    sentence: Sentence
    entry: Entry
    claim: str
    probability: float
    rule: str
    version: str
    features: tuple[Effect, ...]

    def not_shown(self, why: Why, detail: str) -> Abstention:
        """The same pair, abstained from."""
        return Abstention(self.sentence, self.entry, self.claim, self.probability, why, detail, self.features)


@dataclass(frozen=True, slots=True)
class Abstention:
    """The entry was near the sentence and is not shown; `detail` completes `why`."""

    sentence: Sentence
    entry: Entry
    claim: str
    probability: float
    why: Why
    detail: str
    features: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Matching:
    """The matcher's whole answer for one page: matches in reading order, abstentions with the nearest first."""

    matches: tuple[Match, ...]
    abstentions: tuple[Abstention, ...]


class Matcher:
    """Decides with one verifier. `name` says which rule, models and fit decided, for caches and readers."""

    def __init__(self, verifier: Verifier, max_notes: int):
        self.verifier = verifier
        self.max_notes = max_notes
        self.name = f"{verifier.name} n≤{max_notes}"

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

        `page.language` is the language as decided, not only as stated. Raises VerifierUnavailable.
        """
        if not queries or not index.claims.texts:
            return Matching((), ())
        proposals = propose(index, sentence_vectors, context_vectors)
        guard = PageGuard(page, sentences)
        silent = [guard.objection(entry) for entry in index.entries]
        open_to = np.array([objection is None for objection in silent])
        verdicts = self.verifier.judge(index, queries, proposals, open_to & ~proposals.excluded)
        threshold = verdicts.verdict.threshold
        candidates: list[Match] = []
        abstentions: list[Abstention] = []
        for number, (row, column) in enumerate(verdicts.pairs):
            chance = float(verdicts.probability[number])
            if chance < min(NEAR, threshold):
                continue
            found = Match(
                sentence=queries[row].sentence,
                entry=index.entries[column],
                claim=pair(index, proposals, queries, row, column).claims[0],
                probability=chance,
                rule=RULE,
                version=VERSION,
                features=self.verifier.reasons(verdicts, number),
            )
            if not verdicts.read[number]:
                abstentions.append(found.not_shown("not read", "others on the page were likelier"))
            elif chance < threshold:
                abstentions.append(found.not_shown("below threshold", f"{threshold:.2f}"))
            else:
                candidates.append(found)
        abstentions += self._silenced(index, queries, proposals, silent)
        matches = self._place(candidates, abstentions)
        return Matching(
            tuple(sorted(matches, key=lambda match: (_place_on_page(match.sentence), -match.probability))),
            tuple(sorted(abstentions, key=lambda abstention: -abstention.probability)),
        )

    def _silenced(
        self, index: Index, queries: Sequence[Query], proposals: Proposals, silent: Sequence[Objection | None]
    ) -> list[Abstention]:
        """Near pairs that no probability can save, with what the cheap model would have given them."""
        barred = np.array([objection is not None for objection in silent])
        pairs = near_pairs(proposals, barred | proposals.excluded, SILENCED_A_SENTENCE)
        worth = self.verifier.calibration.worth
        features = describe(index, queries, proposals, pairs)
        abstentions = []
        for (row, column), chance, seen in zip(pairs, worth.probability(features), features, strict=True):
            if chance < NEAR:
                continue
            found = Match(
                sentence=queries[row].sentence,
                entry=index.entries[column],
                claim=pair(index, proposals, queries, row, column).claims[0],
                probability=float(chance),
                rule=RULE,
                version=VERSION,
                features=worth.strongest(seen, FEATURES),
            )
            objection = silent[column]
            if objection is not None:
                abstentions.append(found.not_shown(objection.why, objection.detail))
            else:
                nearest = index.exclusions.texts[proposals.nearest_exclusion[row, column]]
                abstentions.append(found.not_shown("exclusion", nearest))
        return abstentions

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
            elif len(placed) >= self.max_notes:
                why = ("ceiling", f"{self.max_notes} notes a page")
            else:
                placed.append(match)
                entries.add(match.entry.id)
                sentences.add(match.sentence)
                continue
            abstentions.append(match.not_shown(*why))
        return placed


def _place_on_page(sentence: Sentence) -> tuple[int, int]:
    return sentence.block, sentence.start
