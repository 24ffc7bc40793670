from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from tests.reading.test_reading import pages
from tests.reading.texts import any_text

from sidelight.reading.digests import page_digest, text_digest
from sidelight.reading.page import Block, Page

KEY = b"a key of this server"
PAGE = Page("Title", "en", date(2024, 10, 12), (Block("paragraph", "One."), Block("quote", "Two.")))


@given(pages, pages)
def test_pages_share_a_digest_only_when_they_are_equal(one, other):
    assert (page_digest(one, KEY) == page_digest(other, KEY)) is (one == other)
    assert page_digest(one, KEY) != page_digest(one, b"another key")


@given(any_text, any_text)
def test_texts_share_a_digest_only_when_they_are_equal(one, other):
    assert (text_digest(one, KEY) == text_digest(other, KEY)) is (one == other)


@pytest.mark.parametrize(
    "other",
    [
        replace(PAGE, title=""),
        replace(PAGE, language=None),
        replace(PAGE, language=""),
        replace(PAGE, published=None),
        replace(PAGE, blocks=PAGE.blocks[::-1]),
        replace(PAGE, blocks=(Block("paragraph", "One."), Block("paragraph", "Two."))),
        replace(PAGE, blocks=(Block("paragraph", "One.5:quote4:Two."),)),
    ],
)
def test_every_field_counts(other):
    assert page_digest(other, KEY) != page_digest(PAGE, KEY)


def test_a_digest_is_sha_256_in_hex_and_stays_the_same():
    # A changed encoding would silently empty every cache.
    assert text_digest("One.", KEY) == "bebaab6ab506227c795e72f283ff553472dc8071a6187c8204d5434fc9c708c1"
    assert page_digest(PAGE, KEY) == "cee67d8f265d6f2820d125411c58910fb779ec471b91b9867a28bde3b3a38b50"
