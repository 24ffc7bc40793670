import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.texts import any_language, any_text

from sidelight.reading.page import Block, Page
from sidelight.reading.reading import read_sentences

KINDS = ["paragraph", "heading", "item", "quote", "caption"]
pages = st.builds(
    Page,
    title=any_text,
    language=st.none() | any_language,
    published=st.none() | st.dates(),
    blocks=st.lists(st.builds(Block, kind=st.sampled_from(KINDS), text=any_text), max_size=6).map(tuple),
)
CLAIM = "Kyiv put off the second summit."


def page(*blocks):
    return Page("", "en", None, tuple(Block(kind, text) for kind, text in blocks))


@given(pages)
def test_sentences_are_pieces_of_their_blocks_in_reading_order(page):
    sentences = read_sentences(page)
    for sentence in sentences:
        assert page.blocks[sentence.block].text[sentence.start : sentence.end] == sentence.text != ""
        assert sentence.text == sentence.text.strip()
    places = [(sentence.block, sentence.start) for sentence in sentences]
    assert places == sorted(set(places))


@pytest.mark.parametrize(("kind", "annotatable"), list(zip(KINDS, [True, False, True, True, False], strict=True)))
def test_captions_and_headings_give_context_only(kind, annotatable):
    (sentence,) = read_sentences(page((kind, CLAIM)))
    assert sentence.annotatable is annotatable


def test_questions_and_fragments_give_context_only():
    sentences = read_sentences(
        page(("paragraph", "Will there be a summit? No summit, then. Kyiv put it off. “Who came?”"))
    )
    assert [sentence.annotatable for sentence in sentences] == [False, False, True, False]


def test_a_line_without_a_stop_is_a_headline_among_paragraphs_but_not_in_a_list_or_alone():
    line = CLAIM.rstrip(".")
    sentences = read_sentences(page(("paragraph", line), ("paragraph", CLAIM), ("item", line)))
    assert [sentence.annotatable for sentence in sentences] == [False, True, True]
    assert read_sentences(page(("paragraph", line)))[0].annotatable


@pytest.mark.parametrize("unit", ["x", "it is so ", "😀", "\ud800\0", "?!"])
def test_what_is_too_long_to_be_a_sentence_is_not_annotated(unit):
    sentences = read_sentences(page(("paragraph", unit * (300_000 // len(unit)))))
    assert not any(sentence.annotatable for sentence in sentences)


def test_a_page_without_text_has_no_sentences():
    assert read_sentences(page()) == ()
    assert read_sentences(page(("paragraph", " \n\u2028"))) == ()
