from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.support import make_entry

from sidelight.errors import InvalidEntryFile
from sidelight.library.entry import Entry
from sidelight.library.files import read_entries, read_entry, write_entries, write_entry

words = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=200).filter(lambda s: s.strip())
lines = st.lists(words, max_size=4).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    changes: dict[str, Any] = {
        "title": draw(words),
        "text": draw(words | st.tuples(words, words).map("\n\n".join)),
        "claims": draw(lines),
        "exclusions": draw(lines),
        "about": draw(lines),
        "aliases": draw(st.dictionaries(words, lines, max_size=2)),
        "topics": draw(lines),
        "as_of": draw(st.sampled_from(["2024", "2024-07", "2024-07-15"])),
    }
    if draw(st.booleans()):
        number = st.floats(allow_nan=False, allow_infinity=False)
        changes |= {
            "kind": "figures",
            "estimates": [
                {"counter": draw(words), "quantity": draw(words), "unit": draw(words), "value": draw(number)}
            ],
        }
    return make_entry(**changes)


@given(entries())
def test_writing_and_reading_again_loses_nothing(entry: Entry) -> None:
    assert read_entry(write_entry(entry), "entry.yaml") == entry


def test_every_starter_entry_survives_the_round_trip() -> None:
    from sidelight.library.starter import starter_entries

    for entry in starter_entries():
        assert read_entry(write_entry(entry), entry.id) == entry


def test_a_typo_in_a_key_is_named_with_the_key_that_was_meant() -> None:
    text = write_entry(make_entry()).replace("claims:", "cliams:")
    with pytest.raises(InvalidEntryFile, match=r"e\.yaml: cliams: there is no such key; did you mean 'claims'\?"):
        read_entry(text, "e.yaml")


def test_a_typo_inside_a_source_is_named_with_its_place() -> None:
    text = write_entry(make_entry()).replace("publisher:", "publsher:")
    with pytest.raises(
        InvalidEntryFile, match=r"sources\[0\]\.publsher: there is no such key; did you mean 'publisher'"
    ):
        read_entry(text, "e.yaml")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "must hold one entry"),
        ("- a\n- b\n", "must hold one entry"),
        ("id: [", "not valid YAML"),
        ("id: a\nid: b\n", "not valid YAML"),
        ("as_of: 2024-13-45\n", "not in the calendar"),
        ("\x00", "not valid YAML"),
    ],
)
def test_other_files_get_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidEntryFile, match=sentence):
        read_entry(text, "e.yaml")


@pytest.mark.parametrize("value", [".nan", ".inf", "-.inf"])
def test_a_figure_must_be_a_number(value: str) -> None:
    figure = f"estimates: [{{counter: A, quantity: killed, unit: people, value: {value}}}]\n"
    with pytest.raises(InvalidEntryFile, match=r"estimates\[0\]\.value: Input should be a finite number"):
        read_entry(write_entry(make_entry()).replace("kind: background", "kind: figures") + figure, "e.yaml")


def test_deep_nesting_is_said_in_a_sentence() -> None:
    with pytest.raises(InvalidEntryFile, match="nested too deeply"):
        read_entry("[" * 5000, "e.yaml")


def test_a_folder_that_cannot_be_written_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("")
    with pytest.raises(InvalidEntryFile, match="cannot be written"):
        write_entries([make_entry()], tmp_path / "taken")


def test_all_bad_files_of_a_folder_are_named(tmp_path: Path) -> None:
    write_entries([make_entry("good-entry")], tmp_path)
    (tmp_path / "bad.yaml").write_text("id: [")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InvalidEntryFile) as caught:
        read_entries([tmp_path])
    assert "bad.yaml" in str(caught.value)
    assert "binary.yaml" in str(caught.value)


@pytest.mark.parametrize("name", ["absent", "empty"])
def test_nothing_to_read_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(InvalidEntryFile, match=name):
        read_entries([tmp_path / name])


def test_no_part_of_a_file_is_left_behind(tmp_path: Path) -> None:
    write_entries([make_entry("one-entry"), make_entry("two-entry")], tmp_path)
    write_entries([make_entry("one-entry", title="Another")], tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["one-entry.yaml", "two-entry.yaml"]
    assert read_entries([tmp_path])[0].title == "Another"
