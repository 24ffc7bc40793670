"""How long the page's own thread is kept busy at a time while the longest page is read and used.

The baseline is the same page, used in the same way without a press of the button: nothing of the extension is in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise

from playwright.sync_api import Page

from .arrangement import Arrangement
from .clicks import WATCH

LONGEST = "/fixtures/longest/source.html"
# What a reader does, in order. What happens in the page from one mark to the next is counted as the first one's.
STEPS = ("read", "hover", "card", "scroll", "end")
# The extension looks again 400 ms after a burst of changes; a card comes and goes after less.
REST_MS = 1_500
WHEEL_PX, WHEEL_TURNS = 700, 25

# Long tasks (W3C: above 50 ms), from now on.
OBSERVE = """() => {
  globalThis.longTasks = [];
  new PerformanceObserver((list) => longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask", buffered: false });
}"""


@dataclass(frozen=True)
class Spot:
    """Where the mouse goes: to a place in the window, when the page is scrolled so far."""

    scrolled: float
    x: float
    y: float


@dataclass(frozen=True)
class Task:
    """One task of the page's thread, in milliseconds: from start to end, and what it computed of that."""

    whole: float
    computing: float


@dataclass(frozen=True)
class Blocks:
    """The longest task of each step, and the milliseconds of those that the page's own observer called long."""

    longest: Mapping[str, Task]
    long_tasks: tuple[float, ...]


def read_and_use(arrangement: Arrangement) -> tuple[Blocks, Spot]:
    """Presses the button on the longest page and uses its first note; gives also where that stands."""
    page = arrangement.open(LONGEST)
    page.evaluate(WATCH)
    tab = arrangement.tab(page)
    _begin(arrangement, page)
    arrangement.press(tab)
    assert page.evaluate("firstNote") is not None, "the press led to nothing"
    page.wait_for_timeout(REST_MS)
    marker = page.locator(".marker").first
    marker.scroll_into_view_if_needed()
    box = marker.bounding_box()
    assert box is not None
    spot = Spot(page.evaluate("scrollY"), box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    return _use(arrangement, page, spot, cards=1), spot


def use_only(arrangement: Arrangement, spot: Spot) -> Blocks:
    """Does the same on the longest page without the press."""
    page = arrangement.open(LONGEST)
    _begin(arrangement, page)
    page.wait_for_timeout(REST_MS)
    page.evaluate("(top) => scrollTo(0, top)", spot.scrolled)
    return _use(arrangement, page, spot, cards=0)


def _begin(arrangement: Arrangement, page: Page) -> None:
    categories = ["-*", "blink.user_timing", "disabled-by-default-devtools.timeline"]
    arrangement.browser.start_tracing(page=page, categories=categories)
    page.evaluate(OBSERVE)
    _mark(page, "read")


def _use(arrangement: Arrangement, page: Page, spot: Spot, cards: int) -> Blocks:
    page.wait_for_timeout(REST_MS)
    _mark(page, "hover")
    page.mouse.move(spot.x, spot.y, steps=10)
    page.wait_for_timeout(REST_MS)
    _mark(page, "card")
    page.mouse.click(spot.x, spot.y)
    page.wait_for_timeout(REST_MS)
    assert page.locator(".card").count() == cards
    page.keyboard.press("Escape")
    page.wait_for_timeout(REST_MS)
    _mark(page, "scroll")
    for _ in range(WHEEL_TURNS):
        page.mouse.wheel(0, WHEEL_PX)
        page.wait_for_timeout(50)
    page.wait_for_timeout(REST_MS)
    _mark(page, "end")
    long_tasks = tuple(page.evaluate("longTasks"))
    events = json.loads(arrangement.browser.stop_tracing())["traceEvents"]
    page.close()
    return Blocks(_longest_tasks(events), long_tasks)


def _mark(page: Page, step: str) -> None:
    page.evaluate("(step) => void performance.mark(step)", f"step-{step}")


def _longest_tasks(events: list[dict]) -> dict[str, Task]:
    marks = {event["name"]: event for event in events if event["name"].startswith("step-")}
    thread = marks["step-read"]["pid"], marks["step-read"]["tid"]
    tasks = [
        event
        for event in events
        # One that was under way when the tracing ended has no end.
        if event["name"] == "RunTask" and event["ph"] == "X" and (event["pid"], event["tid"]) == thread
    ]
    longest = {}
    for step, following in pairwise(STEPS):
        start, end = (marks[f"step-{each}"]["ts"] for each in (step, following))
        task = max((task for task in tasks if start < task["ts"] < end), key=lambda task: task["dur"])
        longest[step] = Task(task["dur"] / 1000, task["tdur"] / 1000)
    return longest
