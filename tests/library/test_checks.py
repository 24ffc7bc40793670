from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.support import make_entry

from sidelight.library.checks import check_entry, check_library
from sidelight.library.starter import starter_entries

TODAY = date(2026, 11, 22)

STEP: dict[str, Any] = {"date": "2024-06-15", "text": "It met.", "sources": ["S1"]}
FIGURE: dict[str, Any] = {
    "counter": "A counter",
    "quantity": "killed",
    "unit": "people",
    "value": 5,
    "as_of": "2024-06",
    "sources": ["S1"],
}


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"kind": "status"}, "developments", "at least one dated step"),
        ({"developments": [STEP]}, "developments", "only a status"),
        ({"kind": "figures"}, "estimates", "at least one estimate"),
        ({"kind": "figures", "estimates": [{**FIGURE, "sources": []}]}, "estimates[0].sources", "has no source"),
        ({"kind": "figures", "estimates": [{**FIGURE, "as_of": None}]}, "estimates[0].as_of", "has no date"),
        ({"kind": "figures", "estimates": [{**FIGURE, "sources": ["S9"]}]}, "estimates[0].sources", "no source S9"),
        ({"kind": "status", "developments": [{**STEP, "date": "2027"}]}, "developments[0].date", "in the future"),
        ({"kind": "status", "developments": [{**STEP, "until": "2024-06-01"}]}, "developments[0].until", "is before"),
        ({"kind": "status", "developments": [STEP, {**STEP, "date": "2023"}]}, "developments", "oldest first"),
        ({"claims": []}, "claims", "at least one"),
        ({"claims": ["It met.", "it MET"]}, "claims[1]", "says the same as claims[0]"),
        ({"claims": ["It met."], "exclusions": ["It met!"]}, "exclusions[0]", "says the same as claims[0]"),
        ({"about": []}, "about", "at least one term"),
        ({"aliases": {"Sudan": ["Soudan"]}}, "aliases", "'Sudan' is not among"),
        ({"sources": []}, "sources", "at least one"),
        ({"review_by": "2020"}, "review_by", "before the last review"),
    ],
)
def test_says_what_stands_in_the_way(changes: dict[str, Any], field: str, words: str) -> None:
    problems = check_entry(make_entry(**changes), TODAY)
    assert any(problem.field == field and words in problem.message for problem in problems), problems


def test_a_sound_entry_passes() -> None:
    assert check_entry(make_entry(kind="status", developments=[STEP]), TODAY) == []


def test_claims_that_repeat_another_entrys_are_refused() -> None:
    entries = [
        make_entry("one-entry", claims=["Kyiv put it off."]),
        make_entry("two-entry", claims=["KYIV put it off"]),
    ]
    (problem,) = check_library(entries, TODAY)
    assert (problem.entry, problem.field) == ("two-entry", "claims[0]")
    assert "one-entry" in problem.message


def test_two_entries_with_one_id_are_refused() -> None:
    same = [make_entry("one-entry", claims=["A."]), make_entry("one-entry", claims=["B."])]
    assert [problem.field for problem in check_library(same, TODAY)] == ["id"]


def test_the_starter_library_passes_and_keeps_its_own_rules() -> None:
    entries = starter_entries()
    assert check_library(entries, TODAY) == []
    assert len(entries) == 50
    for entry in entries:
        assert 6 <= len(entry.claims) <= 10, entry.id
        assert 3 <= len(entry.exclusions) <= 6, entry.id
        if entry.kind == "status":
            assert "As of May 2026" in entry.text, entry.id
