"""A page from a file, a web address or standard input, for the command line."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from trafilatura import fetch_url

from sidelight.errors import UnreadablePage
from sidelight.reading.html import read_html, read_text
from sidelight.reading.page import Page

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
        fetched = fetch_url(name)
        if fetched is None:
            raise UnreadablePage(f"{name} could not be fetched.")
        return fetched.encode("utf-8")
    try:
        return Path(name).read_bytes()
    except OSError as error:
        raise UnreadablePage(f"{name}: {error.strerror}.") from None
