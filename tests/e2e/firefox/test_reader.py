"""A person reads articles with the extension in a real Firefox: notes, keys, mouse, and pages that change meanwhile."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..browsers import Recorder
from ..conftest import LiveServer
from ..test_corrections import ENTRY, Curator
from ..test_fixtures import FIXTURES, NAMES, REFUSED, check_reading
from ..test_reader import BOX_OF_OPEN_MARK, BOX_OF_SENTENCE, EXPECTED, FOCUSED
from .browser import FirefoxReader
from .view import View, wait_for

pytestmark = pytest.mark.browser

CARD = "[role=dialog]"
SOLDIERS = "casualties-ukraine-military"
# Nothing where Sidelight has put nothing on the page.
ENTRIES = """() => [...(document.querySelector("sidelight-notes")?.shadowRoot.querySelectorAll(".marker") ?? [])]
  .map((marker) => marker.dataset.entry)"""
IS_UNTOUCHED = "document.querySelector('sidelight-notes') === null"
HAS_NO_CARD = "document.querySelector('sidelight-notes')?.shadowRoot.querySelector('[role=dialog]') == null"
FOCUS_MARKER = """(entry) => document.querySelector("sidelight-notes").shadowRoot
  .querySelector(`.marker[data-entry=${entry}]`).focus()"""
DISPLAY = "getComputedStyle(document.querySelector('sidelight-notes')).display"
# Takes the paragraph about soldiers out of the article, and keeps it.
TAKE_PARAGRAPH = """() => {
  window.taken = [...document.querySelectorAll("article p")].find((each) => /soldiers have been killed/.test(
    each.textContent));
  window.taken.remove();
}"""
# Equal nodes in the place of the old ones, but further down.
REPLACE_ARTICLE = """() => {
  const old = document.querySelector("article");
  const next = old.cloneNode(true);
  next.style.paddingTop = "60px";
  old.replaceWith(next);
}"""
GO_TO_ANOTHER_STORY = """() => {
  history.pushState({}, "", "/other.html");
  document.querySelector("article").replaceChildren(...Array.from({ length: 9 }, (_, n) => Object.assign(
    document.createElement("p"), { textContent: `The harbour was full of boats on day ${n}, and nobody spoke.` })));
}"""


def read(reader: FirefoxReader, address: str) -> View:
    """Opens an article, presses the button, and waits for the notes."""
    page = reader.open(address)
    reader.press_button()
    page.wait_for_element(".marker")
    return page


def entries(page: View) -> list[str]:
    """The entries that have a marker on the page, in reading order."""
    return list(page.evaluate(ENTRIES))


def enter(reader: FirefoxReader, page: View, entry: str) -> None:
    """Goes into the card of a note by the keyboard."""
    page.evaluate(FOCUS_MARKER, entry)
    reader.press_keys("Enter")
    page.wait_for_element(f"{CARD}[data-entry={entry}]")


def stands_at(page: View, sentence: str) -> bool:
    """Whether the box of the open note is the one around the sentence."""
    box = page.evaluate(BOX_OF_OPEN_MARK)
    return box is not None and box == pytest.approx(page.evaluate(BOX_OF_SENTENCE, sentence), abs=0.5)


def focused(page: View) -> str:
    """The beginning of the markup of what has the focus in the page, also inside Sidelight's root."""
    return str(page.evaluate(FOCUSED))


def comes_back(reader: FirefoxReader, news: str) -> bool:
    """Reads an article, goes on and comes back; says whether the page is still the same then."""
    page = read(reader, f"{news}/peace-summit.html")
    page.evaluate("() => { window.isKept = true; }")
    reader.open(f"{news}/football.html")
    wait_for(lambda: reader.badge() == "", "button without a number")
    reader.go_back()
    page.wait_for("location.pathname === '/peace-summit.html'")
    return page.evaluate("window.isKept === true") is True


