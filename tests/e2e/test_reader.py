"""A person reads an article with the extension, in a real Chromium, against the real server and its starter library."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from .browsers import Reader, Recorder

pytestmark = pytest.mark.browser

OUTPUT = Path(__file__).parent.parent / "output"
# Which note belongs to which sentence of pages/peace-summit.html.
EXPECTED = {
    "peace-summit-ukraine-status": (
        "Ukraine has called off the second peace summit that it had planned for November, and no new date has been set."
    ),
    "casualties-ukraine-military": (
        "Tens of thousands of Ukrainian soldiers have been killed since the full-scale invasion began, though nobody"
        " agrees on how many."
    ),
}

# The box around a sentence as the browser lays it out, found by its words and without any of the extension's code.
BOX_OF_SENTENCE = """(sentence) => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const start = node.data.indexOf(sentence);
    if (start < 0) continue;
    const range = document.createRange();
    range.setStart(node, start);
    range.setEnd(node, start + sentence.length);
    const { x, y, width, height } = range.getBoundingClientRect();
    return { x, y, width, height };
  }
}"""
BOX_OF_OPEN_MARK = """() => {
  const { x, y, width, height } = document.querySelector('sidelight-notes').shadowRoot.querySelector('.frame')
    .getBoundingClientRect();
  return { x, y, width, height };
}"""
FOCUSED = """() => {
  const { activeElement } = document;
  return (activeElement.shadowRoot?.activeElement ?? activeElement).outerHTML.slice(0, 300);
}"""


def open_note(page: Page, entry: str) -> None:
    page.locator(f".marker[data-entry={entry}]").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_nothing_is_sent_before_consent(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    asked = reader.press_for_consent(page)
    expect(asked.get_by_role("heading", level=1)).to_have_text("Before Sidelight reads a page")
    expect(asked.get_by_text(recorder.url.removeprefix("http://"))).to_be_visible()
    asked.get_by_role("button", name="No, send nothing").click()
    expect(asked.get_by_role("status")).to_contain_text("Nothing was sent")
    asked.close()
    page.bring_to_front()
    again = reader.press_for_consent(page)
    assert recorder.requests == []
    expect(page.locator("sidelight-notes")).to_have_count(0)

    again.get_by_role("button", name="Yes").click()
    back = again.get_by_role("button", name="Back to the article, and read it")
    expect(back).to_be_visible()
    assert recorder.requests == [], "consent alone sends nothing"
    back.click()
    expect(page.locator(".marker").first).to_be_visible(timeout=30_000)
    assert len(recorder.sent("/v1/notes")) == 1


def test_only_the_article_is_sent(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    [body] = recorder.sent("/v1/notes")
    sent = json.loads(body)
    assert set(sent) == {"title", "language", "published", "blocks"}
    assert (sent["language"], sent["published"]) == ("en", "2024-10-12")
    assert reader.site.encode() not in body
    text = " ".join(block["text"] for block in sent["blocks"])
    assert "in Switzerland in June, took place without Russia." in text, "soft hyphens and tags are not words"
    assert "Sport" not in text, "the menu is no part of the article"


def test_notes_stand_at_their_sentences_and_the_page_is_unchanged(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    before = page.content()
    body_before = page.evaluate("document.body.outerHTML")
    reader.agree(page)
    reader.read(page)

    for entry, sentence in EXPECTED.items():
        marker = page.locator(f".marker[data-entry={entry}]")
        expect(marker).to_have_count(1)
        open_note(page, entry)
        assert page.evaluate(BOX_OF_OPEN_MARK) == pytest.approx(page.evaluate(BOX_OF_SENTENCE, sentence), abs=0.5)
        page.keyboard.press("Escape")
    assert reader.badge(page) == str(page.locator(".marker").count())
    assert page.evaluate("document.body.outerHTML") == body_before

    reader.popup(page).get_by_role("button", name="Remove the notes").click()
    expect(page.locator("sidelight-notes")).to_have_count(0)
    assert reader.badge(page) == ""
    assert page.content() == before


def test_a_status_note_says_what_held_then_and_what_came_since(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    open_note(page, "peace-summit-ukraine-status")
    card = page.get_by_role("dialog", name="Summit on Peace in Ukraine")
    expect(card.locator(".kind")).to_have_text("Status")
    then = card.locator("section").filter(has=page.get_by_role("heading", name="When this was published"))
    expect(then).to_contain_text("12 October 2024")
    expect(then).to_contain_text("8 October 2024")
    expect(card.get_by_role("heading", name="Since then")).to_be_visible()
    expect(card.get_by_role("heading", name="Now")).to_contain_text("As of May 2026")
    link = card.locator(".sources a").first
    assert link.get_attribute("href").startswith("https://")
    assert link.get_attribute("rel") == "noopener noreferrer"
    expect(card.locator(".why")).to_contain_text("The sentence is close to this claim")
    expect(card.locator(".why")).to_contain_text("Reviewed")


def test_a_figures_note_sets_estimates_side_by_side(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    open_note(page, "casualties-ukraine-military")
    card = page.get_by_role("dialog")
    expect(card.locator("svg").filter(has_not=page.locator(".icon")).first).to_be_visible()
    card.get_by_text("As a table").click()
    table = card.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_text(["Who counted", "Figure", "As of"])
    known = table.locator("tbody").filter(has_text="Known when this was published, 12 October 2024")
    expect(known).to_contain_text("31,000 people")
    expect(table.locator("tbody").filter(has_text="Published later").locator("tr")).not_to_have_count(0)


def test_the_keyboard_leads_to_a_note_and_back(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    # The last link of the page; the notes come after it in the order of Tab.
    page.locator(".lead sup a").focus()
    place = page.evaluate("scrollY")
    marker = page.get_by_role("button", name="Note 1 of")
    card = page.get_by_role("dialog")

    page.keyboard.press("Tab")
    expect(marker).to_be_focused()
    expect(marker).to_have_attribute("aria-expanded", "true")
    expect(card).to_be_visible()
    page.keyboard.press("Enter")
    expect(card).to_be_focused()
    page.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Close")).to_be_focused()

    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(marker).to_be_focused()
    expect(marker).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Escape")
    assert 'href="#note-1"' in page.evaluate(FOCUSED)
    assert page.evaluate("scrollY") == place


def test_the_mouse_opens_a_note_and_leaves_it(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    card = page.get_by_role("dialog")
    line = page.locator(".line").first.bounding_box()
    page.mouse.move(line["x"] + 40, line["y"] + 8)
    expect(card).to_be_visible()
    inside = card.bounding_box()
    page.mouse.move(inside["x"] + 40, inside["y"] + 40, steps=4)
    page.wait_for_timeout(600)
    expect(card).to_be_visible()
    page.mouse.move(5, 795)
    expect(card).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_reader_sees(reader: Reader, scheme: str) -> None:
    OUTPUT.mkdir(exist_ok=True)
    page = reader.open("peace-summit.html")
    page.emulate_media(color_scheme=scheme)
    asked = reader.press_for_consent(page)
    asked.emulate_media(color_scheme=scheme)
    check(asked, f"consent-{scheme}")
    asked.get_by_role("button", name="Yes").click()
    asked.close()
    page.bring_to_front()
    reader.read(page)
    check(page, f"page-{scheme}")
    for name, entry in (
        ("status", "peace-summit-ukraine-status"),
        ("figures", "casualties-ukraine-military"),
        ("background", page.locator(".marker[data-kind=background]").first.get_attribute("data-entry")),
    ):
        open_note(page, entry)
        check(page, f"{name}-{scheme}")
        page.keyboard.press("Escape")

    tab = reader.tab_id(page)
    popup = reader.extension_page(f"popup.html?tab={tab}", scheme, 360, 560)
    expect(popup.get_by_role("heading", name="Notes on this page")).to_be_visible()
    check(popup, f"popup-{scheme}")
    panel = reader.extension_page(f"panel.html?tab={tab}", scheme, 340, 800)
    panel.get_by_role("button", name="How many Ukrainian soldiers").click()
    check(panel, f"panel-{scheme}")
    options = reader.extension_page("options.html", scheme, 900, 900)
    options.get_by_role("button", name="Test the connection").click()
    expect(options.get_by_text("Connected: 50 entries")).to_be_visible()
    check(options, f"options-{scheme}", whole=True)

    page.bring_to_front()
    page.set_viewport_size({"width": 320, "height": 640})
    open_note(page, "peace-summit-ukraine-status")
    check(page, f"narrow-{scheme}")


def check(page: Page, name: str, *, whole: bool = False) -> None:
    """Keeps a picture, and lets axe look for what keeps people out."""
    page.wait_for_timeout(300)
    page.screenshot(path=OUTPUT / f"{name}.png", full_page=whole)
    results = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page scrolls sideways"
