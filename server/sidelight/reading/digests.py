"""Digests under which caches keep what was made of a text, without keeping the text.

They are keyed (HMAC): public sentences can be looked up by plain digests. Each field is written with its length before
it, so that no two pages share one encoding.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from sidelight.reading.page import Page


def page_digest(page: Page, key: bytes) -> str:
    """HMAC-SHA-256 of everything a page holds, in hex."""
    published = page.published.isoformat() if page.published else None
    blocks = (field for block in page.blocks for field in (block.kind, block.text))
    return _digest(("page", page.title, page.language, published, *blocks), key)


def text_digest(text: str, key: bytes) -> str:
    """HMAC-SHA-256 of one text, in hex."""
    return _digest(("text", text), key)


def _digest(fields: Iterable[str | None], key: bytes) -> str:
    return hmac.digest(key, b"".join(map(_encoded, fields)), "sha256").hex()


def _encoded(field: str | None) -> bytes:
    if field is None:
        return b"-"
    data = field.encode("utf-8", "surrogatepass")
    return b"%d:%s" % (len(data), data)