def test_notes_stand_at_their_sentences_and_the_page_is_unchanged(reader: FirefoxReader, news: str) -> None:
    page = reader.open(f"{news}/peace-summit.html")
    before = page.evaluate("document.documentElement.outerHTML")
    reader.press_button()
    page.wait_for_element(".marker")
    assert set(EXPECTED) <= set(entries(page))
    for entry, sentence in EXPECTED.items():
        enter(reader, page, entry)
        assert stands_at(page, sentence)
        reader.press_keys("Escape")
        page.wait_for(HAS_NO_CARD)
    wait_for(lambda: reader.badge() == str(len(entries(page))), "number of notes on the button")
    assert page.evaluate("document.querySelector('sidelight-notes').outerHTML") == "<sidelight-notes></sidelight-notes>"

    assert page.evaluate(DISPLAY) == "block"
    reader.show_printed(True)
    page.wait_for("matchMedia('print').matches")
    assert page.evaluate(DISPLAY) == "none", "nothing of it is printed"
    reader.show_printed(False)

    reader.press_button()
    reader.popup().click("button", "Remove the notes")
    page.wait_for(IS_UNTOUCHED)
    assert page.evaluate("document.documentElement.outerHTML") == before
    wait_for(lambda: reader.badge() == "", "button without a number")


def test_the_keyboard_leads_to_a_note_and_back(reader: FirefoxReader, news: str) -> None:
    page = reader.open(f"{news}/peace-summit.html")
    reader.press_keys("Alt+Shift+Y")
    page.wait_for_element(".marker")
    # The last link of the page; the notes come after it in the order of Tab.
    page.evaluate("() => document.querySelector('.lead sup a').focus()")
    place = page.evaluate("scrollY")
    reader.press_keys("Tab")
    page.wait_for_element(CARD)
    assert 'aria-label="Note 1 of' in focused(page)
    assert 'aria-expanded="true"' in focused(page)
    reader.press_keys("Enter")
    page.wait_for(f"({FOCUSED})().includes('role=\"dialog\"')")
    reader.press_keys("Tab")
    assert 'aria-label="Close"' in focused(page)
    reader.press_keys("Escape")
    page.wait_for(HAS_NO_CARD)
    assert 'aria-label="Note 1 of' in focused(page)
    assert 'aria-expanded="false"' in focused(page)
    reader.press_keys("Escape")
    assert 'href="#note-1"' in focused(page)
    assert page.evaluate("scrollY") == place

    first, second, *_others, last = entries(page)
    for keys, entry in (("J", first), ("J", second), ("K", first), ("K", last), ("J", first)):
        reader.press_keys(f"Alt+Shift+{keys}")
        page.wait_for_element(f"{CARD}[data-entry={entry}]")
        assert f'data-entry="{entry}"' in focused(page)
    reader.press_keys("Escape")
    page.wait_for(HAS_NO_CARD)
    reader.press_keys("Escape")
    assert 'href="#note-1"' in focused(page)
    reader.press_keys("Alt+Shift+Y")
    reader.popup().wait_for_element("#sentence", "Sidelight notes on this page")


def test_the_mouse_opens_a_note_and_leaves_it(reader: FirefoxReader, news: str) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    page.hover(".line")
    page.wait_for_element(CARD)
    page.hover(f"{CARD} .title")
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 600))")
    assert page.shows(CARD), "the mouse can go from the sentence into the card"
    page.move_mouse(5, 500)
    page.wait_for(HAS_NO_CARD)

    page.click(".marker")
    page.wait_for_element(CARD)
    assert 'role="dialog"' in focused(page)
    page.click(f"{CARD} .close")
    page.wait_for(HAS_NO_CARD)
    assert f'data-entry="{entries(page)[0]}"' in focused(page)
    page.click(".line")
    page.wait_for_element(CARD)
    page.click("h1")
    page.wait_for(HAS_NO_CARD)


@pytest.mark.parametrize("name", ["strict-csp", "shadow-root", "right-to-left"])
def test_pages_that_break_weak_extensions(reader: FirefoxReader, news: str, name: str) -> None:
    expected = json.loads((FIXTURES / name / "expected.json").read_text())["note_sentences"]
    page = reader.open(f"{news}/fixtures/{name}/source.html")
    before = page.evaluate("document.body.outerHTML")
    reader.press_button()
    wait_for(lambda: reader.badge() == str(len(expected)), f"{len(expected)} on the button")
    assert entries(page) == list(expected)
    for entry, sentence in expected.items():
        enter(reader, page, entry)
        assert stands_at(page, sentence)
    assert page.evaluate("document.body.outerHTML") == before


