"""A place in the browser that shows a document, and what a person does and sees there."""

from __future__ import annotations

import base64
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from axe_playwright_python.base import AXE_SCRIPT

from .bidi import Connection, Refused
from .chrome import MOUSE_IN_VIEW

WAIT_SECONDS = 20
STEP_SECONDS = 0.05
AXE_RULES = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]

# The first element that fits and is seen, in the document and in its open shadow roots.
FIND = """(selector, words) => {
  const within = (root) => [
    ...root.querySelectorAll(selector),
    ...[...root.querySelectorAll("*")].flatMap((element) => (element.shadowRoot ? within(element.shadowRoot) : [])),
  ];
  const said = (element) => (element.getAttribute("aria-label") ?? element.textContent).replace(/\\s+/g, " ").trim();
  const seen = within(document).filter((element) => element.checkVisibility({ visibilityProperty: true }));
  if (words === null) return seen[0];
  return seen.find((element) => said(element) === words) ?? seen.find((element) => said(element).includes(words));
}"""
SHOWS = f"(selector, words) => ({FIND})(selector, words) !== undefined"
TEXT = f"(selector, words) => ({FIND})(selector, words)?.innerText"
MIDDLE = f"""(selector, words) => {{
  const element = ({FIND})(selector, words);
  if (!element) return null;
  element.scrollIntoView({{ block: "nearest", behavior: "instant" }});
  const {{ x, y, width, height }} = element.getBoundingClientRect();
  return [Math.round(x + width / 2), Math.round(y + height / 2)];
}}"""
VIOLATIONS = """(rules) => axe.run(document, { runOnly: rules }).then(({ violations }) =>
  violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`))"""

Value = TypeVar("Value")


def wait_for(read: Callable[[], Value], what: str) -> Value:
    """Asks `read` until it gives something that counts as true, and gives that."""
    deadline = time.monotonic() + WAIT_SECONDS
    while True:
        try:
            value, trouble = read(), ""
        except Refused as refused:
            # A document that is being replaced does not answer.
            value, trouble = None, f" ({refused})"
        if value:
            return value
        assert time.monotonic() < deadline, f"still no {what}{trouble}"
        time.sleep(STEP_SECONDS)


@dataclass(frozen=True)
class View:
    """
    A tab, or the popup, the sidebar or the background of the extension, in the browser's `window`. Elements are found
    by a CSS selector, also in open shadow roots, and where that is not enough by words that they say: those that say
    nothing else go before those that say more. Only elements that can be seen are found.
    """

    connection: Connection
    window: str
    context: str

    def evaluate(self, script: str, *arguments: object) -> object:
        """What `script` gives here; see `Connection.evaluate`."""
        return self.connection.evaluate(self.context, script, *arguments)

    def wait_for(self, script: str, *arguments: object) -> object:
        """Waits until `script` gives something that counts as true, and gives that."""
        return wait_for(lambda: self.evaluate(script, *arguments), f"true value of {script} {arguments or ''}")

    def wait_for_element(self, selector: str, words: str | None = None) -> None:
        """Waits until such an element is seen."""
        self.wait_for(SHOWS, selector, words)

    def shows(self, selector: str, words: str | None = None) -> bool:
        """Whether such an element is seen now."""
        return bool(self.evaluate(SHOWS, selector, words))

    def text(self, selector: str) -> str:
        """The text of the first such element that has any, as it is seen; waits for it."""
        return str(self.wait_for(TEXT, selector, None))

    def click(self, selector: str, words: str | None = None) -> None:
        """Clicks an element with the mouse once it is there and keeps still. Outside the popup, this closes it."""
        self._mouse(self._middle(selector, words), "mousemove", "mousedown", "mouseup")

    def hover(self, selector: str, words: str | None = None) -> None:
        """Moves the mouse over the middle of an element."""
        self._mouse(self._middle(selector, words), "mousemove")

    def move_mouse(self, x: int, y: int) -> None:
        """Moves the mouse to a place in the part of the document that is seen."""
        self._mouse([x, y], "mousemove")

    def resize(self, width: int, height: int) -> None:
        """Gives the tab another size."""
        viewport = {"width": width, "height": height}
        self.connection.command("browsingContext.setViewport", context=self.context, viewport=viewport)
        self.wait_for("(width, height) => innerWidth === width && innerHeight === height", width, height)

    def screenshot(self, file: Path) -> None:
        """Keeps a picture of what is seen here."""
        told = self.connection.command("browsingContext.captureScreenshot", context=self.context)
        file.write_bytes(base64.b64decode(told["data"]))

    def violations(self) -> list[str]:
        """What axe finds here that keeps people out: each rule with the elements that break it."""
        self.evaluate(f"() => {{ {AXE_SCRIPT} }}")
        return list(self.evaluate(VIOLATIONS, AXE_RULES))

    def _middle(self, selector: str, words: str | None) -> list[int]:
        # A popup grows while it fills, and what it holds moves.
        places: list[object] = [None]

        def still() -> object:
            places.append(self.evaluate(MIDDLE, selector, words))
            return places[-1] if places[-1] == places[-2] else None

        return list(wait_for(still, f"{selector} {words or ''} that keeps still"))

    def _mouse(self, place: list[int], *types: str) -> None:
        self.connection.evaluate(self.window, MOUSE_IN_VIEW, self.context, place, types)
