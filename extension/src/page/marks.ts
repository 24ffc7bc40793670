/**
 * Marks on sentences: underlines drawn over the page as rectangles in the shadow root, and one button for each note in
 * the gutter. The page's tree is not touched, and unlike highlights in the CSS registry, the page cannot read which
 * sentences are marked.
 */

import { say } from "../strings";
import type { Note } from "../wire/messages";
import { el } from "./dom";
import { icon } from "./icons";
import type { Surface } from "./surface";

/** A note whose sentence was found. */
export interface Placed {
  readonly note: Note;
  readonly block: Element;
  readonly ranges: readonly Range[];
}

/** A note's mark on the page. */
export interface Mark {
  readonly note: Note;
  readonly number: number;
  /** The button in the gutter. */
  readonly marker: HTMLButtonElement;
  /** The box around the sentence, as far as it runs in one column; the card stands beside it. */
  readonly frame: HTMLElement;
}

export interface Marks {
  readonly all: readonly Mark[];
  /** Draws everything where it now belongs. */
  readonly layout: () => void;
  /** The mark whose sentence shows at a point of the viewport. */
  readonly at: (x: number, y: number) => Mark | null;
  /** The marks whose sentence no longer stands where it stood. */
  readonly lost: () => readonly Mark[];
  /** Gives a mark a new place; null: it has none, and is not shown. */
  readonly move: (mark: Mark, to: Pick<Placed, "block" | "ranges"> | null) => void;
  /** Brings the sentence into view if it is not. */
  readonly reveal: (mark: Mark) => void;
}

interface State extends Mark {
  readonly lines: HTMLElement;
  readonly words: string;
  place: Pick<Placed, "block" | "ranges"> | null;
  boxes: readonly Box[];
}

interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

// WCAG 2.2, 2.5.8: a target is at least 24 CSS pixels square.
const MARKER_PX = 24;
const GUTTER_PX = 8;

/** Draws the marks of `placed`, in reading order, onto `surface`. */
export function drawMarks({ host, root }: Surface, placed: readonly Placed[]): Marks {
  const layer = el("div", { class: "lines", "aria-hidden": "true" });
  const gutter = el("div", { class: "markers" });
  const states = placed.map((each, index) => newState(each, index + 1, placed.length));
  for (const state of states) {
    layer.append(state.frame, state.lines);
    gutter.append(state.marker);
  }
  root.prepend(layer, gutter);

  function layout(): void {
    const origin = host.getBoundingClientRect();
    const measured = states.map((state) => measure(state));
    const taken: Box[] = [];
    for (const [index, state] of states.entries()) {
      const { boxes, hidden, gutterX, light } = measured[index] ?? NOWHERE;
      state.boxes = boxes.filter((_box, line) => !hidden[line]);
      draw(state, boxes, hidden, light, origin);
      const first = boxes[0];
      state.marker.hidden = first === undefined;
      if (first === undefined) continue;
      const spot = freeSpot(gutterX, (first.top + first.bottom - MARKER_PX) / 2, taken);
      taken.push(spot);
      state.marker.toggleAttribute("data-covered", hidden[0] === true);
      put(state.marker, spot, origin);
    }
  }

  return {
    all: states,
    layout,
    at: (x, y) => states.find((state) => state.boxes.some((box) => contains(box, x, y))) ?? null,
    lost: () => states.filter((state) => state.place && wordsOf(state.place.ranges) !== state.words),
    move(mark, to) {
      const state = states.find((each) => each === mark);
      if (state) state.place = to && wordsOf(to.ranges) === state.words ? to : null;
    },
    reveal(mark) {
      const state = states.find((each) => each === mark);
      const range = state?.place?.ranges[0];
      if (!state || !range || state.boxes.some(isInView)) return;
      range.startContainer.parentElement?.scrollIntoView({ block: "center" });
      layout();
    },
  };
}

const NOWHERE = { boxes: [], hidden: [], gutterX: 0, light: false } as const;

function newState({ note, block, ranges }: Placed, number: number, total: number): State {
  const kind = note.kind;
  const marker = el(
    "button",
    {
      class: "marker",
      type: "button",
      "data-kind": kind,
      "data-entry": note.entry,
      "aria-label": say("markerLabel", number, total, note.title),
      "aria-haspopup": "dialog",
      "aria-expanded": "false",
    },
    icon(kind),
  );
  const frame = el("div", { class: "frame" });
  const lines = el("div", { class: "sentence", "data-kind": kind });
  return { note, number, marker, frame, lines, words: wordsOf(ranges), place: { block, ranges }, boxes: [] };
}

function measure({ place }: State) {
  if (!place) return NOWHERE;
  const boxes = linesOf(place.ranges);
  if (boxes.length === 0) return NOWHERE;
  return {
    boxes,
    hidden: boxes.map((box) => isCovered(box, place.block)),
    gutterX: gutterOf(place.block),
    light: hasLightText(place.block),
  };
}

