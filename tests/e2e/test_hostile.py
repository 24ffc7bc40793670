"""A page whose own scripts try everything to learn which of its sentences carry notes."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from .browsers import Reader

pytestmark = pytest.mark.browser

# All that a page can measure of each of its paragraphs, and of the document as a whole. Nothing of it may depend on
# which paragraphs have notes.
WATCH = """() => {
  window.seen = { events: [], shifts: [], mutations: [], errors: [] };
  for (const type of ["mousemove", "mouseover", "mouseout", "pointerover", "focusin", "focusout", "focus", "blur",
      "toggle", "beforetoggle", "scroll", "animationstart", "transitionrun", "transitionend", "slotchange", "select"])
    addEventListener(type, (event) => seen.events.push([type, event.target?.localName ?? "window"]), true);
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      for (const { node, currentRect } of entry.sources) seen.shifts.push([node ? node.nodeName : null, currentRect.y]);
  }).observe({ type: "layout-shift", buffered: true });
  new MutationObserver((records) => {
    for (const { target, attributeName } of records) seen.mutations.push([target.localName, attributeName]);
  }).observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    seen.errors.push("the page could open the root");
    return attach.call(this, { ...options, mode: "open" });
  };
}"""
PROBE = """async () => {
  const host = document.querySelector("sidelight-notes");
  const paragraphs = [...document.querySelectorAll("article p, article h1, article h2")];
  const visible = await new Promise((resolve) => {
    const watch = new IntersectionObserver(
      (entries) => {
        watch.disconnect();
        resolve(new Map(entries.map((entry) => [entry.target, [entry.isVisible, entry.isIntersecting]])));
      },
      { trackVisibility: true, delay: 100 },
    );
    for (const paragraph of paragraphs) watch.observe(paragraph);
  });
  const each = [];
  for (const paragraph of paragraphs) {
    paragraph.scrollIntoView({ block: "center", behavior: "instant" });
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    const box = paragraph.getBoundingClientRect();
    const hits = new Set();
    // Also the gutter beside the text, where the markers are.
    for (let x = 2; x < innerWidth; x += 7)
      for (let y = Math.max(0, box.top); y < Math.min(innerHeight, box.bottom); y += 7)
        for (const element of document.elementsFromPoint(x, y)) if (element === host) hits.add("host");
    // Events of the page's own making must open nothing.
    for (const type of ["mousemove", "mouseover", "pointerdown", "mousedown", "mouseup", "click"])
      paragraph.dispatchEvent(new MouseEvent(type,
        { bubbles: true, composed: true, clientX: box.left + 30, clientY: box.top + 12, detail: 1 }));
    await new Promise((resolve) => setTimeout(resolve, 250));
    const after = document.elementFromPoint(box.left + 40, Math.min(innerHeight - 5, box.top + 60));
    getSelection().selectAllChildren(paragraph);
    each.push({
      hits: [...hits],
      covered: after === host,
      isVisible: visible.get(paragraph)[0],
      selection: getSelection().toString().replace(/\\s+/g, " ").trim() ===
        paragraph.innerText.replace(/\\s+/g, " ").trim(),
      style: JSON.stringify([...getComputedStyle(paragraph)].filter((name) => name.startsWith("anchor"))),
      children: paragraph.childNodes.length,
    });
  }
  getSelection().removeAllRanges();
  return {
    each,
    highlights: CSS.highlights.size,
    root: host.shadowRoot,
    content: host.innerHTML + host.textContent + [...host.attributes].map(({ name }) => name),
    size: [host.scrollWidth, host.scrollHeight, host.offsetWidth, host.offsetHeight],
    page: [document.documentElement.scrollWidth, document.documentElement.scrollHeight],
    animations: document.getAnimations().length,
    active: document.activeElement.localName,
    frames: frames.length,
    resources: performance.getEntriesByType("resource").filter(({ name }) => /extension/.test(name)).length,
    globals: Object.keys(window).filter((name) => /sidelight/i.test(name)),
    found: window.find("Note 1 of"),
    seen,
  };
}"""


@pytest.fixture
def page(start_chromium: Callable[[Path], Reader], built: Path) -> Page:
    """The extension as it is shipped, with notes on a page that watches. The root is closed."""
    reader = start_chromium(built / "chromium")
    opened = reader.open("peace-summit.html")
    reader.agree(opened)
    opened.evaluate(WATCH)
    reader.press_button(opened)
    opened.wait_for_function("document.querySelector('sidelight-notes') !== null", timeout=30_000)
    # What is announced goes away by itself.
    opened.wait_for_timeout(8_000)
    return opened


def test_a_hostile_page_learns_nothing_of_which_sentences_have_notes(page: Page) -> None:
    seen = page.evaluate(PROBE)
    assert len(seen["each"]) > 5
    for key in ("hits", "covered", "isVisible", "selection", "style"):
        values = {json.dumps(paragraph[key]) for paragraph in seen["each"]}
        assert len(values) == 1, f"paragraphs differ in {key}: {values}"
    assert seen["each"][0]["hits"] == []
    assert seen["each"][0]["covered"] is False
    assert seen["each"][0]["selection"] is True
    assert seen["highlights"] == 0
    assert seen["root"] is None
    assert seen["content"] == ""
    assert seen["size"] == [*seen["page"], 0, 0], "the host is as large as the document, whatever it holds"
    assert (seen["animations"], seen["active"], seen["frames"], seen["found"]) == (0, "body", 0, False)
    assert seen["resources"] == 0
    assert seen["globals"] == []
    assert seen["seen"]["errors"] == []
    assert seen["seen"]["shifts"] == [], "no layout shift tells where a mark was drawn"
    assert {target for _type, target in seen["seen"]["events"]} <= {"p", "h1", "h2", "#document", "window", None}
    assert seen["seen"]["mutations"] in ([], [["html", None]]), "all that changes is that the host comes"


def test_marks_that_move_are_no_layout_shift(page: Page) -> None:
    page.evaluate("document.querySelector('h1').style.paddingTop = '90px'")
    page.wait_for_timeout(600)
    nodes = {node for node, _y in page.evaluate("seen.shifts")}
    assert None not in nodes, "a shift without a node is one in a closed root"
