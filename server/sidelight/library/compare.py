"""Comparing two revisions of an entry, field by field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sidelight.library.entry import Entry


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field that differs. `before` and `after` are plain JSON values; None where the field was absent."""

    field: str
    before: Any
    after: Any


def compare(before: Entry, after: Entry) -> list[FieldChange]:
    """The fields in which two entries differ, in the order of the entry's shape; lists are compared item by item."""
    changes: list[FieldChange] = []
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    for field in Entry.model_fields:
        _compare(field, old[field], new[field], changes)
    return changes


def _compare(field: str, before: Any, after: Any, changes: list[FieldChange]) -> None:
    if before == after:
        return
    if isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            _compare(
                f"{field}[{index}]",
                before[index] if index < len(before) else None,
                after[index] if index < len(after) else None,
                changes,
            )
    elif isinstance(before, dict) and isinstance(after, dict):
        for key in before | after:
            _compare(f"{field}.{key}", before.get(key), after.get(key), changes)
    else:
        changes.append(FieldChange(field, before, after))
