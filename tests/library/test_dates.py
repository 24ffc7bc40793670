from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from sidelight.library.dates import PartialDate, first_day, last_day

partial_date = TypeAdapter(PartialDate)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
    ],
)
def test_says_which_days_a_partial_date_covers(text: str, first: date, last: date) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@given(st.dates())
def test_a_day_covers_itself(day: date) -> None:
    assert first_day(day.isoformat()) == last_day(day.isoformat()) == day


@pytest.mark.parametrize("value", [2024, date(2024, 7, 15), "2024-07"])
def test_takes_what_yaml_makes_of_a_date(value: object) -> None:
    assert partial_date.validate_python(value) == str(value)


@pytest.mark.parametrize(
    "value", ["", "May 2024", "2024-13", "2023-02-29", "2024-7-1", "٢٠٢٤", True, None, 3.5, "0000"]
)
def test_refuses_what_is_no_date(value: object) -> None:
    with pytest.raises(ValidationError):
        partial_date.validate_python(value)
