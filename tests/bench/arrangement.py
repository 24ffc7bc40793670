"""What the extension is measured with, all of it real: `sidelight serve` as a process with its model and its Redis, the
built extension in Chromium, and pages on loopback under the name of a news site.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import redis
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from tests.e2e import browsers
from tests.e2e.browsers import Reader, Recorder

from sidelight.operations.embedded_redis import EmbeddedRedis

READY_SECONDS = 120
REDIS_MB = 64
# After a page has loaded, its fonts and its first frames come; what is measured shall not stand in line behind them.
SETTLE_MS = 1_000


@dataclass(frozen=True)
class Arrangement:
    """A reader who has given consent, and what is around them.

    `pages` are served by their addresses below the site; `lost` are the moments of presses that led to nothing.
    """

    reader: Reader
    recorder: Recorder
    pages: dict[str, str]
    extension_id: str
    browser: Browser
    session: CDPSession
    redis: redis.Redis
    lost: list[float] = field(default_factory=list)

    def forget(self) -> None:
        """Empties the server's caches: no page, no sentence is known."""
        self.redis.flushall()

    def open(self, address: str) -> Page:
        """The page at `address`, at rest in a fresh tab."""
        page = self.reader.context.new_page()
        page.goto(self.reader.site + address)
        page.wait_for_timeout(SETTLE_MS)
        return page

    def tab(self, page: Page) -> str:
        """What the browser calls the tab of `page`."""
        targets = self.session.send("Target.getTargets", {"filter": [{}]})["targetInfos"]
        return next(each["targetId"] for each in targets if each["type"] == "tab" and each["url"] == page.url)

    def press(self, tab: str) -> float:
        """Presses the button over `tab`; gives the moment just before."""
        moment = time.time()
        self.session.send("Extensions.triggerAction", {"id": self.extension_id, "targetId": tab})
        return moment

    def put_to_sleep(self, page: Page) -> None:
        """Ends the extension's background, and the document that finds articles, as after minutes without use."""
        context = self.reader.context
        context.service_workers[0].evaluate("chrome.offscreen.closeDocument().catch(() => undefined)")
        stopped: list[str] = []

        def on_worker(event: dict) -> None:
            stopped.extend(each["scriptURL"] for each in event["versions"] if each["runningStatus"] == "stopped")

        session = context.new_cdp_session(page)
        session.on("ServiceWorker.workerVersionUpdated", on_worker)
        session.send("ServiceWorker.enable")
        session.send("ServiceWorker.stopAllWorkers")
        while not stopped:
            page.wait_for_timeout(10)
        session.detach()


@contextmanager
def arranged(folder: Path) -> Iterator[Arrangement]:
    """Starts everything, with its files below `folder`."""
    pages: dict[str, str] = {}
    with (
        _redis(folder) as caches,
        _server(folder, caches) as server,
        redis.Redis.from_url(caches) as client,
        browsers.relaying(server) as recorder,
        browsers.serving(partial(_Pages, pages, directory=browsers.HERE / "pages")) as site,
        sync_playwright() as playwright,
    ):
        browsers.build_extension(folder / "extension", recorder.url, "--test")
        extension = folder / "extension" / "chromium-test"
        news = site.replace("127.0.0.1", browsers.HOST)
        with browsers.chromium_reader(playwright, extension, folder / "profile", news) as reader:
            reader.agree(reader.open("peace-summit.html"))
            browser = reader.context.browser
            assert browser is not None
            session = browser.new_browser_cdp_session()
            yield Arrangement(reader, recorder, pages, reader.extension_id, browser, session, client)


class _Pages(browsers.QuietPages):
    """The pages that are given as text, and the files of a folder."""

    def __init__(self, pages: dict[str, str], *arguments: object, directory: Path):
        self._pages = pages
        super().__init__(*arguments, directory=directory)

    def do_GET(self) -> None:
        text = self._pages.get(self.path)
        if text is None:
            return super().do_GET()
        content = text.encode()
        self.send_response(200)
        self.send_header("content-type", "text/html; charset=utf-8")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def _redis(folder: Path) -> Iterator[str]:
    private = EmbeddedRedis(folder / "redis", REDIS_MB)
    private.start()
    try:
        yield private.url
    finally:
        private.stop()


@contextmanager
def _server(folder: Path, caches: str) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "SIDELIGHT_PORT": str(port),
        "SIDELIGHT_DATA_DIR": str(folder / "data"),
        "SIDELIGHT_REDIS_URL": caches,
        "HF_HUB_OFFLINE": "1",
    }
    url = f"http://127.0.0.1:{port}"
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "sidelight.cli", "serve"],
            env={**os.environ, **settings},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_until_ready(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(30)


def _wait_until_ready(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while True:
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None or time.monotonic() > deadline:
                raise
            time.sleep(0.1)
