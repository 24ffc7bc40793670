/**
 * Marks on sentences: underlines drawn over the page as rectangles in the shadow root, and one button for each note in
 * the gutter. The page's tree is not touched, and unlike highlights in the CSS registry, the page cannot read which
 * sentences are marked.
 */

import { say } from "../strings";
import type { Note } from "../wire/messages";
import { around, contains, firstRun, isInView, linesOf, type Box } from "./boxes";
import { el } from "./dom";
import { contains as holds } from "./flat";
import { icon } from "./icons";
import type { Surface } from "./surface";
import { foldSpace } from "./text";

/** Where a note's sentence stands. */
export interface Place {
  /** The element that lays the sentence out. */
  readonly block: Element;
  readonly ranges: readonly Range[];
}

/** A note whose sentence was found. */
export interface Placed {
  readonly note: Note;
  readonly place: Place;
}

/** A note's mark on the page. */
export interface Mark {
  note: Note;
  number: number;
  /** The button in the gutter. */
  readonly marker: HTMLButtonElement;
}

export interface Marks {
  /** In reading order. */
  readonly all: () => readonly Mark[];
  /** Shows these notes and no others. A mark whose entry is still among them stays, with its focus and its card. */
  readonly show: (placed: readonly Placed[]) => void;
  /** Draws everything where it now belongs. */
  readonly layout: () => void;
  /** The mark whose sentence or marker shows at a point of the viewport. */
  readonly at: (x: number, y: number) => Mark | null;
  /** The marks whose sentence no longer stands where it stood. */
  readonly lost: () => readonly Mark[];
  /** Marks one sentence as the one whose card is open, and gives the box around it; null: none is. */
  readonly open: (mark: Mark | null) => HTMLElement | null;
  /** Brings the sentence into view if it is not. */
  readonly reveal: (mark: Mark) => void;
  /** The mark whose marker the mouse is over. */
  readonly hover: (mark: Mark | null) => void;
}

interface State extends Mark {
  readonly sentence: HTMLElement;
  place: Place;
  /** What the ranges said when they were made. */
  words: string;
  boxes: readonly Box[];
  spot: Box | null;
}

// WCAG 2.2, 2.5.8: a target is at least 24 CSS pixels square.
const MARKER_PX = 24;
const GUTTER_PX = 8;

/** An empty set of marks on `surface`. */
export function makeMarks({ host, layer, fit }: Surface): Marks {
  const frame = el("div", { class: "frame" });
  const lines = el("div", { "aria-hidden": "true" });
  const markers = el("div");
  layer.append(lines, markers);
  let states: readonly State[] = [];
  let opened: State | null = null;
  const stateOf = (mark: Mark | null) => states.find((state) => state === mark) ?? null;

  function show(placed: readonly Placed[]): void {
    const before = new Map(states.map((state) => [state.note.entry, state]));
    states = placed.map((each, index) => {
      const state = before.get(each.note.entry) ?? newState(each);
      before.delete(each.note.entry);
      Object.assign(state, {
        note: each.note,
        number: index + 1,
        place: each.place,
        words: wordsOf(each.place.ranges),
      });
      dress(state, placed.length);
      return state;
    });
    for (const { marker } of before.values()) marker.remove();
    lines.replaceChildren(...states.map(({ sentence }) => sentence));
    // Only what is not in its order is moved: an element that is moved loses the focus.
    for (const [index, { marker }] of states.entries()) {
      const there = markers.querySelectorAll(".marker")[index] ?? null;
      if (there !== marker) markers.insertBefore(marker, there);
    }
    layout();
  }

  function layout(): void {
    fit();
    const origin = originOf(host);
    const measured = states.map((state) => measure(state.place));
    const taken: Box[] = [];
    for (const [index, state] of states.entries()) {
      const { boxes, hidden, gutterX, light } = measured[index] ?? NOWHERE;
      state.boxes = boxes.filter((_box, line) => !hidden[line]);
      drawLines(state.sentence, boxes, hidden, light, origin);
      const first = boxes[0];
      state.marker.hidden = first === undefined;
      state.spot = null;
      if (first !== undefined) {
        const spot = freeSpot(gutterX, (first.top + first.bottom - MARKER_PX) / 2, taken);
        taken.push(spot);
        state.spot = hidden[0] === true ? null : spot;
        state.marker.toggleAttribute("data-covered", hidden[0] === true);
        draw(state.marker, spot, origin);
      }
      if (state === opened && boxes.length > 0) drawFrame(frame, around(firstRun(boxes)), origin);
    }
  }

  return {
    all: () => states,
    show,
    layout,
    at: (x, y) =>
      states.find(({ spot }) => spot !== null && contains(spot, x, y)) ??
      states.find((state) => state.boxes.some((box) => contains(box, x, y))) ??
      null,
    lost: () => states.filter((state) => wordsOf(state.place.ranges) !== state.words),
    open(mark) {
      opened?.sentence.removeAttribute("data-open");
      opened = stateOf(mark);
      frame.remove();
      if (!opened) return null;
      opened.sentence.setAttribute("data-open", "");
      layer.append(frame);
      layout();
      return frame;
    },
    reveal(mark) {
      const state = stateOf(mark);
      const range = state?.place.ranges[0];
      if (!state || !range || state.boxes.some(isInView)) return;
      range.startContainer.parentElement?.scrollIntoView({ block: "center" });
      layout();
    },
    hover(mark) {
      for (const state of states) state.marker.toggleAttribute("data-hovered", state === mark);
    },
  };
}

