from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.support import make_entry, make_page

from sidelight.library.entry import Entry
from sidelight.matching.encoder import Encoder
from sidelight.matching.index import build_index
from sidelight.matching.matcher import Matcher, Matching
from sidelight.matching.propose import margins, queries
from sidelight.matching.verify import Calibration, shipped_calibration
from sidelight.reading.page import Page, Sentence
from sidelight.reading.reading import read_sentences

SUMMIT = make_entry(
    "summit-entry",
    claims=["Kyiv put off the peace conference that it had planned for November."],
    exclusions=["A peace conference on Sudan was put off."],
)
LOSSES = make_entry("losses-entry", claims=["Russia has lost hundreds of thousands of soldiers in Ukraine."])
FILLER = "The weather in the mountains was fine that week."


def match(
    model: Encoder, entries: list[Entry], page: Page, threshold: float | None = None, notes: int = 12
) -> Matching:
    calibration = shipped_calibration()
    index = build_index(1, entries, model.encode)
    sentences = read_sentences(page)
    asked = queries(sentences)
    return Matcher(calibration, calibration.threshold if threshold is None else threshold, notes).match(
        index,
        page,
        sentences,
        asked,
        model.encode([query.sentence.text for query in asked]),
        model.encode([query.context for query in asked]),
    )


def shown(matching: Matching) -> list[tuple[str, str]]:
    return [(match.entry.id, match.sentence.text) for match in matching.matches]


def test_each_entry_stands_at_its_best_sentence(model: Encoder) -> None:
    page = make_page(
        FILLER,
        "Kyiv has put off the peace conference that it had planned for November, officials said.",
        FILLER,
        "Officials in Kyiv spoke of a conference.",
        "Russia has lost hundreds of thousands of soldiers, according to Kyiv.",
        title="Ukraine",
    )
    assert shown(match(model, [SUMMIT, LOSSES], page)) == [
        ("summit-entry", page.blocks[1].text),
        ("losses-entry", page.blocks[4].text),
    ]


def test_the_same_claim_twice_gets_one_note(model: Encoder) -> None:
    claim = SUMMIT.claims[0]
    matching = match(model, [SUMMIT], make_page(claim, FILLER, claim, title="Ukraine"))
    assert len(matching.matches) == 1
    assert [abstention.why for abstention in matching.abstentions[:1]] == ["better elsewhere"]


def test_a_page_about_something_else_stays_silent_and_says_why(model: Encoder) -> None:
    matching = match(model, [SUMMIT.model_copy(update={"about": ("Sudan",)})], make_page(SUMMIT.claims[0]))
    assert matching.matches == ()
    assert (matching.abstentions[0].why, matching.abstentions[0].detail) == ("not about", "Sudan")


def test_an_exclusion_takes_effect_at_once(model: Encoder) -> None:
    page = make_page("A peace conference on Sudan, planned for November, was put off.", title="Ukraine")
    assert shown(match(model, [SUMMIT.model_copy(update={"exclusions": ()})], page, threshold=0.05))
    matching = match(model, [SUMMIT], page, threshold=0.05)
    assert matching.matches == ()
    assert (matching.abstentions[0].why, matching.abstentions[0].detail) == ("exclusion", SUMMIT.exclusions[0])


def test_another_language_stays_silent(model: Encoder) -> None:
    entry = SUMMIT.model_copy(update={"language": "de"})
    assert match(model, [entry], make_page(SUMMIT.claims[0], title="Ukraine")).abstentions[0].why == "another language"


def test_a_page_has_a_ceiling_of_notes(model: Encoder) -> None:
    page = make_page(SUMMIT.claims[0], FILLER, LOSSES.claims[0], title="Ukraine")
    matching = match(model, [SUMMIT, LOSSES], page, notes=1)
    assert len(matching.matches) == 1
    assert "ceiling" in {abstention.why for abstention in matching.abstentions}


def test_every_match_carries_its_reason(model: Encoder) -> None:
    (found,) = match(model, [SUMMIT], make_page(SUMMIT.claims[0], title="Ukraine")).matches
    assert found.claim == SUMMIT.claims[0]
    assert 0.5 < found.probability <= 1
    assert (found.rule, found.version) == ("cosine-in-context", "1")


@pytest.mark.parametrize("entries", [[], [make_entry(claims=[])]])
def test_a_library_without_claims_matches_nothing(model: Encoder, entries: list[Entry]) -> None:
    assert match(model, entries, make_page(SUMMIT.claims[0])) == Matching((), ())


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


def test_another_fit_of_the_same_model_is_another_matcher() -> None:
    one = Calibration("m", (1.0, 2.0, 3.0), -1.0, 0.5, "")
    two = Calibration("m", (1.0, 2.0, 3.5), -1.0, 0.5, "")
    assert Matcher(one, 0.5, 12).name != Matcher(two, 0.5, 12).name
    assert Matcher(one, 0.5, 12).name == Matcher(one, 0.5, 12).name


@given(arrays(np.float32, (3, 2, 3), elements=st.floats(-100, 100, width=32)))
def test_a_probability_is_one(features: np.ndarray) -> None:
    probability = Calibration("m", (1.0, 2.0, 3.0), -1.0, 0.5, "").probability(features)
    assert probability.shape == (3, 2)
    assert ((probability >= 0) & (probability <= 1)).all()
