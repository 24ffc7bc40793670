"""A page from a file, a web address or standard input, for the command line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import urllib3

from sidelight.errors import UnreadablePage
from sidelight.reading.html import read_html, read_text
from sidelight.reading.page import Page

SECONDS = 20.0
# A page of news has a tenth of this.
LARGEST = 20_000_000
_MARKUP = re.compile(rb"\s*(<!doctype|<html|<\?xml|<[a-z][a-z0-9]*[\s>])", re.IGNORECASE)


def read_page(name: str) -> Page:
    """The page that a file name, an http(s) address or `-` (standard input) names; HTML or plain text.

    Raises UnreadablePage.
    """
    content = _content(name)
    if not content.strip():
        raise UnreadablePage(f"{name} is empty.")
    if _MARKUP.match(content.removeprefix(b"\xef\xbb\xbf")):
        return read_html(content)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadablePage(f"{name} is neither HTML nor text in UTF-8.") from None
    if "\0" in text:
        raise UnreadablePage(f"{name} is a binary file, not a page.")
    return read_text(text)


def _content(name: str) -> bytes:
    if name == "-":
        return sys.stdin.buffer.read()
    if name.startswith(("http://", "https://")):
        return _fetch(name)
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnreadablePage(f"{name}: {error.strerror}.") from None


def _fetch(address: str) -> bytes:
    try:
        response = urllib3.request(
            "GET",
            address,
            timeout=SECONDS,
            retries=urllib3.Retry(total=None, redirect=5, connect=0),
            preload_content=False,
        )
        content = response.read(LARGEST + 1)
    except urllib3.exceptions.HTTPError as error:
        raise UnreadablePage(f"{address} could not be fetched ({type(error).__name__}).") from None
    if response.status >= 400:
        raise UnreadablePage(f"{address} could not be fetched: the server answered {response.status}.")
    if len(content) > LARGEST:
        raise UnreadablePage(f"{address} has more than {LARGEST} bytes.")
    return content
