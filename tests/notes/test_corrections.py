from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from tests.support import make_entry

from sidelight.library.entry import Entry
from sidelight.notes.corrections import changes_between, correction_of
from sidelight.notes.note import NoteChange

NOW = datetime(2026, 5, 19, 7, 15, tzinfo=UTC)


def source(name: str, publisher: str = "", **changes: Any) -> dict[str, Any]:
    return {
        "id": name,
        "publisher": publisher or f"Publisher {name}",
        "title": f"Title of {name}",
        "url": f"https://example.org/{name}",
        "read": "2026-05",
        "stance": "independent",
        **changes,
    }


def step(date: str, text: str, *sources: str) -> dict[str, Any]:
    return {"date": date, "text": text, "sources": sources}


def figure(counter: str, value: float, as_of: str = "2025-01", quantity: str = "killed", **more: Any) -> dict[str, Any]:
    return {"counter": counter, "value": value, "as_of": as_of, "quantity": quantity, "unit": "people", **more}


def entry(**changes: Any) -> Entry:
    return make_entry(**changes)


def told(before: Entry, after: Entry) -> list[tuple[str, str, str | None]]:
    return [(change.part, change.change, change.label) for change in changes_between(before, after)]


def test_words_are_told_with_what_they_were() -> None:
    before, after = entry(title="Old title", text="Old text."), entry(title="New title", text="New text.")
    assert [change.model_dump() for change in changes_between(before, after)] == [
        {"part": "title", "change": "changed", "label": None, "before": "Old title"},
        {"part": "text", "change": "changed", "label": None, "before": "Old text."},
    ]


def test_what_no_reader_sees_is_no_correction() -> None:
    before = entry(sources=[source("S1")])
    after = entry(
        claims=["Another claim."],
        exclusions=["No claim."],
        about=["Russia"],
        topics=["war"],
        reviewed="2026-06",
        as_of="2026-06",
        sources=[source("S1", read="2026-06")],
    )
    assert before != after
    assert correction_of(before, after, NOW) is None


def test_a_correction_says_when() -> None:
    correction = correction_of(entry(), entry(text="New text."), NOW)
    assert correction is not None
    assert (correction.at, correction.reason, len(correction.changes)) == (NOW, None, 1)


def test_a_step_that_was_reworded_or_redated_is_changed() -> None:
    before = entry(developments=[step("2024-06", "It met."), step("2024-10", "It was put off.")])
    after = entry(developments=[step("2024-06-15", "It met."), step("2024-10", "It was called off.")])
    assert told(before, after) == [("steps", "changed", "2024-06-15"), ("steps", "changed", "2024-10")]


def test_steps_come_and_go() -> None:
    before = entry(developments=[step("2024-06", "It met."), step("2024-10", "It was put off.")])
    after = entry(developments=[step("2024-06", "It met."), step("2025-05", "Talks began elsewhere.")])
    assert told(before, after) == [("steps", "added", "2025-05"), ("steps", "removed", "2024-10")]


def test_of_two_steps_of_one_day_only_the_other_is_changed() -> None:
    before = entry(developments=[step("2024-06", "It met."), step("2024-06", "It ended.")])
    after = entry(developments=[step("2024-06", "It ended."), step("2024-06", "It met in June.")])
    assert told(before, after) == [("steps", "changed", "2024-06")]


def test_a_figure_with_a_new_value_is_changed_and_nothing_else() -> None:
    before = entry(estimates=[figure("One", 5), figure("Two", 7)])
    after = entry(estimates=[figure("One", 6), figure("Two", 7)])
    assert told(before, after) == [("figures", "changed", "One")]


def test_a_later_figure_beside_the_earlier_one_is_added() -> None:
    before = entry(estimates=[figure("One", 5, "2025-01")])
    after = entry(estimates=[figure("One", 9, "2026-01"), figure("One", 5, "2025-01")])
    assert told(before, after) == [("figures", "added", "One")]


def test_a_counter_s_figure_of_something_else_is_another_figure() -> None:
    before = entry(estimates=[figure("One", 5)])
    after = entry(estimates=[figure("One", 50, quantity="wounded")])
    assert told(before, after) == [("figures", "added", "One"), ("figures", "removed", "One")]


def test_what_was_counted_said_in_other_words_is_changed() -> None:
    before = entry(estimates=[figure("One", 5)])
    after = entry(estimates=[figure("One", 5, quantity="killed, by name")])
    assert told(before, after) == [("figures", "changed", "One")]


