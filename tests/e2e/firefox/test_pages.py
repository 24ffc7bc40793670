"""The extension's own pages in a real Firefox: consent, popup, sidebar, options, and what Firefox itself asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ..browsers import HOST, Recorder
from ..test_corrections import ENTRY
from ..test_reader import EXPECTED, OUTPUT
from .browser import FirefoxReader
from .conftest import FirefoxStarter, agree
from .test_reader import CARD, HAS_NO_CARD, IS_UNTOUCHED, SOLDIERS, TAKE_PARAGRAPH, enter, entries, focused, read
from .view import View, wait_for

pytestmark = pytest.mark.browser

CONSENT = "pages/consent.html"
SITE = f"http://{HOST}"
GRANTED = "async () => (await browser.permissions.getAll()).origins"
REGISTERED = "async () => (await browser.scripting.getRegisteredContentScripts()).flatMap(({ matches }) => matches)"
# The entries in the list of the sidebar.
LISTED = "() => [...document.querySelectorAll('.heading')].map(({ dataset }) => dataset.focus.replace('item-', ''))"
# A card fades in, and the popup grows while it fills.
IS_AT_REST = """async () => {
  const roots = (node) => [node, ...[...node.querySelectorAll("*")].flatMap(({ shadowRoot }) =>
    shadowRoot ? roots(shadowRoot) : [])];
  // One animation is kept from ending, for as long as the extension is there.
  const running = roots(document).flatMap((root) => root.getAnimations())
    .filter(({ animationName }) => animationName !== "sidelight-alone");
  await Promise.all(running.map(({ finished }) => finished));
  const height = innerHeight;
  await new Promise((resolve) => setTimeout(resolve, 100));
  return innerHeight === height;
}"""


def open_popup(reader: FirefoxReader) -> View:
    """Presses the button over a page that was read."""
    reader.press_button()
    return reader.popup()


def look(view: View, name: str) -> None:
    """Keeps a picture of what has come to rest, and lets axe look for what keeps people out."""
    OUTPUT.mkdir(exist_ok=True)
    view.wait_for(IS_AT_REST)
    view.screenshot(OUTPUT / f"firefox-{name}.png")
    assert view.violations() == []
    assert view.evaluate("document.documentElement.scrollWidth <= innerWidth"), "it scrolls sideways"


def test_nothing_is_sent_before_consent(
    start_firefox: FirefoxStarter, built: Path, recorder: Recorder, news: str
) -> None:
    reader = start_firefox(built / "firefox-test")
    asked = reader.tab(CONSENT)
    assert asked.text("h1") == "Before Sidelight reads a page"
    assert recorder.url.removeprefix("http://") in asked.text("#where")
    look(asked, "consent-light")
    reader.prefer_dark(True)
    look(asked, "consent-dark")
    asked.click("button", "No, send nothing")
    asked.wait_for_element("#outcome", "Nothing was sent")
    reader.close(asked)

    page = reader.open(f"{news}/peace-summit.html")
    reader.press_button()
    asked = reader.tab(CONSENT)
    asked.click("button", "Yes, I agree")
    assert "website content" in reader.answer_prompt(allow=False)
    asked.wait_for_element("#outcome", "Your browser did not grant the permission, so nothing will be sent.")
    reader.close(asked)
    assert "consent" not in reader.stored()

    reader.show(page)
    reader.press_button()
    asked = reader.tab(CONSENT)
    asked.click("button", "Yes, I agree")
    assert "website content" in reader.answer_prompt(allow=True)
    asked.wait_for_element("button", "Back to the article, and read it")
    assert recorder.requests == [], "consent alone sends nothing"
    assert page.evaluate(IS_UNTOUCHED)
    asked.click("button", "Back to the article, and read it")
    page.wait_for_element(".marker")

    [body] = recorder.sent("/v1/notes")
    sent = json.loads(body)
    assert set(sent) == {"title", "language", "published", "blocks"}
    assert (sent["language"], sent["published"]) == ("en", "2024-10-12")
    assert news.encode() not in body
    text = " ".join(block["text"] for block in sent["blocks"])
    assert "in Switzerland in June, took place without Russia." in text, "soft hyphens and tags are not words"
    assert "Sport" not in text, "the menu is no part of the article"
    assert reader.errors() == []


def test_the_popup_comes_where_there_is_nothing_to_see(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    reader.let_popups_come(True)
    page = reader.open(f"{news}/football.html")
    reader.press_button()
    reader.popup().wait_for_element("#sentence", "Sidelight has no notes for this page.")
    assert page.evaluate(IS_UNTOUCHED)
    assert reader.badge() == "0"
    reader.press_button()

    page = reader.open(f"{news}/peace-summit.html")
    before = page.evaluate("document.documentElement.outerHTML")
    behind, recorder.behind = recorder.behind, None
    reader.press_button()
    popup = reader.popup()
    popup.wait_for_element("#sentence", f"Sidelight could not reach its server at {recorder.url}.")
    assert reader.badge() == "!"
    assert page.evaluate("document.documentElement.outerHTML") == before
    recorder.behind = behind
    popup.click("button", "Try again")
    page.wait_for_element(".marker")
    popup.wait_for_element("#sentence", "Sidelight notes on this page")


def test_a_slow_answer_can_be_given_up(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    reader.let_popups_come(True)
    page = reader.open(f"{news}/peace-summit.html")
    before = page.evaluate("document.documentElement.outerHTML")
    recorder.delay = 3
    reader.press_button()
    popup = reader.popup()
    popup.wait_for_element("#sentence", "Reading this page…")
    popup.click("button", "Cancel")
    popup.wait_for_element("#sentence", "This page has not been read.")
    wait_for(lambda: recorder.passed, "answer, which nobody waits for")
    assert page.evaluate("document.documentElement.outerHTML") == before
    assert reader.badge() == ""


def test_paused_is_paused(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    popup = open_popup(reader)
    popup.click("button", "Pause everywhere")
    page.wait_for(IS_UNTOUCHED)
    popup.wait_for_element("#sentence", "Sidelight is paused, so it reads nothing.")
    reader.press_button()
    recorder.requests.clear()
    reader.let_popups_come(True)
    reader.press_button()
    popup = reader.popup()
    popup.wait_for_element("#sentence", "Sidelight is paused, so it reads nothing.")
    assert recorder.requests == []
    popup.click("button", "Only when I press the button")
    popup.click("button", "Read this page")
    page.wait_for_element(".marker")


def test_what_was_sent_can_be_read(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    read(reader, f"{news}/peace-summit.html")
    popup = open_popup(reader)
    assert f"Sent to {recorder.url.removeprefix('http://')}" in popup.text(".sent")
    popup.click("summary", "Show exactly what was sent")
    shown = popup.text(".sent-box")
    sent = json.loads(recorder.sent("/v1/notes")[0])
    assert [
        words for words in (sent["title"], *(block["text"] for block in sent["blocks"])) if words not in shown
    ] == []


def test_a_chosen_site_is_read_without_a_press(
    reader: FirefoxReader, recorder: Recorder, news: str, built: Path
) -> None:
    choice = f"Also on this site without pressing: {HOST}"
    page = read(reader, f"{news}/peace-summit.html")
    popup = open_popup(reader)
    popup.click("button", "Remove the notes")
    page.wait_for(IS_UNTOUCHED)
    popup.click("button", choice)
    reader.answer_prompt(allow=False)
    assert f"{SITE}/*" not in reader.background().evaluate(GRANTED)
    assert "sites" not in reader.stored()

    read(reader, f"{news}/peace-summit.html")
    popup = open_popup(reader)
    popup.click("button", "Remove the notes")
    page.wait_for(IS_UNTOUCHED)
    popup.click("button", choice)
    assert HOST in reader.answer_prompt(allow=True)
    page.wait_for_element(".marker")
    assert reader.stored()["sites"] == [SITE]
    wait_for(lambda: reader.background().evaluate(REGISTERED) == [f"{SITE}/*"], "script for the site")

    reader.let_popups_come(True)
    page = reader.open(f"{news}/fixtures/strict-csp/source.html")
    page.wait_for_element(".marker")
    wait_for(lambda: reader.badge() == "1", "number of notes on the button")
    assert not reader.has_popup(), "what is read by itself does not disturb"

    page.evaluate("() => { document.querySelector('sidelight-notes').isOld = true; }")
    reader.install(built / "firefox-test")
    page.wait_for("document.querySelector('sidelight-notes').isOld === undefined")
    page.wait_for_element(".marker")
    assert page.evaluate("document.querySelectorAll('sidelight-notes').length") == 1, "an update reads the page anew"

    popup = open_popup(reader)
    popup.click("button", "Only when I press the button")
    wait_for(lambda: f"{SITE}/*" not in reader.background().evaluate(GRANTED), "leave that is given back")
    wait_for(lambda: reader.background().evaluate(REGISTERED) == [], "site without a script")
    assert reader.stored()["sites"] == []
    recorder.requests.clear()
    page = reader.open(f"{news}/peace-summit.html")
    page.evaluate("() => new Promise((resolve) => setTimeout(resolve, 1000))")
    assert recorder.requests == []


def test_the_sidebar_lists_the_notes_of_the_tab_in_front(reader: FirefoxReader, news: str) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    before = entries(page)
    page.evaluate(TAKE_PARAGRAPH)
    wait_for(lambda: SOLDIERS not in entries(page), "note without its sentence")
    popup = open_popup(reader)
    popup.wait_for_element("#notes-unplaced", "Not placed on the page")
    popup.click(".note", "How many Ukrainian soldiers have been killed")
    sidebar = reader.sidebar()
    sidebar.wait_for_element(".lost", EXPECTED[SOLDIERS])
    placed = entries(page)
    assert sidebar.evaluate(LISTED) == [*placed, *(entry for entry in before if entry not in placed)]

    sidebar.click(".heading", "Summit on Peace in Ukraine")
    sidebar.click("button", "Show in the page")
    page.wait_for_element(f"{CARD}[data-entry={ENTRY}]")
    assert 'role="dialog"' in focused(page)
    reader.show(page)
    reader.press_keys("Escape")
    page.wait_for(HAS_NO_CARD)

    other = reader.open_beside(f"{news}/football.html")
    sidebar.wait_for("document.querySelectorAll('.item').length === 0")
    reader.press_button()
    sidebar.wait_for_element("#sentence", "Sidelight has no notes for this page.")
    reader.close(other)
    sidebar.wait_for_element(".item", "Summit on Peace in Ukraine")


def test_a_word_on_a_note_arrives(reader: FirefoxReader, recorder: Recorder, news: str) -> None:
    page = read(reader, f"{news}/peace-summit.html")
    enter(reader, page, ENTRY)
    page.click("button", "Wrong place")
    page.click("textarea")
    reader.press_keys(*"Another summit")
    page.click("button", "Send")
    page.wait_for_element(".outcome", "Thank you")
    [body] = recorder.sent("/v1/reports")
    report = json.loads(body)
    assert (report["entry"], report["kind"], report["words"]) == (ENTRY, "wrong-place", "Another summit")
    assert report["sentence"] is None

    sidebar = reader.open_sidebar()
    sidebar.click(".heading", "How many Ukrainian soldiers have been killed")
    sidebar.click("button", "Helpful")
    sidebar.wait_for_element(".outcome", "Thank you")
    report = json.loads(recorder.sent("/v1/reports")[1])
    assert (report["entry"], report["kind"]) == (SOLDIERS, "helpful")


def test_an_organisation_lets_nothing_be_sent(
    start_firefox: FirefoxStarter, built: Path, recorder: Recorder, news: str
) -> None:
    reader = start_firefox(built / "firefox-test", policies=decided({"sending": False}))
    page = reader.open(f"{news}/peace-summit.html")
    reader.press_button()
    sentence = "Your organisation has decided that Sidelight does not read here."
    reader.popup().wait_for_element("#sentence", sentence)
    assert reader.tabs() == [f"{news}/peace-summit.html"], "there is nothing to agree to"
    assert page.evaluate(IS_UNTOUCHED)
    asked = reader.open_tab(CONSENT)
    asked.wait_for_element("#reason", "Decided by your organisation: nothing may be sent")
    assert not asked.shows("#yes")
    assert recorder.requests == []
    assert reader.errors() == []


def test_an_organisation_names_the_only_sites(
    start_firefox: FirefoxStarter, built: Path, recorder: Recorder, news: str
) -> None:
    reader = start_firefox(built / "firefox-test", policies=decided({"sites": [SITE]}))
    agree(reader)
    reader.open(f"{news}/peace-summit.html".replace(HOST, "other.example"))
    reader.press_button()
    sentence = "Your organisation has decided that Sidelight does not read here."
    reader.popup().wait_for_element("#sentence", sentence)
    assert recorder.requests == []
    reader.press_button()
    read(reader, f"{news}/peace-summit.html")
    assert reader.errors() == []


def decided(kept: dict) -> dict:
    """Policies by which an organisation has decided for the extension."""
    return {"3rdparty": {"Extensions": {"extension@sidelight.invalid": kept}}}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_reader_sees(reader: FirefoxReader, news: str, scheme: str) -> None:
    reader.prefer_dark(scheme == "dark")
    options = reader.open_tab("pages/options.html")
    options.click("button", "Test the connection")
    options.wait_for_element("#server-status", "Connected: 50 entries")
    look(options, f"options-{scheme}")
    reader.close(options)

    page = read(reader, f"{news}/peace-summit.html")
    for name, entry in (("status", ENTRY), ("figures", SOLDIERS)):
        enter(reader, page, entry)
        look(page, f"{name}-{scheme}")
        reader.press_keys("Escape")
        page.wait_for(HAS_NO_CARD)
    popup = open_popup(reader)
    popup.wait_for_element("#sent")
    look(popup, f"popup-{scheme}")
    reader.press_button()
    sidebar = reader.open_sidebar()
    sidebar.click(".heading", "Summit on Peace in Ukraine")
    sidebar.wait_for_element("button", "Show in the page")
    look(sidebar, f"sidebar-{scheme}")
