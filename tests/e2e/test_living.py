"""Pages that change while they are read: late text, one-page apps, back and forward, a newer extension."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import Page, expect

from .browsers import HERE, Reader, Recorder

pytestmark = pytest.mark.browser


def shows(page: Page, entry: str) -> None:
    expect(page.locator(f".marker[data-entry={entry}]")).to_be_visible(timeout=15_000)


def test_text_that_comes_late_is_read_too(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    late = page.evaluate(
        """() => {
          const paragraph = [...document.querySelectorAll("article p")].find((each) => /soldiers have been killed/.test(
            each.textContent));
          paragraph.remove();
          window.late = paragraph;
          return paragraph.textContent;
        }"""
    )
    reader.agree(page)
    reader.read(page)
    expect(page.locator(".marker[data-entry=casualties-ukraine-military]")).to_have_count(0)
    page.locator(".marker").first.focus()
    focused = page.evaluate("document.activeElement.shadowRoot.activeElement.dataset.entry")
    page.evaluate("document.querySelector('article').append(window.late)")
    shows(page, "casualties-ukraine-military")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.dataset.entry") == focused
    assert " ".join(late.split())[:40] in recorder.sent("/v1/notes")[-1].decode()


def test_a_rewritten_sentence_loses_its_note_and_the_list_keeps_it(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    entry = "peace-summit-ukraine-status"
    shows(page, entry)
    # Whatever the server would say to the new words, the note for the old ones must go.
    recorder.instead = (503, {})
    page.evaluate(
        """() => {
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          while (walker.nextNode())
            if (walker.currentNode.data.includes("called off the second"))
              walker.currentNode.data = walker.currentNode.data.replace("called off", "not called off");
        }"""
    )
    expect(page.locator(f".marker[data-entry={entry}]")).to_have_count(0, timeout=15_000)
    view = reader.worker.evaluate("(tab) => chrome.tabs.sendMessage(tab, { type: 'describe' })", reader.tab_id(page))
    assert [each["note"]["entry"] for each in view["notes"] if not each["placed"]] == [entry]


def test_equal_nodes_in_the_place_of_the_old_keep_their_notes(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    count = page.locator(".marker").count()
    page.evaluate("const a = document.querySelector('article'); a.replaceWith(a.cloneNode(true))")
    for marker in page.locator(".marker").all():
        expect(marker).to_be_visible(timeout=10_000)
    assert page.locator(".marker").count() == count
    assert len(recorder.sent("/v1/notes")) == 1, "nothing new was there to be sent"


def test_an_answer_for_the_page_before_is_dropped(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("fixtures/one-page-app/source.html")
    reader.agree(page)
    recorder.delay = 2
    reader.press_button(page)
    page.wait_for_timeout(600)
    page.click("nav a[href='?a=2']")
    page.wait_for_timeout(3000)
    expect(page.locator("sidelight-notes")).to_have_count(0)
    assert reader.badge(page) == ""


def test_notes_go_with_their_page_in_a_one_page_app(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    page.evaluate(
        """() => {
          history.pushState({}, "", "/other.html");
          document.querySelector("article").replaceChildren(
            Object.assign(document.createElement("h1"), { textContent: "Something else" }),
            ...Array.from({ length: 9 }, (_, n) => Object.assign(document.createElement("p"),
              { textContent: `The harbour was full of boats on day ${n}, and nobody spoke of anything but fish.` })));
        }"""
    )
    expect(page.locator("sidelight-notes")).to_have_count(0, timeout=5_000)
    assert reader.badge(page) == ""
    assert len(recorder.sent("/v1/notes")) == 1, "the reader has not asked for the next page"


def test_back_from_the_cache_the_notes_stand_again(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    count = page.locator(".marker").count()
    tab = reader.tab_id(page)
    page.goto(f"{reader.site}/football.html")
    assert reader.badge(page) == ""
    # Playwright loses sight of a page that comes from the cache; the extension does not.
    page.evaluate("setTimeout(() => history.back(), 0)")
    describe = "(tabId) => chrome.tabs.sendMessage(tabId, { type: 'describe' }).catch(() => null)"
    deadline = time.monotonic() + 15
    while not (view := reader.worker.evaluate(describe, tab)):
        assert time.monotonic() < deadline, "the page did not come back with its notes"
        time.sleep(0.1)
    assert len(view["notes"]) == count
    badge = "(tabId) => chrome.action.getBadgeText({ tabId })"
    while reader.worker.evaluate(badge, tab) != str(count):
        assert time.monotonic() < deadline, "the badge did not come back"
        time.sleep(0.1)


def test_a_newer_extension_under_an_open_page(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    reader.worker.evaluate("setTimeout(() => chrome.runtime.reload(), 50)")
    # The old script notices within seconds that nobody listens any more, and takes its notes away.
    expect(page.locator("sidelight-notes")).to_have_count(0, timeout=15_000)


def test_a_script_that_empties_the_document_does_not_end_the_notes(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    page.evaluate("document.querySelector('sidelight-notes').remove()")
    expect(page.locator("sidelight-notes")).to_have_count(1)


def test_marks_follow_their_sentences(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)

    def gap() -> float:
        """How far the first line stands from the first sentence."""
        return page.evaluate(
            """() => {
              const line = document.querySelector("sidelight-notes").shadowRoot.querySelector(".line");
              const range = document.createRange();
              const walker = document.createTreeWalker(document.querySelector("article"), NodeFilter.SHOW_TEXT);
              while (walker.nextNode()) {
                const at = walker.currentNode.data.indexOf("Ukraine has called off");
                if (at < 0) continue;
                range.setStart(walker.currentNode, at);
                range.setEnd(walker.currentNode, at + 7);
                return Math.abs(range.getBoundingClientRect().top - line.getBoundingClientRect().top);
              }
            }"""
        )

    assert gap() < 2
    page.evaluate("document.querySelector('h1').style.fontSize = '5rem'")
    page.wait_for_timeout(200)
    assert gap() < 2
    page.set_viewport_size({"width": 420, "height": 700})
    page.wait_for_timeout(300)
    assert gap() < 2
    page.evaluate("scrollTo(0, 300)")
    page.wait_for_timeout(200)
    assert gap() < 2
    page.evaluate("document.documentElement.style.zoom = '2'")
    page.wait_for_timeout(300)
    assert gap() < 2


def test_nothing_of_it_is_printed(reader: Reader) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.querySelector('sidelight-notes')).display") == "none"


def test_an_address_that_is_tidied_up_is_the_same_page(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html?utm_source=mail")
    reader.agree(page)
    recorder.delay = 1
    reader.press_button(page)
    page.wait_for_timeout(300)
    page.evaluate("history.replaceState({}, '', 'peace-summit.html')")
    expect(page.locator(".marker").first).to_be_visible(timeout=15_000)


def test_an_endless_page_is_read_as_it_goes_on(reader: Reader) -> None:
    expected = json.loads((HERE / "pages/fixtures/infinite-scroll/expected.json").read_text())
    entries = set(expected["note_sentences"]).union(
        *(step.get("note_sentences", {}) for step in expected["late"].values())
    )
    page = reader.open("fixtures/infinite-scroll/source.html")
    reader.agree(page)
    reader.read(page)
    before = page.url
    for _ in range(15):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(150)
    assert page.url != before, "the address is that of another story now"
    for entry in entries:
        shows(page, entry)
