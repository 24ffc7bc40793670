"""How quick the extension is, in a real Chromium against the real server: `make bench-extension`.

Each figure is the median of several runs, with the least and the greatest beside it, and ratios are against a baseline of
the same run. What is near a bar should be measured again while the machine does nothing else.
"""

from __future__ import annotations

import gzip
import os
import tempfile
from collections.abc import Sequence
from dataclasses import fields
from pathlib import Path
from statistics import median
from typing import TypeVar

import psutil
from rich.console import Console
from rich.progress import track
from rich.table import Table
from tests.e2e.browsers import EXTENSION

from .arrangement import Arrangement, arranged
from .blocks import LONGEST, STEPS, Blocks, read_and_use, use_only
from .clicks import Click, answer_alone, article, click, sentences_sent

RUNS = 9
LONG_RUNS = 5
COLD_MS, WARM_MS, BLOCK_MS, CONTENT_KB = 900, 350, 50, 30

# How a page is met, each with its bar in milliseconds.
COLD = "nothing known, the extension asleep"
WARM = "all known, the extension awake"
BARS = {
    COLD: COLD_MS,
    "nothing known, the extension awake": None,
    "one sentence changed, the extension awake": None,
    "all known, the extension asleep": None,
    WARM: WARM_MS,
}
ARTICLE, CHANGED = "/article", "/article-changed"

T = TypeVar("T")


def main() -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder, arranged(Path(folder)) as arrangement:
        load = os.getloadavg()[0]
        clicks, alone = measure_clicks(arrangement)
        sentences = sentences_sent(arrangement)
        longest = measure_longest(arrangement)
        with_notes, without = measure_blocks(arrangement)
        memory = extension_memory(arrangement)
    console.print(f"Load of the machine: {load:.1f} before, {os.getloadavg()[0]:.1f} after, on {os.cpu_count()} cores.")
    console.print(
        clicks_table(clicks, alone, sentences), parts_table(clicks, longest), blocks_table(with_notes, without)
    )
    console.print(sizes_table(), f"Memory of the extension's own process: {memory / 1e6:.0f} MB")


def measure_clicks(arrangement: Arrangement) -> tuple[dict[str, list[Click]], list[float]]:
    """Clicks by the way that the page is met, and the milliseconds that the server needs when it is asked without a
    browser. The ways take turns, so that they share what else the machine does.
    """
    arrangement.pages[ARTICLE] = article()
    # The first of all is nobody's: processes start, files are read from disk.
    click(arrangement, ARTICLE)
    clicks: dict[str, list[Click]] = {way: [] for way in BARS}
    alone = []
    for run in track(range(RUNS), "60 sentences"):
        arrangement.forget()
        alone.append(answer_alone(arrangement))
        arrangement.pages[CHANGED] = article(run)
        for way, ways in clicks.items():
            if way.startswith("nothing"):
                arrangement.forget()
            address = CHANGED if way.startswith("one") else ARTICLE
            ways.append(click(arrangement, address, asleep=way.endswith("asleep")))
    return clicks, alone


def measure_longest(arrangement: Arrangement) -> dict[str, list[Click]]:
    clicks: dict[str, list[Click]] = {"longest page, nothing known": [], "longest page, all known": []}
    for _ in track(range(LONG_RUNS), "longest page"):
        arrangement.forget()
        for ways in clicks.values():
            ways.append(click(arrangement, LONGEST))
    return clicks


def measure_blocks(arrangement: Arrangement) -> tuple[list[Blocks], list[Blocks]]:
    with_notes, without = [], []
    for _ in track(range(LONG_RUNS), "main thread"):
        blocks, spot = read_and_use(arrangement)
        with_notes.append(blocks)
        without.append(use_only(arrangement, spot))
    return with_notes, without


def extension_memory(arrangement: Arrangement) -> int:
    """Bytes that no other process shares, of the process of worker, finder and pages."""
    processes = arrangement.session.send("SystemInfo.getProcessInfo")["processInfo"]
    browser = next(each["id"] for each in processes if each["type"] == "browser")
    return sum(
        process.memory_full_info().uss
        for process in psutil.Process(browser).children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE and "--extension-process" in process.cmdline()
    )


def clicks_table(clicks: dict[str, list[Click]], alone: Sequence[float], sentences: int) -> Table:
    table = Table("From the press to the first note", "Median", "Spread", "Against the server", "Bar", "Met")
    table.title = f"An article of {sentences} sentences"
    table.add_row("baseline: the server alone, nothing known", milliseconds(alone), spread(alone), "1.00", "", "")
    for way, each in clicks.items():
        whole = [one.whole for one in each]
        bar = BARS[way]
        ratio = f"{median(whole) / median(alone):.2f}"
        table.add_row(way, milliseconds(whole), spread(whole), ratio, *judged(median(whole), bar, "ms"))
    return table


def parts_table(*series: dict[str, list[Click]]) -> Table:
    table = Table("Where the time goes (medians)", *(field.name for field in fields(Click)))
    for clicks in series:
        for way, each in clicks.items():
            table.add_row(way, *(milliseconds([getattr(one, field.name) for one in each]) for field in fields(Click)))
    return table


def blocks_table(with_notes: Sequence[Blocks], without: Sequence[Blocks]) -> Table:
    table = Table("Longest task on the page's thread", "Median", "Greatest", "Computing", "Without", "Bar", "Met")
    table.title = "The longest page, read and used"
    for step in STEPS[:-1]:
        tasks = [blocks.longest[step] for blocks in with_notes]
        longest = max(tasks, key=lambda task: task.whole)
        table.add_row(
            step,
            milliseconds([task.whole for task in tasks]),
            milliseconds([longest.whole]),
            milliseconds([longest.computing]),
            milliseconds([blocks.longest[step].whole for blocks in without]),
            *judged(longest.whole, BLOCK_MS, "ms"),
        )
    observed = [duration for blocks in with_notes for duration in blocks.long_tasks]
    at_rest = [duration for blocks in without for duration in blocks.long_tasks]
    table.add_row(
        "long tasks that the page observed", str(len(observed)), "", "", str(len(at_rest)), "0", yes(not observed)
    )
    return table


def sizes_table() -> Table:
    table = Table("Size of a script", "Minified", "Gzipped", "Bar", "Met")
    folder = EXTENSION / "dist" / "chromium"
    for name in ("content.js", "worker.js", "pages/finder.js", "pages/popup.js", "pages/panel.js"):
        script = (folder / name).read_bytes()
        zipped = len(gzip.compress(script, 9)) / 1000
        bar = CONTENT_KB if name == "content.js" else None
        table.add_row(name, f"{len(script) / 1000:.1f} kB", f"{zipped:.1f} kB", *judged(zipped, bar, "kB"))
    return table


def judged(value: float, bar: float | None, unit: str) -> tuple[str, str]:
    return ("", "") if bar is None else (f"{bar} {unit}", yes(value <= bar))


def yes(met: bool) -> str:
    return "yes" if met else "NO"


def milliseconds(values: Sequence[float]) -> str:
    return f"{median(values):.0f} ms"


def spread(values: Sequence[float]) -> str:
    return f"{min(values):.0f} to {max(values):.0f}"


if __name__ == "__main__":
    main()
