"""Dates as sources give them: a day, a month or a year.

A calendar date of reduced precision as in ISO 8601-1:2019, 4.2 ("2024", "2024-07", "2024-07-15"). The text is kept
as it was written; `first_day` and `last_day` say what it covers.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema

PATTERN = r"^\d{4}(-\d{2}(-\d{2})?)?$"


def _parts(text: str) -> list[int]:
    return [int(part) for part in text.split("-")]


def first_day(text: str) -> date:
    """The first day that a partial date covers."""
    year, month, day = [*_parts(text), 1, 1][:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day that a partial date covers."""
    parts = _parts(text)
    year = parts[0]
    month = parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def _validate(value: Any) -> str:
    # YAML 1.2 reads 2024 as a number and 2024-07-15 as a date; both mean what they look like.
    if isinstance(value, datetime):
        raise ValueError("is a moment; give a day such as 2024-07-15")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value) if isinstance(value, int) and not isinstance(value, bool) else value
    if not isinstance(text, str) or not re.match(PATTERN, text, re.ASCII):
        raise ValueError("is not a date; give a year, a month or a day: 2024, 2024-07 or 2024-07-15")
    try:
        first_day(text), last_day(text)
    except ValueError:
        raise ValueError(f"{text} is not in the calendar") from None
    return text


PartialDate = Annotated[
    str,
    BeforeValidator(_validate),
    WithJsonSchema({"type": "string", "pattern": PATTERN, "description": "A year, a month or a day (ISO 8601)."}),
]