const NOWHERE = { boxes: [], hidden: [], gutterX: 0, light: false } as const;

function newState({ note, place }: Placed): State {
  const marker = el("button", {
    class: "marker",
    type: "button",
    "aria-haspopup": "dialog",
    "aria-expanded": "false",
    // Hit tests, which measuring needs, take note of where elements are; to move one that was seen is a layout shift.
    hidden: "",
  });
  const sentence = el("div", { class: "sentence" });
  return { note, number: 0, marker, sentence, place, words: "", boxes: [], spot: null };
}

function dress({ note, number, marker, sentence }: State, total: number): void {
  const { kind, entry, title } = note;
  sentence.dataset["kind"] = kind;
  marker.dataset["kind"] = kind;
  marker.dataset["entry"] = entry;
  marker.setAttribute("aria-label", say("markerLabel", number, total, title));
  marker.replaceChildren(icon(kind));
}

function measure({ block, ranges }: Place) {
  const boxes = linesOf(ranges);
  if (boxes.length === 0) return NOWHERE;
  return {
    boxes,
    hidden: boxes.map((box) => isCovered(box, block)),
    gutterX: gutterOf(block),
    light: hasLightText(block),
  };
}

function drawLines(
  sentence: HTMLElement,
  boxes: readonly Box[],
  hidden: readonly boolean[],
  light: boolean,
  origin: Origin,
): void {
  while (sentence.childElementCount > boxes.length) sentence.lastElementChild?.remove();
  while (sentence.childElementCount < boxes.length) sentence.append(el("div", { class: "line" }));
  sentence.toggleAttribute("data-light-text", light);
  for (const [index, box] of boxes.entries()) {
    const line = sentence.children[index] as HTMLElement;
    line.hidden = hidden[index] === true;
    draw(line, box, origin);
  }
}

function draw({ style }: HTMLElement, box: Box, origin: Origin): void {
  const { left, top, width, height } = within(box, origin);
  style.transform = `translate(${left}px, ${top}px)`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}

// A card is anchored to where a box is laid out, which a transform does not move.
function drawFrame({ style }: HTMLElement, box: Box, origin: Origin): void {
  const { left, top, width, height } = within(box, origin);
  style.left = `${left}px`;
  style.top = `${top}px`;
  style.width = `${width}px`;
  style.height = `${height}px`;
}

/** Where the layer begins in the viewport, and by how much the page's own `zoom` enlarges all that is in it. */
interface Origin {
  readonly left: number;
  readonly top: number;
  readonly zoom: number;
}

function originOf(host: HTMLElement): Origin {
  const { left, top } = host.getBoundingClientRect();
  return { left, top, zoom: host.currentCSSZoom };
}

function within({ left, top, right, bottom }: Box, origin: Origin) {
  return {
    left: (left - origin.left) / origin.zoom,
    top: (top - origin.top) / origin.zoom,
    width: (right - left) / origin.zoom,
    height: (bottom - top) / origin.zoom,
  };
}

// A page's sticky header, dialog or scroll box may stand before the sentence; a mark must not shine through.
function isCovered(box: Box, block: Element): boolean {
  const x = (box.left + box.right) / 2;
  const y = box.bottom - 2;
  if (!isInView({ left: x, right: x + 1, top: y, bottom: y + 1 })) return false;
  const root = block.getRootNode() as Document | ShadowRoot;
  const top = root.elementFromPoint(x, y);
  return top !== null && top.localName !== "sidelight-notes" && !holds(top, block) && !holds(block, top);
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
  const [red = 0, green = 0, blue = 0] = channelsOf(getComputedStyle(block).color);
  return 0.299 * red + 0.587 * green + 0.114 * blue > 140;
}

/** What `ranges` say, with white space folded. */
export function wordsOf(ranges: readonly Range[]): string {
  return foldSpace(ranges.map((range) => range.toString()).join(""));
}

const channels = new Map<string, readonly number[]>();

// A colour may be written in any space (oklch, lab, color); the browser knows what it looks like.
function channelsOf(color: string): readonly number[] {
  const known = channels.get(color);
  if (known) return known;
  const pixel = new OffscreenCanvas(1, 1).getContext("2d");
  if (!pixel) return [];
  pixel.fillStyle = color;
  pixel.fillRect(0, 0, 1, 1);
  const made = [...pixel.getImageData(0, 0, 1, 1).data];
  channels.set(color, made);
  return made;
}