def test_text_that_comes_late_is_read_too(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    page = reader.open(f"{news}/peace-summit.html")
    page.evaluate(TAKE_PARAGRAPH)
    reader.press_button()
    page.wait_for_element(".marker")
    assert SOLDIERS not in entries(page)
    enter(reader, page, ENTRY)
    page.evaluate("() => document.querySelector('article').append(window.taken)")
    page.wait_for_element(f".marker[data-entry={SOLDIERS}]")
    assert f'data-entry="{ENTRY}"' in focused(page), "who reads a note goes on reading it"
    assert b"Ukrainian soldiers have been killed" in recorder.sent("/v1/notes")[-1]

    asked = len(recorder.sent("/v1/notes"))
    page.evaluate(REPLACE_ARTICLE)
    wait_for(lambda: stands_at(page, EXPECTED[ENTRY]), "note at its sentence")
    assert len(recorder.sent("/v1/notes")) == asked, "nothing new was there to be sent"


def test_back_from_the_cache_the_notes_stand_again(reader: FirefoxReader, news: str) -> None:
    # Where memory is short, Firefox lets go of the page; but not again and again.
    assert any(comes_back(reader, news) for _ in range(3)), "Firefox takes the page out of its cache"
    count = str(len(entries(reader.page)))
    assert count != "0"
    wait_for(lambda: reader.badge() == count, "number of notes on the button")


def test_notes_go_with_their_page_in_a_one_page_app(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    page.evaluate(GO_TO_ANOTHER_STORY)
    page.wait_for(IS_UNTOUCHED)
    wait_for(lambda: reader.badge() == "", "button without a number")
    assert len(recorder.sent("/v1/notes")) == 1, "the reader has not asked for the next page"


def test_a_newer_extension_under_an_open_page(
    reader: FirefoxReader, recorder: Recorder, news: str, built: Path
) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    count = len(entries(page))
    page.evaluate("() => { document.querySelector('sidelight-notes').isOld = true; }")
    reader.install(built / "firefox-test")
    reader.press_button()
    page.wait_for("document.querySelector('sidelight-notes')?.isOld === undefined")
    page.wait_for_element(".marker")
    assert page.evaluate("document.querySelectorAll('sidelight-notes').length") == 1
    assert len(entries(page)) == count
    enter(reader, page, ENTRY)
    assert reader.stored()["consent"]["server"] == recorder.url, "an update asks nothing anew"


def test_notes_that_nobody_keeps_true_any_more_go_away(reader: FirefoxReader, news: str, built: Path) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    reader.install(built / "firefox-test")
    # Firefox has ended the script that drew them, so they would stay where the page moves on under them.
    wait_for(lambda: not page.shows(".marker") and not page.shows(".line"), "page without old notes")


@pytest.fixture
def curator(serve: Callable[..., LiveServer], recorder: Recorder, tmp_path: Path) -> Iterator[Curator]:
    """A server of its own, to which this test may publish, behind the address that the extension knows."""
    server = serve(SIDELIGHT_POLL_SECONDS="0.5")
    recorder.behind = server.url
    yield Curator(server, tmp_path / "library")
    server.process.terminate()


def test_a_correction_reaches_the_open_page(reader: FirefoxReader, curator: Curator, news: str) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    enter(reader, page, ENTRY)
    curator.correct("talks moved to other formats", "talks went on in other formats")
    page.wait_for_element(CARD, "talks went on in other formats")
    assert 'role="dialog"' in focused(page), "the reader stays in the card"
    assert "Changed" in page.text(CARD)
    page.wait_for_element("div.unseen[role=status]", "1 note on this page was corrected.")
    reader.open_sidebar().wait_for_element(".item .tag", "corrected while you had this page open")


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_a_page_is_read_as_its_reader_sees_it(agreed: FirefoxReader, site: str, built: Path, name: str) -> None:
    expected = json.loads((FIXTURES / name / "expected.json").read_text())
    page = agreed.open(f"{site}/fixtures/{name}/source.html")
    page.evaluate(f"() => {{ {(built / 'page-code.js').read_text()} }}")

    def look() -> dict | None:
        told = page.evaluate("(language) => sidelightPageCode.readPage(language)", expected["language"])
        # Some of these pages are written by their scripts.
        return told if any(expected["sentences"][0] in sentence["exact"] for sentence in told["sentences"]) else None

    check_reading(wait_for(look, "first sentence"), expected)
