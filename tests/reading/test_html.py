from datetime import date

import pytest
from hypothesis import given
from tests.reading.texts import any_text

from sidelight.errors import UnreadablePage
from sidelight.reading.html import read_html, read_text
from sidelight.reading.page import Block

TITLE = "Summit put off until talks end"
HEAD = '<meta property="article:published_time" content="2024-10-12T08:00:00Z">'
PAGE = """<!doctype html><html lang="en-GB"><head><title>Summit put off | Daily</title>{head}</head><body>
<nav><a href="/">Home</a></nav><article><h1>Summit put off until talks end</h1>{time}
<p>Kyiv has put off the second summit, an adviser in the <em>president's</em> office said.<br>No date is set.</p>
<figure><img src="a.jpg" alt="x"><figcaption>The lake where the first summit was held.</figcaption></figure>
<blockquote><p>We will come when there is something to sign, and not before that day.</p></blockquote>
<h2>What was agreed</h2>
<ul><li>Nuclear safety is a common interest of all states.</li><li>Food must not be a weapon.</li></ul>
<p>The first summit took place in June with <a href="#">more than ninety states</a>, but without Russia.</p>
</article><footer>Copyright 2023. Next concert on 14 March 2022.</footer></body></html>"""


def test_an_article_becomes_blocks_with_their_kinds():
    page = read_html(PAGE.format(head=HEAD, time=""))
    assert (page.title, page.language, page.published) == (TITLE, "en-GB", date(2024, 10, 12))
    assert page.blocks == (
        Block("heading", TITLE),
        Block(
            "paragraph",
            "Kyiv has put off the second summit, an adviser in the president's office said.\nNo date is set.",
        ),
        Block("quote", "We will come when there is something to sign, and not before that day."),
        Block("heading", "What was agreed"),
        Block("item", "Nuclear safety is a common interest of all states."),
        Block("item", "Food must not be a weapon."),
        Block("paragraph", "The first summit took place in June with more than ninety states, but without Russia."),
    )


def test_bytes_and_damaged_text_are_read_alike():
    html = PAGE.format(head=HEAD, time="")
    assert read_html(html.encode()) == read_html(html)
    assert len(read_html(html.replace("office", "off\ud800\0ice")).blocks) == 7


@pytest.mark.parametrize(
    ("head", "time", "published"),
    [
        (
            "",
            '<time datetime="2024-10-12T07:00+02:00">Sat</time><time datetime="2020-01-01"></time>',
            date(2024, 10, 12),
        ),
        ('<script type="application/ld+json">{"datePublished": "2024-10-12"}</script>', "", date(2024, 10, 12)),
        ("", "", None),
    ],
)
def test_only_a_stated_date_is_a_date(head, time, published):
    assert read_html(PAGE.format(head=head, time=time)).published == published


@pytest.mark.parametrize("html", ["", "  ", "hello", b"\0\1\xff" * 100, b"%PDF-1.4", "<html></html>", "<!--"])
def test_what_holds_no_article_is_unreadable(html):
    with pytest.raises(UnreadablePage, match="No article was found"):
        read_html(html)


def test_plain_text_becomes_blocks():
    page = read_text(
        "Summit put off\r\n\r\nIt will not take place in November, as planned in June,\r\n"
        "an adviser said. No date is set.\r\n\r\n"
        "- One point stands.\r\n- Another falls.\r\n\r\nIt ended.\r\nThey left early.\r\n"
    )
    assert (page.title, page.language, page.published) == ("Summit put off", None, None)
    assert page.blocks == (
        Block("heading", "Summit put off"),
        Block("paragraph", "It will not take place in November, as planned in June, an adviser said. No date is set."),
        Block("item", "One point stands."),
        Block("item", "Another falls."),
        Block("paragraph", "It ended."),
        Block("paragraph", "They left early."),
    )


@pytest.mark.parametrize("text", ["Kyiv put off the summit", "Kyiv put off the summit. It has no date."])
def test_a_single_line_is_text_and_no_title(text):
    assert read_text(text).blocks == (Block("paragraph", text),)


@pytest.mark.parametrize("text", ["", " \n\n \r\n"])
def test_empty_text_is_unreadable(text):
    with pytest.raises(UnreadablePage, match="empty"):
        read_text(text)


@given(any_text)
def test_any_other_text_has_blocks(text):
    if text.strip():
        assert all(block.text.strip() for block in read_text(text).blocks)


def test_a_fragment_is_read_like_a_page():
    html = PAGE.format(head="", time='<time datetime="2024-10-12"></time>')
    fragment = html[html.index("<article>") : html.index("<footer>")].replace("<article>", '<article lang="en-GB">')
    assert read_html(fragment) == read_html(html)
