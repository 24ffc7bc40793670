"""Readers with Firefox."""

from __future__ import annotations

import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from ..browsers import HERE, HOST, Recorder
from .browser import FirefoxReader, firefox_reader

FirefoxStarter = Callable[..., FirefoxReader]

# All but the consent.
FORGET = """async (host) => {
  await browser.storage.local.remove(["mode", "sites", "server", "pairingToken"]);
  await browser.storage.session.clear();
  await browser.permissions.remove({ origins: [`http://${host}/*`] });
}"""


@pytest.fixture(scope="session")
def secure_news(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The pages of `news` over HTTPS, with a certificate that nobody signed."""
    certificate, key = tmp_path_factory.mktemp("certificate") / "certificate.pem", "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", f"/CN={HOST}"]
    command += ["-addext", f"subjectAltName=DNS:{HOST}", "-keyout", key, "-out", certificate.name]
    subprocess.run(command, cwd=certificate.parent, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, certificate.with_name(key))

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *_arguments: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=HERE / "pages"))
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://{HOST}:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def start_firefox(tmp_path: Path) -> Iterator[FirefoxStarter]:
    """Starts readers by `start_firefox(extension, preferences=…, policies=…)`; all end with the test."""
    with ExitStack() as stack:

        def start(extension: Path, **options: object) -> FirefoxReader:
            folder = tmp_path / f"firefox-{len(list(tmp_path.iterdir()))}"
            return stack.enter_context(firefox_reader(extension, folder, **options))

        yield start


@pytest.fixture
def firefox(start_firefox: FirefoxStarter, built: Path) -> FirefoxReader:
    """A reader whose extension can be looked into, after the page that greets a new reader was closed."""
    reader = start_firefox(built / "firefox-test")
    reader.close(reader.tab("pages/consent.html"))
    return reader


@pytest.fixture(scope="session")
def agreed(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[FirefoxReader]:
    """One reader for many tests, who has agreed that articles are sent; use `reader`."""
    with firefox_reader(built / "firefox-test", tmp_path_factory.mktemp("firefox")) as reader:
        agree(reader)
        yield reader


def agree(reader: FirefoxReader) -> None:
    """Gives consent on the page that greets a new reader, and closes it."""
    asked = reader.tab("pages/consent.html")
    asked.click("button", "Yes, I agree")
    reader.answer_prompt(allow=True)
    asked.wait_for_element("#outcome", "Thank you")
    reader.close(asked)


@pytest.fixture
def reader(agreed: FirefoxReader, recorder: Recorder) -> Iterator[FirefoxReader]:
    """
    A reader who has agreed, and has chosen, opened and read nothing. The popup does not come by itself: whether an
    answer is slow enough for that depends on the machine. At the end, nothing may have gone wrong in the extension.
    """
    known = len(agreed.errors())
    agreed.let_popups_come(False)
    yield agreed
    errors = agreed.errors()[known:]
    if agreed.has_popup():
        agreed.press_button()
    agreed.close_sidebar()
    agreed.close_others()
    agreed.open("about:blank")
    agreed.prefer_dark(False)
    agreed.show_printed(False)
    agreed.background().evaluate(FORGET, HOST)
    assert errors == []