function draw(
  { lines, frame }: State,
  boxes: readonly Box[],
  hidden: readonly boolean[],
  light: boolean,
  origin: DOMRect,
): void {
  while (lines.childElementCount > boxes.length) lines.lastElementChild?.remove();
  while (lines.childElementCount < boxes.length) lines.append(el("div", { class: "line" }));
  lines.toggleAttribute("data-light-text", light);
  for (const [index, box] of boxes.entries()) {
    const line = lines.children[index] as HTMLElement;
    line.hidden = hidden[index] === true;
    put(line, box, origin);
  }
  frame.hidden = boxes.length === 0;
  if (boxes.length > 0) put(frame, around(firstRun(boxes)), origin);
}

function put(element: HTMLElement, box: Box, origin: DOMRect): void {
  element.style.left = `${box.left - origin.left}px`;
  element.style.top = `${box.top - origin.top}px`;
  element.style.width = `${box.right - box.left}px`;
  element.style.height = `${box.bottom - box.top}px`;
}

// A range gives one rectangle for each text node on each line; those that touch on one line are one stroke.
function linesOf(ranges: readonly Range[]): readonly Box[] {
  const lines: Box[] = [];
  for (const { left, top, right, bottom } of ranges.flatMap((range) => [...range.getClientRects()])) {
    if (right - left < 1 || bottom - top < 1) continue;
    const last = lines.at(-1);
    const height = bottom - top;
    const touches =
      last !== undefined &&
      Math.min(last.bottom, bottom) - Math.max(last.top, top) >
        Math.min(height, last.bottom - last.top) / 2 &&
      left - last.right < height &&
      last.left - right < height;
    if (touches) lines[lines.length - 1] = around([last, { left, top, right, bottom }]);
    else lines.push({ left, top, right, bottom });
  }
  return lines;
}

// A sentence that goes on in the next column goes up the page; a box around all of it would leave a card no room.
function firstRun(boxes: readonly Box[]): readonly Box[] {
  const jump = boxes.findIndex((box, index) => box.bottom < (boxes[index - 1]?.top ?? box.bottom));
  return jump < 0 ? boxes : boxes.slice(0, jump);
}

function around(boxes: readonly Box[]): Box {
  return {
    left: Math.min(...boxes.map((box) => box.left)),
    top: Math.min(...boxes.map((box) => box.top)),
    right: Math.max(...boxes.map((box) => box.right)),
    bottom: Math.max(...boxes.map((box) => box.bottom)),
  };
}

function contains(box: Box, x: number, y: number): boolean {
  return x >= box.left && x <= box.right && y >= box.top && y <= box.bottom;
}

function isInView(box: Box): boolean {
  const { clientWidth, clientHeight } = document.documentElement;
  return box.bottom > 0 && box.right > 0 && box.top < clientHeight && box.left < clientWidth;
}

// A page's sticky header, dialog or scroll box may stand before the sentence; a mark must not shine through.
function isCovered(box: Box, block: Element): boolean {
  const x = (box.left + box.right) / 2;
  const y = box.bottom - 2;
  if (!isInView({ left: x, right: x + 1, top: y, bottom: y + 1 })) return false;
  const top = document.elementFromPoint(x, y);
  return top !== null && top.localName !== "sidelight-notes" && !top.contains(block) && !block.contains(top);
}

// Beside the text, where there is room; else at the window's edge, over as little text as can be.
function gutterOf(block: Element): number {
  const list = block.closest("ul, ol") ?? block;
  const style = getComputedStyle(list);
  const box = list.getBoundingClientRect();
  const windowWidth = document.documentElement.clientWidth;
  if (style.direction === "rtl") {
    const edge = box.right - (list === block ? Number.parseFloat(style.paddingRight) || 0 : 0);
    return Math.min(edge + GUTTER_PX, windowWidth - MARKER_PX);
  }
  const edge = box.left + (list === block ? Number.parseFloat(style.paddingLeft) || 0 : 0);
  const left = edge - GUTTER_PX - MARKER_PX;
  return left >= 0 ? left : windowWidth - MARKER_PX;
}

function freeSpot(left: number, top: number, taken: readonly Box[]): Box {
  const spot = { left, top, right: left + MARKER_PX, bottom: top + MARKER_PX };
  const other = taken.find((box) => box.left === left && box.top < spot.bottom && box.bottom > spot.top);
  return other ? freeSpot(left, other.bottom + 1, taken) : spot;
}

// Light text means a dark ground, whatever the reader's own preference is.
function hasLightText(block: Element): boolean {
  const [red = 0, green = 0, blue = 0] = (getComputedStyle(block).color.match(/[\d.]+/g) ?? []).map(Number);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

function wordsOf(ranges: readonly Range[]): string {
  return ranges.map((range) => range.toString()).join("");
}
