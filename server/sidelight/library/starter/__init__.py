"""The starter library: the entries that come with Sidelight, one YAML file each."""

from __future__ import annotations

from pathlib import Path

from sidelight.library.entry import Entry
from sidelight.library.files import read_entries

FOLDER = Path(__file__).parent


def starter_entries() -> list[Entry]:
    """All entries of the starter library, sorted by id."""
    return read_entries([FOLDER])
