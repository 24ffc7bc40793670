"""The main job: a page -> its notes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from sidelight.matching.encoder import Encodes
from sidelight.matching.matcher import Matcher, Matching
from sidelight.matching.propose import encode_queries, queries
from sidelight.notes.caches import NotesCache
from sidelight.notes.compose import compose_note
from sidelight.notes.editions import Edition, Editions
from sidelight.notes.note import DecidingFeature, NotesAnswer, Notice, Reason
from sidelight.notes.outcome import Outcome, Placed
from sidelight.reading.digests import page_digest
from sidelight.reading.language import UNKNOWN, base_language, page_language
from sidelight.reading.page import Page, Sentence
from sidelight.reading.reading import read_sentences


@dataclass(frozen=True, slots=True)
class Work:
    """A page as it was read and matched, with everything that explains it. `page` has its language decided."""

    page: Page
    sentences: tuple[Sentence, ...]
    covered: bool
    matching: Matching


class Annotator:
    """Makes notes with the current edition, through the caches."""

    def __init__(self, editions: Editions, encoder: Encodes, matcher: Matcher, cache: NotesCache, key: bytes):
        self._editions = editions
        self._encoder = encoder
        self._matcher = matcher
        self._cache = cache
        self._key = key

    def annotate(self, page: Page) -> NotesAnswer:
        """The notes of a page under the current revision; its places come from the cache when it is known there.

        Raises EncoderSaturated and VerifierUnavailable.
        """
        edition = self._editions.current
        key = (page_digest(page, self._key), edition.library.revision, self._matcher.name)
        outcome = self._cache.get(*key)
        if outcome is None:
            outcome = _outcome(self.work(page, edition))
            self._cache.put(*key, outcome)
        return self._compose(edition, page, outcome)

    def work(self, page: Page, edition: Edition, matcher: Matcher | None = None) -> Work:
        """Reads and matches a page, without the cache of notes, by another matcher where one is given.

        Raises EncoderSaturated and VerifierUnavailable.
        """
        page = dataclasses.replace(page, language=page_language(page))
        sentences = read_sentences(page)
        covered = base_language(page.language or "") in {
            base_language(entry.language) for entry in edition.index.entries
        }
        asked = queries(sentences) if covered else []
        vectors = encode_queries(self._encoder, asked)
        matching = (matcher or self._matcher).match(edition.index, page, sentences, asked, *vectors)
        return Work(page, sentences, covered, matching)

    def _compose(self, edition: Edition, page: Page, outcome: Outcome) -> NotesAnswer:
        return NotesAnswer(
            revision=edition.library.revision,
            matcher=self._matcher.name,
            language=outcome.language,
            published=page.published,
            sentences=outcome.sentences,
            notices=tuple(_notices(page, outcome)),
            notes=tuple(
                compose_note(placed, edition.by_id[placed.entry], edition.corrections.get(placed.entry), page)
                for placed in outcome.placed
            ),
        )


def _outcome(work: Work) -> Outcome:
    return Outcome(
        language=work.page.language or UNKNOWN,
        sentences=len(work.sentences),
        readable=any(sentence.annotatable for sentence in work.sentences),
        covered=work.covered,
        placed=tuple(
            Placed(
                block=match.sentence.block,
                start=match.sentence.start,
                end=match.sentence.end,
                entry=match.entry.id,
                reason=Reason(
                    claim=match.claim,
                    probability=round(match.probability, 4),
                    rule=match.rule,
                    version=match.version,
                    features=tuple(
                        DecidingFeature(feature=moved.feature, value=moved.value, effect=moved.effect)
                        for moved in match.features
                    ),
                ),
            )
            for match in work.matching.matches
        ),
    )


def _notices(page: Page, outcome: Outcome) -> Iterator[Notice]:
    if not outcome.readable:
        yield Notice(code="nothing-to-read", text="The page has no full sentence that a note could stand beside.")
    elif not outcome.covered:
        yield Notice(code="language-not-covered", text="The library has no entries in the language of this page.")
    if page.published is None:
        yield Notice(
            code="date-unknown",
            text="The page does not say when it was published, so notes cannot tell what was known then.",
        )
