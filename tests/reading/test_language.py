import pytest
from hypothesis import given
from tests.reading.texts import any_text

from sidelight.reading.language import base_language, detect_language, page_language
from sidelight.reading.page import Block, Page

ENGLISH = (
    "The second summit will not take place in November, an adviser to the president said on Tuesday. The date depends "
    "on three conferences that are to end in October, and on what the governments that took part in June make of them. "
    "Nobody in the capital would say who had been asked, or whether the other side would be there this time."
)
GERMAN = (
    "Der zweite Gipfel findet nicht im November statt, sagte ein Berater des Präsidenten am Dienstag. Das Datum hängt "
    "von drei Konferenzen ab, die im Oktober enden sollen, und davon, was die Regierungen daraus machen, die im Juni "
    "teilgenommen haben. Niemand in der Hauptstadt wollte sagen, wer gefragt worden war und ob die andere Seite kommt."
)


def page(text, language):
    return Page("", language, None, (Block("paragraph", text),))


@pytest.mark.parametrize(("text", "language"), [(ENGLISH, "en"), (GERMAN, "de"), ("Саміт миру", "und")])
def test_long_texts_are_told_and_short_ones_are_not(text, language):
    assert detect_language(text)[0] == language


@pytest.mark.parametrize("text", ["", "hello", "Oui, non", "The peace summit", "12345 " * 9, "😀" * 99, "\ud800" * 99])
def test_nothing_is_guessed_from_next_to_nothing(text):
    assert detect_language(text)[0] == "und"


@pytest.mark.parametrize(
    ("stated", "text", "language"),
    [
        (None, GERMAN, "de"),
        ("en-GB", ENGLISH, "en-GB"),
        ("en", GERMAN, "de"),
        ("fr", "The summit was put off.", "fr"),
        ("und", ENGLISH, "en"),
        ("not a tag", ENGLISH, "en"),
        ("\ud800", "Hello", "und"),
    ],
)
def test_the_statement_counts_unless_a_long_text_contradicts_it(stated, text, language):
    assert page_language(page(text, stated)) == language


@given(any_text)
def test_any_text_has_a_probability(text):
    language, probability = detect_language(text)
    assert language == base_language(language)
    assert 0 <= probability <= 1.001
