"""How quick the extension is, in a real Chromium against the real server: `make bench-extension`.

Each figure is the median of several runs, with the least and the greatest beside it; ratios are against a baseline of
the same run. What is near a bar should be measured again while the machine does nothing else.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import psutil
from rich.console import Console
from rich.progress import track

from .arrangement import Arrangement, arranged
from .blocks import LONGEST, Blocks, read_and_use, use_only
from .clicks import Click, answer_alone, article, click, sentences_sent
from .tables import BARS, blocks_table, clicks_table, parts_table, sizes_table

CLICKS, LONG_CLICKS, USES = 9, 3, 5
ARTICLE, CHANGED = "/article", "/article-changed"


def main() -> None:
    console = Console()
    with tempfile.TemporaryDirectory() as folder, arranged(Path(folder)) as arrangement:
        _print_load(console)
        clicks, alone = measure_clicks(arrangement)
        console.print(clicks_table(clicks, alone, sentences_sent(arrangement)))
        console.print(parts_table(clicks | measure_longest(arrangement)))
        console.print(blocks_table(*measure_blocks(arrangement)))
        console.print(sizes_table())
        console.print(f"The extension's own process holds {extension_memory(arrangement) / 1e6:.0f} MB after the runs.")
        console.print(f"Presses that led to nothing: {len(arrangement.lost)}.")
        _print_load(console)


def measure_clicks(arrangement: Arrangement) -> tuple[dict[str, list[Click]], list[float]]:
    """Clicks by the way that the page is met, and the milliseconds in which the server answers without a browser.

    The ways take turns, so that they share what else the machine does.
    """
    arrangement.pages[ARTICLE] = article()
    # The first of all is nobody's: processes start, files are read from disk.
    click(arrangement, ARTICLE)
    clicks: dict[str, list[Click]] = {way: [] for way in BARS}
    alone = []
    for run in track(range(CLICKS), "60 sentences"):
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
    """Clicks on the longest page, when nothing of it is known and when all is."""
    clicks: dict[str, list[Click]] = {"longest, nothing known": [], "longest, all known": []}
    for _ in track(range(LONG_CLICKS), "longest page"):
        arrangement.forget()
        for ways in clicks.values():
            ways.append(click(arrangement, LONGEST))
    return clicks


def measure_blocks(arrangement: Arrangement) -> tuple[list[Blocks], list[Blocks]]:
    """What keeps the thread of the longest page busy, with notes and without."""
    with_notes, without = [], []
    for _ in track(range(USES), "page's thread"):
        blocks, spot = read_and_use(arrangement)
        with_notes.append(blocks)
        without.append(use_only(arrangement, spot))
    return with_notes, without


def extension_memory(arrangement: Arrangement) -> int:
    """Bytes, shared with no other process, of the one in which the extension's background, finder and pages run."""
    processes = arrangement.session.send("SystemInfo.getProcessInfo")["processInfo"]
    browser = next(each["id"] for each in processes if each["type"] == "browser")
    return sum(
        process.memory_full_info().uss
        for process in psutil.Process(browser).children(recursive=True)
        if process.status() != psutil.STATUS_ZOMBIE and "--extension-process" in process.cmdline()
    )


def _print_load(console: Console) -> None:
    console.print(f"Load of the machine: {os.getloadavg()[0]:.1f}, on {os.cpu_count()} cores.")


if __name__ == "__main__":
    main()
