"""A real Chromium with the extension loaded, a site on loopback, and a record of all that reaches the server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import Protocol

import pytest
from playwright.sync_api import Playwright, sync_playwright

from .browsers import HERE, HOST, QuietPages, Reader, Recorder, build_extension, chromium_reader, relaying, serving


class LiveServer(Protocol):
    url: str


@pytest.fixture(scope="session")
def site() -> Iterator[str]:
    """The pages of this folder, served on loopback."""
    with serving(partial(QuietPages, directory=HERE / "pages")) as url:
        yield url


@pytest.fixture(scope="session")
def news(site: str) -> str:
    """The same pages under a name as on the web: Sidelight does not run on addresses of this machine."""
    return site.replace("127.0.0.1", HOST)


@pytest.fixture(scope="session")
def relay(live_server: LiveServer) -> Iterator[Recorder]:
    """The address that the extension knows: it records, and passes on to the real server."""
    with relaying(live_server.url) as recorder:
        yield recorder


@pytest.fixture
def recorder(relay: Recorder) -> Iterator[Recorder]:
    """The record, empty at the start of each test."""
    behind = relay.behind
    relay.requests.clear()
    relay.passed.clear()
    yield relay
    relay.behind, relay.delay, relay.instead = behind, 0, None


@pytest.fixture(scope="session")
def built(relay: Recorder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The extension as it is built, but for the address of its server: `chromium`, `firefox`, and for tests that look
    inside, `chromium-test` and `firefox-test` with an open shadow root.
    """
    out = tmp_path_factory.mktemp("extension")
    build_extension(out, relay.url)
    build_extension(out, relay.url, "--test")
    return out


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture
def start_chromium(playwright: Playwright, news: str, tmp_path: Path) -> Iterator[Callable[[Path], Reader]]:
    """Starts readers with a fresh profile by `start_chromium(extension)`; all end with the test."""
    with ExitStack() as stack:

        def start(extension: Path) -> Reader:
            profile = tmp_path / f"chromium-{len(list(tmp_path.iterdir()))}"
            return stack.enter_context(chromium_reader(playwright, extension, profile, news))

        yield start


@pytest.fixture
def reader(start_chromium: Callable[[Path], Reader], built: Path) -> Reader:
    """A reader whose extension can be looked into."""
    return start_chromium(built / "chromium-test")
