"""What matching a page came to, in the form in which Redis keeps it: places and entries, and not one word of the page.

The quotes of the answer are cut anew from the page that the reader sends.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from sidelight.library.entry import EntryId
from sidelight.notes.note import Reason


class Placed(BaseModel):
    """An entry at a sentence, which stands in `block` from `start` to `end`, in code points."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    block: int
    start: int
    end: int
    entry: EntryId
    reason: Reason


class Outcome(BaseModel):
    """`readable`: some sentence could carry a note. `covered`: the library speaks the page's language."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    sentences: int
    readable: bool
    covered: bool
    placed: tuple[Placed, ...]