def test_a_source_is_known_by_its_id_and_by_its_address() -> None:
    before = entry(sources=[source("S1"), source("S2"), source("S3")])
    after = entry(sources=[source("S1", url="https://example.org/moved"), source("S2", "A better name"), source("S4")])
    assert told(before, after) == [
        ("sources", "changed", "Publisher S1"),
        ("sources", "changed", "A better name"),
        ("sources", "added", "Publisher S4"),
        ("sources", "removed", "Publisher S3"),
    ]


def test_sources_under_other_ids_change_nothing_by_that() -> None:
    first, second, new = source("S1"), source("S2"), source("S1", "A new one", url="https://example.org/new")
    before = entry(
        sources=[first, second],
        developments=[step("2024-06", "It met.", "S1", "S2")],
        estimates=[figure("One", 5, sources=["S2"])],
    )
    after = entry(
        sources=[new, first | {"id": "S2"}, second | {"id": "S3"}],
        developments=[step("2024-06", "It met.", "S3", "S2")],
        estimates=[figure("One", 5, sources=["S3"])],
    )
    assert told(before, after) == [("sources", "added", "A new one")]


def test_another_source_of_a_figure_is_a_change_of_it() -> None:
    sources = [source("S1"), source("S2")]
    before = entry(sources=sources, estimates=[figure("One", 5, sources=["S1"])])
    after = entry(sources=sources, estimates=[figure("One", 5, sources=["S2"])])
    assert told(before, after) == [("figures", "changed", "One")]
    gone = entry(sources=sources[1:], estimates=[figure("One", 5, sources=["S2"])])
    assert told(before, gone) == [("figures", "changed", "One"), ("sources", "removed", "Publisher S1")]


# Few values, so that parts often are alike.
names = st.sampled_from(["One", "Two", "Three"])
days = st.sampled_from(["2024", "2024-06", "2024-06-15", "2025-01"])


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    """An entry that cites only sources that it has, as the checks ask."""
    ids = draw(st.lists(st.sampled_from(["S1", "S2", "S3"]), max_size=3, unique=True))
    cited = st.lists(st.sampled_from(ids), max_size=2, unique=True) if ids else st.just([])
    return entry(
        title=draw(names),
        text=draw(names),
        developments=[step(draw(days), draw(names), *draw(cited)) for _ in range(draw(st.integers(0, 4)))],
        estimates=[
            figure(draw(names), draw(st.integers(1, 3)), draw(days), sources=draw(cited))
            for _ in range(draw(st.integers(0, 4)))
        ],
        sources=[source(name, draw(names)) for name in ids],
    )


def labels(changes: Iterable[NoteChange], change: str) -> Counter[tuple[str, str | None]]:
    return Counter((each.part, each.label) for each in changes if each.change == change)


@given(entries(), st.randoms())
def test_nothing_changes_an_entry_into_itself_in_another_order(one: Entry, random: Any) -> None:
    shuffled = {}
    for part in ("estimates", "sources", "developments"):
        parts = list(getattr(one, part))
        random.shuffle(parts)
        shuffled[part] = tuple(parts)
    assert changes_between(one, one.model_copy(update=shuffled)) == ()


@given(entries(), entries())
def test_the_way_back_takes_away_what_the_way_there_added(one: Entry, two: Entry) -> None:
    there, back = changes_between(one, two), changes_between(two, one)
    assert labels(there, "added") == labels(back, "removed")
    assert labels(there, "removed") == labels(back, "added")
    assert labels(there, "changed").total() == labels(back, "changed").total()


@given(entries(), entries())
def test_as_many_are_added_less_removed_as_there_are_more(one: Entry, two: Entry) -> None:
    changes = changes_between(one, two)
    for part, field in (("steps", "developments"), ("figures", "estimates"), ("sources", "sources")):
        count = Counter(each.change for each in changes if each.part == part)
        assert count["added"] - count["removed"] == len(getattr(two, field)) - len(getattr(one, field))


@given(entries(), st.data())
def test_one_figure_with_another_value_is_one_change(one: Entry, data: st.DataObject) -> None:
    if not one.estimates:
        return
    place = data.draw(st.integers(0, len(one.estimates) - 1))
    estimates = list(one.estimates)
    estimates[place] = estimates[place].model_copy(update={"value": 99.0})
    (change,) = changes_between(one, one.model_copy(update={"estimates": tuple(estimates)}))
    assert (change.part, change.change, change.label) == ("figures", "changed", estimates[place].counter)
