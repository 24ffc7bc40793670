"""A real Chromium with the built extension, a site on loopback, and a record of all that reaches the server: what needs
no pytest.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, Worker

HERE = Path(__file__).parent
EXTENSION = HERE.parent.parent / "extension"
FORWARDED = ("content-type", "accept", "origin", "if-none-match", "authorization")
RETURNED = ("content-type", "etag", "retry-after")
HOST = "news.example"


@dataclass(frozen=True)
class Passed:
    """A request that was passed on to the server, with the moments (`time.time()`) when it went and was answered."""

    path: str
    went: float
    answered: float


@dataclass
class Recorder:
    """What reached the server's address, and the way on to the server.

    `behind` is None when the server is gone. `delay` in seconds is waited before each answer. `instead` is answered to
    pages (status, headers) in the place of the server's answer. `passed` says when the server had each request.
    """

    url: str
    behind: str | None
    requests: list[tuple[str, bytes]] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    delay: float = 0
    instead: tuple[int, dict[str, str]] | None = None

    def sent(self, path: str) -> list[bytes]:
        """The bodies that were sent to `path`."""
        return [body for asked, body in self.requests if asked == path]


@dataclass(frozen=True)
class Reader:
    """A person with a browser that has the extension. `site` is the address of the test pages."""

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
        """Gives consent by clicking, and closes the page that asked, without having the article read at once."""
        asked = self.press_for_consent(page)
        asked.get_by_role("button", name="Yes").click()
        asked.get_by_role("button", name="Back to the article").wait_for()
        asked.close()
        page.bring_to_front()

    def read(self, page: Page) -> None:
        """Presses the button and waits for the notes."""
        self.press_button(page)
        page.locator(".marker").first.wait_for(timeout=30_000)

    def tab_id(self, page: Page) -> int:
        page.bring_to_front()
        return self.worker.evaluate("async () => (await chrome.tabs.query({active: true}))[0].id")

    def badge(self, page: Page) -> str:
        return self.worker.evaluate("(tabId) => chrome.action.getBadgeText({tabId})", self.tab_id(page))

    def extension_page(self, name: str, scheme: str = "light", width: int = 1000, height: int = 800) -> Page:
        """One of the extension's own pages, in a tab."""
        page = self.context.new_page()
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"chrome-extension://{self.extension_id}/pages/{name}")
        return page

    def popup(self, page: Page) -> Page:
        """What the popup over `page` shows, in a tab: the real one closes as soon as a test looks away."""
        return self.extension_page(f"popup.html?tab={self.tab_id(page)}")

    def has_popup(self) -> bool:
        """Whether the real popup is open."""
        browser = self.context.browser
        assert browser is not None
        session = browser.new_browser_cdp_session()
        targets = session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        session.detach()
        return any(target["url"].endswith("/pages/popup.html") for target in targets)


@contextmanager
def serving(handler: Callable[..., BaseHTTPRequestHandler]) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


class QuietPages(SimpleHTTPRequestHandler):
    """The files of a folder, without a line for each request."""

    def log_message(self, *_arguments: object) -> None:
        pass


@contextmanager
def relaying(behind: str) -> Iterator[Recorder]:
    """An address for the extension: it records, and passes on to the real server at `behind`."""
    recorder = Recorder("", behind)

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
            time.sleep(recorder.delay)
            if recorder.instead is not None and self.command == "POST":
                status, own = recorder.instead
                self.send_response(status)
                for name, value in own.items():
                    self.send_header(name, value)
                self.send_header("content-length", "0")
                self.end_headers()
                return
            headers = {name: value for name in FORWARDED if (value := self.headers.get(name))}
            request = urllib.request.Request(recorder.behind + self.path, body or None, headers, method=self.command)
            went = time.time()
            try:
                answer = urllib.request.urlopen(request, timeout=60)
            except urllib.error.HTTPError as refusal:
                answer = refusal
            with answer:
                content = answer.read()
                recorder.passed.append(Passed(self.path, went, time.time()))
                self.send_response(answer.status)
                for name in RETURNED:
                    if value := answer.headers.get(name):
                        self.send_header(name, value)
                self.send_header("content-length", str(len(content)))
                self.end_headers()
                # The reader may have stopped asking meanwhile.
                with suppress(BrokenPipeError, ConnectionResetError):
                    self.wfile.write(content)

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Relay) as url:
        recorder.url = url
        yield recorder


def build_extension(out: Path, server: str, *options: str) -> None:
    """Builds the extension into `out`, for the server at the address `server`."""
    command = ["node", "build.mjs", *options, f"--server={server}", f"--out={out}"]
    subprocess.run(command, cwd=EXTENSION, check=True, capture_output=True)


@contextmanager
def chromium(playwright: Playwright, extension: Path, profile: Path) -> Iterator[BrowserContext]:
    context = playwright.chromium.launch_persistent_context(
        str(profile),
        executable_path=chromium_executable(),
        headless=False,
        viewport={"width": 1000, "height": 800},
        # Pages come back from the browser's cache, as they do for readers.
        ignore_default_args=["--disable-back-forward-cache"],
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
            f"--disable-extensions-except={extension}",
            f"--load-extension={extension}",
            "--host-resolver-rules=MAP *.example 127.0.0.1, MAP * ~NOTFOUND , EXCLUDE 127.0.0.1",
        ],
    )
    try:
        yield context
    finally:
        context.close()


def chromium_executable() -> str:
    executable = os.environ.get("SIDELIGHT_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    assert executable, "no Chromium was found; run tests/e2e/browser.sh"
    return executable


@contextmanager
def chromium_reader(playwright: Playwright, extension: Path, profile: Path, site: str) -> Iterator[Reader]:
    """A reader with a fresh profile, whose extension listens."""
    with chromium(playwright, extension, profile) as context:
        workers = context.service_workers
        worker = workers[0] if workers else context.wait_for_event("serviceworker")
        # A click that comes before the worker listens is lost.
        while not worker.evaluate("chrome.action.onClicked.hasListeners()"):
            time.sleep(0.05)
        close_first_run(context)
        yield Reader(context, worker, site)


def close_first_run(context: BrowserContext) -> None:
    """Closes the page that greets a new reader; the tests that are about it ask for it again."""
    while len(context.pages) < 2:
        context.wait_for_event("page")
    for page in context.pages[1:]:
        page.close()
