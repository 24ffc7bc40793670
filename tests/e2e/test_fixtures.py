"""Pages of every type, read by the page code in a real browser: what would be sent, and where its sentences stand."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, Playwright, TimeoutError

from .browsers import HERE, Reader, chromium_executable

pytestmark = pytest.mark.browser

FIXTURES = HERE / "pages/fixtures"
NAMES = sorted(path.name for path in FIXTURES.iterdir() if (path / "expected.json").is_file())
# Nothing may be read there, and the extension does not: test_trouble.py.
REFUSED = {"login-form"}


@pytest.fixture(scope="module")
def tab(playwright: Playwright) -> Page:
    browser = playwright.chromium.launch(executable_path=chromium_executable(), args=["--no-sandbox", "--disable-gpu"])
    yield browser.new_page(viewport={"width": 1000, "height": 800})
    browser.close()


@pytest.mark.parametrize("name", [name for name in NAMES if name not in REFUSED])
def test_a_page_is_read_as_its_reader_sees_it(tab: Page, site: str, built: Path, name: str) -> None:
    expected = json.loads((FIXTURES / name / "expected.json").read_text())
    tab.goto(f"{site}/fixtures/{name}/source.html")
    # Some of these pages are written by their scripts.
    tab.locator("body", has_text=expected["sentences"][0][:20]).wait_for()
    # Evaluated, not added to the page: some of these pages let no script in.
    tab.evaluate((built / "page-code.js").read_text())
    read = tab.evaluate("(language) => sidelightPageCode.readPage(language)", expected["language"])

    check_reading(read, expected)


def check_reading(read: dict, expected: dict) -> None:
    """Compares what would be sent of a page with what its reader sees; also for Firefox."""
    misplaced = [sentence for sentence in read["sentences"] if not stands(sentence)]
    assert misplaced == [], "each sentence that is sent stands exactly where its ranges are"
    text = " ".join(sentence["exact"] for sentence in read["sentences"])
    missing = [sentence for sentence in expected["sentences"] if sentence not in text]
    assert missing == []
    sent_too_much = [words for words in expected["absent"] if words in text]
    assert sent_too_much == []
    assert (read["language"], read["published"]) == (expected["language"], expected["published"])
    assert read["title"] == expected["title"]


def stands(sentence: dict) -> bool:
    """Whether the ranges show the sentence. A line break of the page is a space of its block, but in no range."""
    return sentence["seen"] and sentence["stands"].replace(" ", "") == sentence["exact"].replace(" ", "")


def test_notes_stand_at_the_sentences_where_they_belong(reader: Reader) -> None:
    page = reader.open("fixtures/plain/source.html")
    reader.agree(page)
    wrong = {}
    for name in NAMES:
        expected = json.loads((FIXTURES / name / "expected.json").read_text())["note_sentences"]
        if not expected:
            continue
        page = reader.open(f"fixtures/{name}/source.html")
        reader.press_button(page)
        try:
            for entry in expected:
                page.locator(f".marker[data-entry={entry}]").wait_for(timeout=60_000)
        except TimeoutError as error:
            wrong[name] = str(error)
            continue
        view = reader.worker.evaluate(
            "(tabId) => chrome.tabs.sendMessage(tabId, { type: 'describe' })", reader.tab_id(page)
        )
        stood = {each["note"]["entry"]: each["note"]["target"]["selector"]["exact"] for each in view["notes"]}
        if stood != expected or not all(each["placed"] for each in view["notes"]):
            wrong[name] = stood
    assert wrong == {}
