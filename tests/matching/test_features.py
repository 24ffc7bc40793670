from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import make_entry

from sidelight.matching.features import FEATURES, Lexicon, wording

ENTRY = make_entry(
    title="Losses of the army",
    claims=["Russia has lost 500,000 soldiers in Ukraine."],
    about=["Russia"],
    text="The general staff counted 500,000 Russian soldiers killed or wounded by 2024.",
)
LEXICON = Lexicon([ENTRY, make_entry("another-entry", claims=["The river rose."])])


def seen(sentence: str, previous: str = "") -> dict[str, float]:
    found = LEXICON.compare(0, ENTRY.claims[0], wording(sentence), wording(previous))
    return dict(zip(FEATURES[-len(found) :], found, strict=True))


def test_words_count_in_any_form() -> None:
    assert seen("Russian soldiers were lost.")["claim covered"] > seen("The river rose.")["claim covered"] == 0


def test_words_before_count_in_context_only() -> None:
    found = seen("They were many.", "Russia has lost 500,000 soldiers in Ukraine.")
    assert found["claim covered"] < found["claim covered in context"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("sentence", "feature", "value"),
    [
        ("Russia lost 500,000 men.", "numbers shared", 1),
        ("Russia lost 700,000 men.", "numbers unknown", 1),
        ("The army of Narnia lost men.", "names unknown", 1),
        ("It was so in 2022.", "years contradict", 1),
        ("It was so in 2024.", "years contradict", 0),
        ("It was so.", "years contradict", 0),
        ("Did Russia lose?", "question", 1),
        ("“They lost,” he said.", "quoted", 1),
        ("Russia lost.", "about in sentence", 1),
    ],
)
def test_what_is_seen(sentence: str, feature: str, value: float) -> None:
    assert seen(sentence)[feature] == value


@given(st.text(), st.text())
def test_any_text_can_be_compared(sentence: str, previous: str) -> None:
    for feature, value in seen(sentence, previous).items():
        assert 0 <= value <= 5.000001, feature
