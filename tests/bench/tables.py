"""What was measured of the extension, as tables: each with its bar, and whether it is met."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from dataclasses import fields
from statistics import median

from rich.table import Table
from tests.e2e.browsers import EXTENSION

from .blocks import STEPS, Blocks
from .clicks import Click

COLD_MS, WARM_MS, BLOCK_MS, CONTENT_KB = 900, 350, 50, 30
# How a page is met: what the server knows of it, and whether the extension's background runs. The bars are for a page
# that is new to the server, met after minutes without Sidelight, and for one that was read a moment ago.
BARS = {
    "nothing known, asleep": COLD_MS,
    "nothing known, awake": None,
    "one sentence new, awake": None,
    "all known, asleep": None,
    "all known, awake": WARM_MS,
}
SCRIPTS = ("content.js", "worker.js", "pages/finder.js", "pages/popup.js", "pages/panel.js")


def clicks_table(clicks: Mapping[str, Sequence[Click]], alone: Sequence[float], sentences: int) -> Table:
    """The whole times of clicks on the article, beside those of the server `alone`."""
    table = Table("", "Median", "Spread", "Against server", "Bar", "Met")
    table.title = f"From the press to the first note, {sentences} sentences"
    table.add_row("baseline: server, alone", _milliseconds(alone), _spread(alone), "1.00", "", "")
    for way, each in clicks.items():
        whole = [one.whole for one in each]
        against = f"{median(whole) / median(alone):.2f}"
        table.add_row(way, _milliseconds(whole), _spread(whole), against, *_judged(median(whole), BARS[way], "ms"))
    return table


def parts_table(clicks: Mapping[str, Sequence[Click]]) -> Table:
    """Where the time of clicks goes."""
    parts = [field.name for field in fields(Click)]
    table = Table("", *parts, title="Where the time goes (medians)")
    for way, each in clicks.items():
        table.add_row(way, *(_milliseconds([getattr(one, part) for one in each]) for part in parts))
    return table


def blocks_table(with_notes: Sequence[Blocks], without: Sequence[Blocks]) -> Table:
    """The longest task of each step. `Computing` is what the thread itself did of the greatest: on a busy machine, the
    rest was other processes'.
    """
    table = Table("", "Median", "Greatest", "Computing", "Without", "Bar", "Met")
    table.title = "The longest task of the page's thread, on the longest page"
    for step in STEPS[:-1]:
        tasks = [blocks.longest[step] for blocks in with_notes]
        greatest = max(tasks, key=lambda task: task.whole)
        table.add_row(
            step,
            _milliseconds([task.whole for task in tasks]),
            _milliseconds([greatest.whole]),
            _milliseconds([greatest.computing]),
            _milliseconds([blocks.longest[step].whole for blocks in without]),
            *_judged(greatest.whole, BLOCK_MS, "ms"),
        )
    observed, unread = (sum(len(blocks.long_tasks) for blocks in each) for each in (with_notes, without))
    table.add_row("long tasks observed", str(observed), "", "", str(unread), "0", _yes(observed == 0))
    return table


def sizes_table() -> Table:
    """How large the scripts of the shipped build are."""
    table = Table("", "Minified", "Gzipped", "Bar", "Met", title="Size of each script")
    for name in SCRIPTS:
        script = (EXTENSION / "dist" / "chromium" / name).read_bytes()
        zipped = len(gzip.compress(script, 9)) / 1000
        bar = CONTENT_KB if name == "content.js" else None
        table.add_row(name, f"{len(script) / 1000:.1f} kB", f"{zipped:.1f} kB", *_judged(zipped, bar, "kB"))
    return table


def _judged(value: float, bar: float | None, unit: str) -> tuple[str, str]:
    return ("", "") if bar is None else (f"{bar} {unit}", _yes(value <= bar))


def _yes(met: bool) -> str:
    return "yes" if met else "NO"


def _milliseconds(values: Sequence[float]) -> str:
    middle = median(values)
    return f"{middle:.0f} ms" if middle >= 100 else f"{middle:.1f} ms"


def _spread(values: Sequence[float]) -> str:
    return f"{min(values):.0f} to {max(values):.0f}"
