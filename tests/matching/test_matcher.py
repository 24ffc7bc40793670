from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.support import make_entry, make_page

from sidelight.library.entry import Development, Entry
from sidelight.matching.crossencoder import CrossEncoder
from sidelight.matching.encoder import Encoder
from sidelight.matching.index import build_index
from sidelight.matching.matcher import Matcher, Matching
from sidelight.matching.propose import encode_queries, margins, queries
from sidelight.matching.verify import RULE, VERDICT_FEATURES, VERSION, Verifier, shipped_calibration
from sidelight.reading.page import Page, Sentence
from sidelight.reading.reading import read_sentences

SUMMIT = make_entry(
    "summit-entry",
    claims=["Kyiv put off the peace conference that it had planned for November."],
    exclusions=["A peace conference on Sudan was put off."],
)
LOSSES = make_entry("losses-entry", claims=["Russia has lost hundreds of thousands of soldiers in Ukraine."])
FILLER = "The weather in the mountains was fine that week."


Match = Callable[..., Matching]


@pytest.fixture
def match(model: Encoder, reader: CrossEncoder) -> Match:
    """Matches entries with a page by the models that ship."""

    def run(entries: list[Entry], page: Page, threshold: float | None = None, notes: int = 12) -> Matching:
        calibration = shipped_calibration() if threshold is None else shipped_calibration().at(threshold)
        sentences = read_sentences(page)
        asked = queries(sentences)
        index = build_index(1, entries, model.encode)
        return Matcher(Verifier(calibration, reader), notes).match(
            index, page, sentences, asked, *encode_queries(model, asked)
        )

    return run


def shown(matching: Matching) -> list[tuple[str, str]]:
    return [(match.entry.id, match.sentence.text) for match in matching.matches]


def test_each_entry_stands_at_its_best_sentence(match: Match) -> None:
    page = make_page(
        FILLER,
        "Kyiv has put off the peace conference that it had planned for November, officials said.",
        FILLER,
        "Officials in Kyiv spoke of a conference.",
        "Russia has lost hundreds of thousands of soldiers, according to Kyiv.",
        title="Ukraine",
    )
    assert shown(match([SUMMIT, LOSSES], page)) == [
        ("summit-entry", page.blocks[1].text),
        ("losses-entry", page.blocks[4].text),
    ]


def test_the_same_claim_twice_gets_one_note(match: Match) -> None:
    claim = SUMMIT.claims[0]
    matching = match([SUMMIT], make_page(claim, FILLER, claim, title="Ukraine"))
    assert len(matching.matches) == 1
    assert [abstention.why for abstention in matching.abstentions[:1]] == ["better elsewhere"]


def test_a_page_about_something_else_stays_silent_and_says_why(match: Match) -> None:
    matching = match([SUMMIT.model_copy(update={"about": ("Sudan",)})], make_page(SUMMIT.claims[0]))
    assert matching.matches == ()
    assert (matching.abstentions[0].why, matching.abstentions[0].detail) == ("not about", "Sudan")


def test_an_exclusion_takes_effect_at_once(match: Match) -> None:
    page = make_page("A peace conference on Sudan, planned for November, was put off.", title="Ukraine")
    assert shown(match([SUMMIT.model_copy(update={"exclusions": ()})], page, threshold=0.05))
    matching = match([SUMMIT], page, threshold=0.05)
    assert matching.matches == ()
    assert (matching.abstentions[0].why, matching.abstentions[0].detail) == ("exclusion", SUMMIT.exclusions[0])


def test_a_page_older_than_a_status_stays_silent(match: Match) -> None:
    entry = SUMMIT.model_copy(update={"kind": "status", "developments": (Development(date="2025-06", text="It met."),)})
    page = make_page(SUMMIT.claims[0], title="Ukraine")
    early = match([entry], replace(page, published=date(2024, 6, 1)))
    assert early.matches == ()
    assert (early.abstentions[0].why, early.abstentions[0].detail) == ("another time", "begins in June 2025")
    assert shown(match([entry], replace(page, published=date(2025, 5, 1))))


@pytest.mark.parametrize("said", ["The plan was seen by nobody.", "The PLAN was, seen by nobody!"])
def test_a_claim_word_for_word_is_shown_whatever_the_model_says(match: Match, said: str) -> None:
    page = make_page(FILLER, said, FILLER, FILLER, FILLER, title="Ukraine")
    entry = make_entry(claims=["The plan was seen by nobody."])
    assert shown(match([entry], page)) == [("test-entry", said)]


def test_a_library_of_one_entry_does_not_fire_on_everything(match: Match) -> None:
    assert match([SUMMIT], make_page(*[FILLER] * 6, title="Ukraine")).matches == ()


def test_another_language_stays_silent(match: Match) -> None:
    entry = SUMMIT.model_copy(update={"language": "de"})
    assert match([entry], make_page(SUMMIT.claims[0], title="Ukraine")).abstentions[0].why == "another language"


def test_a_page_has_a_ceiling_of_notes(match: Match) -> None:
    page = make_page(SUMMIT.claims[0], FILLER, LOSSES.claims[0], title="Ukraine")
    matching = match([SUMMIT, LOSSES], page, notes=1)
    assert len(matching.matches) == 1
    assert "ceiling" in {abstention.why for abstention in matching.abstentions}


def test_every_match_carries_its_reason(match: Match) -> None:
    (found,) = match([SUMMIT], make_page(SUMMIT.claims[0], title="Ukraine")).matches
    assert found.claim == SUMMIT.claims[0]
    assert 0.5 < found.probability <= 1
    assert (found.rule, found.version) == (RULE, VERSION)
    assert len(found.features) == 3
    assert {moved.feature for moved in found.features} <= set(VERDICT_FEATURES)
    effects = [abs(moved.effect) for moved in found.features]
    assert effects == sorted(effects, reverse=True)


@pytest.mark.parametrize("entries", [[], [make_entry(claims=[])]])
def test_a_library_without_claims_matches_nothing(match: Match, entries: list[Entry]) -> None:
    assert match(entries, make_page(SUMMIT.claims[0])) == Matching((), ())


def test_what_may_not_carry_a_note_is_context_for_what_may() -> None:
    sentences = (
        Sentence(0, 0, 7, "Heading", False),
        Sentence(1, 0, 8, "It met. ", True),
        Sentence(1, 8, 20, "It went on.", True),
    )
    assert [query.context for query in queries(sentences)] == ["Heading It met.", "It met.  It went on."]


cosines = arrays(np.float32, st.tuples(st.integers(1, 5), st.integers(2, 6)), elements=st.floats(-1, 1, width=32))


@given(cosines)
def test_a_margin_is_the_lead_over_the_best_of_the_others(scores: np.ndarray) -> None:
    found = margins(scores)
    for row in range(scores.shape[0]):
        for column in range(scores.shape[1]):
            others = np.delete(scores[row], column).max()
            assert found[row, column] == pytest.approx(scores[row, column] - others, abs=1e-6)
