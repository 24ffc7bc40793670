from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from tests.reading.texts import any_language, any_text

from sidelight.reading.verbs import has_verb

SENTENCES = [
    "The summit was postponed.",
    "Kyiv put it off until next year.",
    "It’s important.",
    "We welcome ongoing investigations.",
    "Russian forces shelled the town, killing eight civilians.",
    "The enemy strikes not only at military facilities, as it claims, but also at civilians.",
    "They won't come.",
]
FRAGMENTS = [
    "© 2022 AFP",
    "By Our Correspondent",
    "Glory to the heroes!",
    "No flags.",
    "(Applause.)",
    "One million percent.",
    "Russia and Ukraine",
    "😀😀",
    "",
]


@pytest.mark.parametrize("text", SENTENCES)
def test_sentences_have_a_verb(text):
    assert has_verb(text, "en")


@pytest.mark.parametrize("text", FRAGMENTS)
def test_fragments_have_none(text):
    assert not has_verb(text, "en-US")


@pytest.mark.parametrize(
    ("text", "language", "whole"),
    [
        ("Der Gipfel wurde auf unbestimmte Zeit verschoben.", "de", True),
        ("Mehr zum Thema", "de", False),
        ("Саміт миру відкладено до наступного року.", "uk", True),
        ("和平峰会已被推迟到明年。", "zh", True),
        ("更多新闻", "zh", False),
    ],
)
def test_other_languages_are_judged_by_form(text, language, whole):
    assert has_verb(text, language) is whole


@given(any_text, any_language)
def test_any_text_is_judged(text, language):
    assert has_verb(text, language) in (True, False)


def test_threads_agree():
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda text: has_verb(text, "en"), SENTENCES * 20))
