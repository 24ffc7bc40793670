"""From a page to its sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sidelight.reading.language import page_language
from sidelight.reading.marks import is_closed, is_question
from sidelight.reading.page import Page, Sentence
from sidelight.reading.segmentation import sentence_spans
from sidelight.reading.verbs import has_verb

_ANNOTATABLE_KINDS = frozenset({"paragraph", "item", "quote"})

# The longest of 1,105 real sentences had 848 characters; what is far longer is a list, a table or no prose at all.
_LONGEST_SENTENCE = 1_500


def read_sentences(page: Page) -> tuple[Sentence, ...]:
    """All sentences of a page, in reading order.

    Not annotatable are captions and headings, questions, fragments without a verb, lines that end without a stop among
    the paragraphs (headlines of other stories, links, bylines), and what is too long to be one sentence; they give
    context only. Takes any text whatever.
    """
    return tuple(_sentences(page, page_language(page)))


def _sentences(page: Page, language: str) -> Iterator[Sentence]:
    # Somebody who tries a single sentence may leave out its full stop.
    stop_expected = len(page.blocks) > 1
    for number, block in enumerate(page.blocks):
        for start, end in sentence_spans(block.text, language):
            text = block.text[start:end]
            annotatable = (
                block.kind in _ANNOTATABLE_KINDS
                and len(text) <= _LONGEST_SENTENCE
                and (is_closed(text) or block.kind == "item" or not stop_expected)
                and not is_question(text)
                and has_verb(text, language)
            )
            yield Sentence(number, start, end, text, annotatable)
