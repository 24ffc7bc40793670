"""What a reader is told when there is nothing to show, and that the page stays as it is."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, expect

from .browsers import Reader, Recorder

pytestmark = pytest.mark.browser


def press_for_popup(reader: Reader, page: Page, seconds: float = 15) -> None:
    """Presses the button and waits for the popup to come up by itself."""
    reader.press_button(page)
    deadline = time.monotonic() + seconds
    while not reader.has_popup():
        assert time.monotonic() < deadline, "no popup came up"
        time.sleep(0.05)


def test_a_page_with_nothing_to_note_says_so(reader: Reader) -> None:
    page = reader.open("football.html")
    reader.agree(page)
    press_for_popup(reader, page)
    expect(reader.popup(page).get_by_role("status")).to_have_text("Sidelight has no notes for this page.")
    expect(page.locator("sidelight-notes")).to_have_count(0)
    assert reader.badge(page) == "0"


def test_a_server_that_is_gone_leaves_the_page_alone(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    before = page.content()
    reader.agree(page)
    behind, recorder.behind = recorder.behind, None
    press_for_popup(reader, page)
    popup = reader.popup(page)
    expect(popup.get_by_role("status")).to_have_text(f"Sidelight could not reach its server at {recorder.url}.")
    assert reader.badge(page) == "!"
    assert page.content() == before
    recorder.behind = behind
    popup.get_by_role("button", name="Try again").click()
    expect(page.locator(".marker")).not_to_have_count(0, timeout=30_000)


def test_a_slow_answer_can_be_given_up(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    before = page.content()
    reader.agree(page)
    recorder.delay = 3
    press_for_popup(reader, page)
    popup = reader.popup(page)
    expect(popup.get_by_role("status")).to_have_text("Reading this page…")
    expect(popup.get_by_text("Sent to")).to_be_visible()
    popup.get_by_role("button", name="Cancel").click()
    expect(popup.get_by_role("status")).to_have_text("This page has not been read.")
    page.wait_for_timeout(3500)
    assert page.content() == before, "the answer that was given up is dropped"
    assert reader.badge(page) == ""


@pytest.mark.parametrize(
    ("status", "headers", "sentence"),
    [
        (503, {"retry-after": "7"}, "Sidelight’s server is busy. Try again in 7 seconds."),
        (429, {}, "Sidelight’s server is busy. Try again later."),
        (401, {}, "The server at {url} is private. Put its pairing token into Sidelight’s options."),
        (404, {}, "What answers at {url} is not a Sidelight server."),
    ],
)
def test_the_popup_says_what_happened(
    reader: Reader, recorder: Recorder, status: int, headers: dict[str, str], sentence: str
) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    recorder.instead = (status, headers)
    press_for_popup(reader, page)
    expect(reader.popup(page).get_by_role("status")).to_have_text(sentence.format(url=recorder.url))
    expect(page.locator("sidelight-notes")).to_have_count(0)


def test_a_page_with_a_password_field_is_not_read(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("fixtures/login-form/source.html")
    reader.agree(page)
    press_for_popup(reader, page)
    expect(reader.popup(page).get_by_role("status")).to_contain_text("Sidelight does not run on")
    assert recorder.requests == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:{port}/peace-summit.html", "chrome://version/"])
def test_sidelight_does_not_run_there(reader: Reader, recorder: Recorder, site: str, address: str) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    page.goto(address.format(port=site.rsplit(":", 1)[1]))
    press_for_popup(reader, page)
    assert recorder.requests == []
