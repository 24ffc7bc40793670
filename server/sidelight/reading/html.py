"""Pages from files: HTML by trafilatura, and plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from itertools import pairwise

from htmldate import find_date
from lxml.etree import SubElement
from lxml.html import Element, HtmlElement
from trafilatura import bare_extraction, load_html

from sidelight.errors import UnreadablePage
from sidelight.reading.marks import is_closed
from sidelight.reading.page import Block, BlockKind, Page

_KINDS: dict[str, BlockKind] = {"p": "paragraph", "head": "heading", "item": "item", "quote": "quote"}

# lxml refuses both; only text that is damaged already holds them.
_NOT_FOR_LXML = re.compile(r"[\ud800-\udfff\0]")

# Where a page states its date for machines. Dates in the text are those of other things.
_DATE_STATEMENTS = "//head | (//body//time)[1] | //body//script[@type='application/ld+json']"

_BLANK_LINES = re.compile(r"\n\s*\n")
_BULLET = re.compile(r"(?:[-*•–]|\d{1,2}[.)])\s+")
_LONGEST_TITLE = 150
_SHORTEST_WRAPPED, _LONGEST_WRAPPED = 40, 120


def read_html(html: str | bytes) -> Page:
    """The article of an HTML page, with the title, language and publication date that the page states.

    Captions are left out: they would give context only. Raises UnreadablePage where no article is found.
    """
    loaded = load_html(_NOT_FOR_LXML.sub("\N{REPLACEMENT CHARACTER}", html) if isinstance(html, str) else html)
    tree = Element("html") if loaded is None else _whole_page(loaded)
    found = bare_extraction(deepcopy(tree), with_metadata=True, include_comments=False, include_tables=False)
    blocks = tuple(_html_blocks(found.body)) if found else ()
    if not blocks:
        raise UnreadablePage("No article was found in this HTML: it is empty, too short, or not a page of text.")
    return Page(
        title=found.title or "",
        language=_stated_language(tree),
        published=_stated_date(tree),
        blocks=blocks,
    )


def _whole_page(tree: HtmlElement) -> HtmlElement:
    """The tree, or a page around it where it is a fragment: trafilatura loses headings and lists of those."""
    if tree.tag == "html":
        return tree
    page = Element("html")
    SubElement(page, "body").append(tree)
    return page


def _html_blocks(body: HtmlElement) -> Iterator[Block]:
    for element in body:
        if element.tag == "quote":
            yield from _blocks_of("quote", element)
        elif element.tag == "list":
            for item in element.iter("item"):
                yield from _blocks_of("item", item)
        elif element.tag in _KINDS:
            yield from _blocks_of(_KINDS[element.tag], element)


def _blocks_of(kind: BlockKind, element: HtmlElement) -> Iterator[Block]:
    """One block for the element, or one for each of its paragraphs."""
    for part in element.findall("p") or [element]:
        text = _own_text(part)
        if text:
            yield Block(kind, text)


def _own_text(element: HtmlElement) -> str:
    """The element's text without that of lists inside it; white space as a browser shows it, breaks as new lines."""
    pieces = [element.text or ""]
    for child in element:
        if child.tag == "lb":
            pieces.append("\n")
        elif child.tag != "list":
            pieces.append(" ".join(child.itertext()) if child.tag == "p" else "".join(child.itertext()))
        pieces.append(child.tail or "")
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _stated_language(tree: HtmlElement) -> str | None:
    stated = tree.xpath("string((/html/@lang | //article/@lang)[1])").strip()
    return stated or None


def _stated_date(tree: HtmlElement) -> date | None:
    statements = Element("html")
    statements.extend(deepcopy(element) for element in tree.xpath(_DATE_STATEMENTS))
    for element in statements:
        element.tail = None
    stated = find_date(statements, extensive_search=False, original_date=True)
    return date.fromisoformat(stated) if stated else None


def read_text(text: str) -> Page:
    """Plain text as a page: no language, no date, blocks between blank lines.

    Lines of a block are joined where they look wrapped at a margin; else each is a block. A short first line without
    a full stop, with more after it, is title and heading. Raises UnreadablePage where there is only white space.
    """
    lines = [line for chunk in _BLANK_LINES.split(text.replace("\r\n", "\n")) for line in _lines(chunk)]
    if not lines:
        raise UnreadablePage("The text is empty.")
    blocks = [_text_block(line) for line in lines]
    titled = len(blocks) > 1 and len(lines[0]) <= _LONGEST_TITLE and not is_closed(lines[0])
    if titled:
        blocks[0] = Block("heading", lines[0])
    return Page(title=lines[0] if titled else "", language=None, published=None, blocks=tuple(blocks))


def _lines(chunk: str) -> list[str]:
    lines = [stripped for line in chunk.split("\n") if (stripped := line.strip())]
    return [" ".join(lines)] if _looks_wrapped(lines) else lines


def _looks_wrapped(lines: list[str]) -> bool:
    """Whether no line had room for the first word of the next one."""
    width = max(map(len, lines), default=0)
    if not _SHORTEST_WRAPPED <= width <= _LONGEST_WRAPPED or any(map(_BULLET.match, lines)):
        return False
    return all(len(line) + 1 + len(following.split(maxsplit=1)[0]) > width for line, following in pairwise(lines))


def _text_block(line: str) -> Block:
    bullet = _BULLET.match(line)
    return Block("item", line[bullet.end() :]) if bullet else Block("paragraph", line)
