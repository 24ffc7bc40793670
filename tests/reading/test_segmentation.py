from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

import pytest
from hypothesis import given
from tests.reading.texts import any_language, any_text

from sidelight.reading.segmentation import sentence_spans

TRICKY_NEWS = [
    "Gen. Oleksandr Marchenko met Lt. Col. J. R. Hale in Washington, D.C., on Tuesday.| They spoke for an hour.",
    "The U.S. Senate voted 51-49.| The bill now goes to the House.| Aid from the U.S. will continue.",
    "He left the U.S.| The talks went on without him.",
    "“Nobody asked us.| Nobody will,” said Ms. Petrova, who lost her home in Jan. 2023.| She has not been back.",
    "Inflation fell to 2.3 per cent in Oct. 2024, from 2.7.| Prices rose by approx. 1.5 p.p. on the year.",
    "“It was … hard,” he said.| Then he stopped... and left.| No one followed…",
    "Sen. John Smith Jr. (R-Ohio) and Rep. A. B. Clark, D-Calif., disagreed.| Mr. Clark left at 3 p.m. on Friday.",
    "What did the minister know?| And when?| “I knew nothing!” he told reporters.| Opponents doubt that.",
    "The meeting starts at 9 a.m.| The minister will speak first.| It ends at 5 p.m. sharp.",
    "Article No. 5 applies (see p. 12).| Vol. 3 of the report, i.e. the annex, is secret.| The U.N. said so on May 3.",
    "He cited Smith et al. (2019).| (The study has since been withdrawn.)| Others disagree.",
    'The president said: "There will be no deal."| He then left for the airport.',
    '"Is it over?" she asked.| "No."| He shook his head.',
    "Yahoo! and Google agreed.| The shares rose.",
    "The Washington, D.C.-based group said Donald J. Trump vs. Kamala D. Harris was close.| It cited the A.P.",
    "Last month, Reps. Alba and Ortiz wrote to U.S. Senator Dana Low.| Gens. Orr and Vale did not.",
    "They had fought there every day.| Kyiv denied it.| The war began a year ago.| It had lost the book.| Paris fell.",
]
OTHER_LANGUAGES = [
    ("uk", "Це ст. 5 закону.| А це, т.зв. друге."),
    ("de", "Am Montag kam Dr. Meier um 5 Uhr.| Er ging, z.B. zu Fuß."),
    ("fr", "« Nous viendrons. »| Il a dit non.| Ça va ?| Oui."),
    ("zh-Hans", "这是第一句。|这是第二句！|好。"),
    ("ar", "ماذا؟| نعم.| لا."),
    ("und", "Foo bar.| Baz."),
]


@pytest.mark.parametrize("marked", TRICKY_NEWS)
def test_news_paragraphs_are_cut_where_an_editor_would(marked):
    assert pieces(marked.replace("|", ""), "en-US") == stripped(marked)


@pytest.mark.parametrize(("language", "marked"), OTHER_LANGUAGES)
def test_other_languages(language, marked):
    assert pieces(marked.replace("|", ""), language) == stripped(marked)


@given(any_text, any_language)
def test_spans_are_trimmed_in_order_disjoint_and_cover_all_but_white_space(text, language):
    covered = 0
    for start, end in sentence_spans(text, language):
        assert covered <= start < end
        assert text[start:end] == text[start:end].strip()
        assert not text[covered:start].strip()
        covered = end
    assert not text[covered:].strip()


@pytest.mark.parametrize("unit", ["x", "word ", "?!", ").", ". ", "A. ", "? ! ", "\n", "😀", '"', "\ud800\0"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_hostile_text_takes_no_longer_than_prose(unit, language):
    text = unit * (300_000 // len(unit))
    started = perf_counter()
    sentence_spans(text, language)
    assert perf_counter() - started < 5


def test_threads_agree():
    paragraphs = [marked.replace("|", "") for marked in TRICKY_NEWS] * 8
    alone = [sentence_spans(paragraph, "en") for paragraph in paragraphs]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(lambda paragraph: sentence_spans(paragraph, "en"), paragraphs)) == alone


def pieces(text, language):
    return [text[start:end] for start, end in sentence_spans(text, language)]


def stripped(marked):
    return [piece.strip() for piece in marked.split("|")]
