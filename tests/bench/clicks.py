"""How long it takes from the press of the button to the first note on the page, and where the time goes."""

from __future__ import annotations

import json
import time
import urllib.request
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from sidelight.reading.page import Block, Page
from sidelight.reading.reading import read_sentences

from .arrangement import Arrangement

ARTICLE = (Path(__file__).parent / "article.html").read_text()
NOTES = "/v1/notes"
# More presses than this that lead to nothing are no chance.
MOST_LOST = 3

# Gives the moment when the first marker has been drawn: the task after the frame in which it is laid out. Null: none.
# The root of the test build is open, so that it can be seen; all else is as it ships, and an open root is no quicker.
WATCH = """() => {
  globalThis.firstNote = new Promise((resolve) => {
    setTimeout(() => resolve(null), 40_000);
    const look = () => {
      const root = document.querySelector("sidelight-notes")?.shadowRoot;
      const marker = root?.querySelector(".marker:not([hidden])");
      if (!(marker?.getBoundingClientRect().width > 0)) return;
      watch.disconnect();
      requestAnimationFrame(() => setTimeout(() => resolve(Date.now())));
    };
    const watch = new MutationObserver(() => {
      look();
      const root = document.querySelector("sidelight-notes")?.shadowRoot;
      if (root) watch.observe(root, { subtree: true, childList: true, attributes: true });
    });
    watch.observe(document.documentElement, { childList: true });
  });
}"""


@dataclass(frozen=True)
class Click:
    """One way from the press to the first note, in milliseconds.

    `starting` lasts until the script is in the page, `reading` until the server is asked, `server` until it has
    answered, `drawing` until the note can be seen.
    """

    whole: float
    starting: float
    reading: float
    server: float
    drawing: float


def article(listeners: int = 400) -> str:
    """The article of 60 sentences; the last one says how many people listened."""
    return ARTICLE.replace("{listeners}", str(listeners))


def click(arrangement: Arrangement, address: str, *, asleep: bool = False) -> Click:
    """Opens the page at `address` in a fresh tab, presses the button, and waits for the first note.

    Where a press leads to nothing, `arrangement.lost` grows by its moment, and another is tried.
    """
    page = arrangement.open(address)
    session = arrangement.reader.context.new_cdp_session(page)
    started: list[float] = []

    def on_context(event: dict) -> None:
        if event["context"]["origin"] == f"chrome-extension://{arrangement.extension_id}":
            started.append(time.time())

    session.on("Runtime.executionContextCreated", on_context)
    session.send("Runtime.enable")
    page.evaluate(WATCH)
    tab = arrangement.tab(page)
    if asleep:
        arrangement.put_to_sleep(page)
    arrangement.recorder.passed.clear()
    pressed = arrangement.press(tab)
    drawn = page.evaluate("firstNote")
    page.close()
    if drawn is None:
        arrangement.lost.append(pressed)
        assert len(arrangement.lost) <= MOST_LOST, "presses of the button lead to nothing"
        return click(arrangement, address, asleep=asleep)
    passed = next(each for each in arrangement.recorder.passed if each.path == NOTES)
    moments = (pressed, started[0], passed.went, passed.answered, drawn / 1000)
    parts = ((after - before) * 1000 for before, after in pairwise(moments))
    return Click(drawn - pressed * 1000, *parts)


def answer_alone(arrangement: Arrangement) -> float:
    """Milliseconds in which the server answers what was sent last, asked without a browser and past the relay."""
    behind = arrangement.recorder.behind
    assert behind is not None
    headers = {"content-type": "application/json"}
    request = urllib.request.Request(behind + NOTES, arrangement.recorder.sent(NOTES)[-1], headers)
    start = time.perf_counter()
    with urllib.request.urlopen(request) as answer:
        answer.read()
    return (time.perf_counter() - start) * 1000


def sentences_sent(arrangement: Arrangement) -> int:
    """How many sentences the server finds in what was sent last."""
    sent = json.loads(arrangement.recorder.sent(NOTES)[-1])
    blocks = tuple(Block(block["kind"], block["text"]) for block in sent["blocks"])
    return len(read_sentences(Page(sent["title"], sent["language"], None, blocks)))
