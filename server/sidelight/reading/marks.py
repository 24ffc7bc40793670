"""What the marks at the end of a sentence tell, in any script."""

from __future__ import annotations

import re

_CLOSERS = r"[\"'”’»)\]」』\s]"
_NOTE_MARK = r"\s*(?:\[\w{1,3}\]|\(\w{1,9}\))"
_STOP = "[.!?…:;。！？।॥؟۔։።။⸮]"

_CLOSED = re.compile(rf"{_STOP}{_CLOSERS}*(?:{_NOTE_MARK})*$")
_QUESTION = re.compile(rf"[?？؟⸮\N{{GREEK QUESTION MARK}}][!?！？]*{_CLOSERS}*$")

# Marks stand at the very end; looking no further keeps the time linear for any text.
_END = 40


def is_closed(text: str) -> bool:
    """Whether the text ends as sentences do; headlines, links and bylines do not. A reference like [2] may follow."""
    return _CLOSED.search(text[-_END:]) is not None


def is_question(text: str) -> bool:
    """Whether the text ends with a question mark, inside or outside its quotation marks."""
    return _QUESTION.search(text[-_END:]) is not None
