"""Three ways to use Sidelight: by the button, on chosen sites, not at all; and where an organisation decides."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .browsers import HOST, Reader, Recorder

pytestmark = pytest.mark.browser

POLICIES = Path("/etc/chromium/policies/managed")


@pytest.fixture
def granted(built: Path, tmp_path: Path) -> Path:
    """The extension where the browser has given leave for the news site: nobody can press its dialog without a screen.

    Leave is part of the manifest here, so it is there from the start; all else is as it is shipped.
    """
    folder = tmp_path / "granted"
    folder.mkdir()
    for path in (built / "chromium-test").rglob("*"):
        target = folder / path.relative_to(built / "chromium-test")
        target.mkdir() if path.is_dir() else target.write_bytes(path.read_bytes())
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["host_permissions"].append(f"http://{HOST}/*")
    (folder / "manifest.json").write_text(json.dumps(manifest))
    return folder


def test_a_chosen_site_is_read_without_a_press(
    start_chromium: Callable[[Path], Reader], granted: Path, recorder: Recorder
) -> None:
    reader = start_chromium(granted)
    page = reader.open("peace-summit.html")
    reader.agree(page)
    popup = reader.popup(page)
    popup.get_by_role("button", name=f"Also on this site without pressing: {HOST}").click()
    expect(page.locator(".marker").first).to_be_visible(timeout=30_000)
    popup.close()

    page = reader.open("peace-summit.html")
    expect(page.locator(".marker").first).to_be_visible(timeout=30_000)
    expect(page.get_by_role("status")).to_be_attached()
    assert reader.badge(page) == str(page.locator(".marker").count())

    popup = reader.popup(page)
    popup.get_by_role("button", name="Only when I press the button").click()
    expect(popup.get_by_role("button", name="Only when I press the button")).to_have_attribute("aria-pressed", "true")
    popup.close()
    recorder.requests.clear()
    page = reader.open("peace-summit.html")
    page.wait_for_timeout(1500)
    assert recorder.requests == []


def test_a_page_of_teasers_on_a_chosen_site_is_not_sent(
    start_chromium: Callable[[Path], Reader], granted: Path, recorder: Recorder
) -> None:
    reader = start_chromium(granted)
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.popup(page).get_by_role("button", name=f"Also on this site without pressing: {HOST}").click()
    expect(page.locator(".marker").first).to_be_visible(timeout=30_000)
    recorder.requests.clear()
    page.goto(f"{reader.site}/")
    page.wait_for_timeout(2000)
    assert recorder.requests == []
    assert reader.badge(page) == ""


def test_paused_is_paused_everywhere(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    popup = reader.popup(page)
    popup.get_by_role("button", name="Pause everywhere").click()
    expect(page.locator("sidelight-notes")).to_have_count(0)
    expect(popup.get_by_role("status")).to_have_text("Sidelight is paused, so it reads nothing.")
    recorder.requests.clear()
    page.bring_to_front()
    reader.press_button(page)
    deadline = time.monotonic() + 10
    while not reader.has_popup():
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert recorder.requests == []

    popup.get_by_role("button", name="Only when I press the button").click()
    popup.get_by_role("button", name="Read this page").click()
    expect(page.locator(".marker").first).to_be_visible(timeout=30_000)


def test_what_was_sent_can_be_read(reader: Reader, recorder: Recorder) -> None:
    page = reader.open("peace-summit.html")
    reader.agree(page)
    reader.read(page)
    popup = reader.popup(page)
    expect(popup.get_by_text(f"Sent to {recorder.url.removeprefix('http://')}")).to_be_visible()
    popup.get_by_text("Show exactly what was sent").click()
    sent = json.loads(recorder.sent("/v1/notes")[0])
    shown = popup.locator("#sent").inner_text()
    assert sent["title"] in shown
    for block in sent["blocks"]:
        assert block["text"] in shown


@pytest.fixture
def policy() -> Iterator[Callable[[str, dict], None]]:
    """Writes what an organisation has decided for an extension, where this machine lets a test do so."""
    written: list[Path] = []

    def write(extension_id: str, decided: dict) -> None:
        try:
            POLICIES.mkdir(parents=True, exist_ok=True)
            path = POLICIES / f"sidelight-test-{extension_id}.json"
            path.write_text(json.dumps({"3rdparty": {"extensions": {extension_id: decided}}}))
        except OSError as error:
            pytest.skip(f"policies cannot be written here: {error}")
        written.append(path)

    yield write
    for path in written:
        path.unlink()


@pytest.mark.parametrize(
    ("decided", "refused"),
    [
        ({"sending": False}, True),
        ({"sites": ["http://other.example"]}, True),
        ({"sites": [f"http://{HOST}"]}, False),
    ],
)
def test_an_organisation_decides(
    start_chromium: Callable[[Path], Reader],
    built: Path,
    recorder: Recorder,
    policy: Callable[[str, dict], None],
    decided: dict,
    refused: bool,
) -> None:
    reader = start_chromium(built / "chromium-test")
    page = reader.open("peace-summit.html")
    reader.agree(page)
    policy(reader.extension_id, decided)
    changed = "async () => JSON.stringify(await chrome.storage.managed.get())"
    deadline = time.monotonic() + 30
    while reader.worker.evaluate(changed) == "{}":
        # The browser looks at its policies now and then, and when it is asked to.
        policies = reader.context.new_page()
        policies.goto("chrome://policy")
        policies.get_by_role("button", name="Reload policies").click()
        policies.close()
        assert time.monotonic() < deadline, "the policy did not arrive"
    page.bring_to_front()
    recorder.requests.clear()
    if not refused:
        reader.read(page)
        return
    reader.press_button(page)
    popup = reader.popup(page)
    expect(popup.get_by_role("status")).to_have_text("Your organisation has decided that Sidelight does not read here.")
    assert recorder.requests == []
