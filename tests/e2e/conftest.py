"""A real Chromium with the extension loaded, a site on loopback, and a record of all that reaches the server."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Worker, sync_playwright

HERE = Path(__file__).parent
EXTENSION = HERE.parent.parent / "extension"
FORWARDED = ("content-type", "accept", "origin")


class LiveServer(Protocol):
    url: str


@dataclass
class Recorder:
    """What reached the server's address, and the way on to the server. `behind` is None when the server is gone."""

    url: str
    behind: str | None
    requests: list[tuple[str, bytes]] = field(default_factory=list)


@dataclass(frozen=True)
class Reader:
    """A person with a browser that has the extension."""

    context: BrowserContext
    worker: Worker
    site: str

    @property
    def extension_id(self) -> str:
        return self.worker.url.split("/")[2]

    def open(self, name: str) -> Page:
        page = self.context.pages[0]
        page.goto(f"{self.site}/{name}")
        page.bring_to_front()
        return page

    def press_button(self, page: Page) -> None:
        """Clicks the extension's button in the toolbar, which is outside every page."""
        browser = self.context.browser
        assert browser is not None
        session = browser.new_browser_cdp_session()
        targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        tab = next(target for target in targets if target["type"] == "tab" and target["url"] == page.url)
        session.send("Extensions.triggerAction", {"id": self.extension_id, "targetId": tab["targetId"]})
        session.detach()

    def press_for_consent(self, page: Page) -> Page:
        """Presses the button where no consent was given; gives the page that asks for it."""
        with self.context.expect_page() as opened:
            self.press_button(page)
        opened.value.wait_for_load_state()
        return opened.value

    def agree(self, page: Page) -> None:
        """Gives consent by clicking, and goes back to the article."""
        asked = self.press_for_consent(page)
        asked.get_by_role("button", name="Yes").click()
        asked.get_by_role("button", name="Back to the article").click()
        page.bring_to_front()

    def read(self, page: Page) -> None:
        """Presses the button and waits for the notes."""
        self.press_button(page)
        page.locator(".marker").first.wait_for(timeout=30_000)


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The pages of this folder, served on loopback."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(partial(Quiet, directory=HERE / "pages")) as url:
        yield url


@pytest.fixture(scope="session")
def relay(live_server: LiveServer) -> Iterator[Recorder]:
    """The address that the extension knows: it records, and passes on to the real server."""
    recorder = Recorder("", live_server.url)

    class Relay(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.pass_on()

        def do_POST(self) -> None:
            self.pass_on()

        def pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            recorder.requests.append((self.path, body))
            if recorder.behind is None:
                self.close_connection = True
                return
            headers = {name: value for name in FORWARDED if (value := self.headers.get(name))}
            request = urllib.request.Request(recorder.behind + self.path, body or None, headers, method=self.command)
            try:
                answer = urllib.request.urlopen(request, timeout=60)
            except urllib.error.HTTPError as refusal:
                answer = refusal
            with answer:
                content = answer.read()
                self.send_response(answer.status)
                self.send_header("content-type", answer.headers["content-type"])
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Relay) as url:
        recorder.url = url
        yield recorder


@pytest.fixture
def recorder(relay: Recorder) -> Iterator[Recorder]:
    """The record, empty at the start of each test."""
    behind = relay.behind
    relay.requests.clear()
    yield relay
    relay.behind = behind


@pytest.fixture(scope="session")
def unpacked(relay: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension as it is shipped, but for the address of its server and an open shadow root."""
    out = tmp_path_factory.mktemp("extension")
    command = ["node", "build.mjs", "--test", f"--server={relay.url}", f"--out={out}"]
    subprocess.run(command, cwd=EXTENSION, check=True, capture_output=True)
    return out / "chromium-test"


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def reader(playwright: Playwright, unpacked: Path, site: str, tmp_path: Path) -> Iterator[Reader]:
    """A reader with a fresh profile."""
    executable = os.environ.get("SIDELIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "no Chromium was found; run tests/e2e/browser.sh"
    context = playwright.chromium.launch_persistent_context(
        str(tmp_path / "profile"),
        executable_path=executable,
        headless=False,
        viewport={"width": 1000, "height": 800},
        args=[
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--enable-unsafe-extension-debugging",
            # Playwright switches extensions off; only both flags together bring ours back.
            f"--disable-extensions-except={unpacked}",
            f"--load-extension={unpacked}",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        ],
    )
    worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
    # A click that comes before the worker listens is lost.
    while not worker.evaluate("chrome.action.onClicked.hasListeners()"):
        time.sleep(0.05)
    yield Reader(context, worker, site)
    context.close()
