"""What a curator publishes reaches the pages that are open; what a reader says of a note reaches the server."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from ruamel.yaml import YAML

from .conftest import LiveServer, Reader, Recorder

pytestmark = pytest.mark.browser

ENTRY = "peace-summit-ukraine-status"
# A correction must arrive within seconds; the bar leaves room for a busy machine.
ARRIVES_MS = 20_000


class Curator:
    """Publishes by command, to one server."""

    def __init__(self, server: LiveServer, folder: Path):
        self.server = server
        self._folder = folder

    def run(self, *arguments: str) -> str:
        environment = {**os.environ, "SIDELIGHT_DATA_DIR": str(self.server.data_dir)}
        command = [sys.executable, "-m", "sidelight.cli", *arguments]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout

    def correct(self, before: str, after: str) -> None:
        """Publishes the entry anew with other words."""
        self.run("library", "export", str(self._folder))
        [path] = self._folder.rglob(f"{ENTRY}.yaml")
        yaml = YAML()
        entry = yaml.load(path)
        assert before in entry["text"]
        entry["text"] = entry["text"].replace(before, after)
        yaml.dump(entry, path)
        self.run("library", "import", "--publish", str(path))

    def retire(self) -> None:
        self.run("library", "retire", ENTRY)


@pytest.fixture
def curator(serve: Callable[..., LiveServer], recorder: Recorder, tmp_path: Path) -> Iterator[Curator]:
    """A server of its own, to which this test may publish, behind the address that the extension knows."""
    server = serve(SIDELIGHT_POLL_SECONDS="0.5")
    recorder.behind = server.url
    yield Curator(server, tmp_path / "library")
    server.process.terminate()


@pytest.fixture
def page(reader: Reader, curator: Curator) -> Page:
    opened = reader.open("peace-summit.html")
    reader.agree(opened)
    reader.read(opened)
    expect(opened.locator(f".marker[data-entry={ENTRY}]")).to_be_visible()
    return opened


def test_a_correction_marks_the_open_note(page: Page, reader: Reader, curator: Curator) -> None:
    page.locator(f".marker[data-entry={ENTRY}]").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    expect(card).to_be_focused()
    curator.correct("talks moved to other formats", "talks went on in other formats")
    expect(card).to_contain_text("talks went on in other formats", timeout=ARRIVES_MS)
    expect(card).to_be_focused()
    expect(card).to_contain_text("Changed")
    announced = page.locator("div.unseen[role=status]")
    expect(announced).to_have_text("1 note on this page was corrected.")
    panel = reader.extension_page(f"panel.html?tab={reader.tab_id(page)}")
    expect(panel.get_by_text("corrected while you had this page open")).to_be_visible()


def test_a_withdrawn_note_disappears(page: Page, reader: Reader, curator: Curator) -> None:
    count = page.locator(".marker").count()
    curator.retire()
    expect(page.locator(f".marker[data-entry={ENTRY}]")).to_have_count(0, timeout=ARRIVES_MS)
    expect(page.get_by_role("status")).to_have_text("1 note on this page was withdrawn.")
    assert reader.badge(page) == str(count - 1)


def test_a_report_says_what_the_reader_said_and_no_more(
    page: Page, reader: Reader, curator: Curator, recorder: Recorder
) -> None:
    page.locator(f".marker[data-entry={ENTRY}]").focus()
    page.keyboard.press("Enter")
    card = page.get_by_role("dialog")
    card.get_by_role("button", name="Wrong place").click()
    card.get_by_role("textbox").fill("This is about another summit.")
    card.get_by_role("button", name="Send").click()
    expect(card.get_by_text("Thank you")).to_be_visible()
    [body] = recorder.sent("/v1/reports")
    assert b"This is about another summit." in body
    assert b"called off the second peace summit that it had planned for November" not in body
    listed = curator.run("reports", "list")
    assert "wrong-place" in listed or "wrong place" in listed

    panel = reader.extension_page(f"panel.html?tab={reader.tab_id(page)}")
    panel.get_by_role("button", name="Summit on Peace in Ukraine").click()
    panel.get_by_role("button", name="Helpful").click()
    expect(panel.get_by_text("Thank you")).to_be_visible()
    assert len(recorder.sent("/v1/reports")) == 2
