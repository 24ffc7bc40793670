"""What reading works on: a page, its blocks, and the sentences cut from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

BlockKind = Literal["paragraph", "heading", "item", "quote", "caption"]


@dataclass(frozen=True, slots=True)
class Block:
    """One run of text of a page."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class Page:
    """What the extension sends: blocks of text in reading order, and what the page says of itself.

    `language` is a BCP 47 tag or None where the page states none; `published` likewise.
    """

    title: str
    language: str | None
    published: date | None
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """A piece of a block: `text == blocks[block].text[start:end]`, in code points, without outer white space.

    `annotatable` is false where a sentence gives context only: captions, headings, fragments without a verb.
    """

    block: int
    start: int
    end: int
    text: str
    annotatable: bool
