/** Estimates in words, a row for each: what or who, the figure, and below them as of when and how it was counted. */

import { say } from "../../strings";
import type { Note, NoteEstimate } from "../../wire/messages";
import { el, svg } from "../dom";
import { dateInWords, figureInWords } from "../formats";
import { references } from "./references";
import { dot } from "./shapes";

/** The row of an estimate among others of its quantity: by who counted, its figure written as `figure`. */
export function rowByCounter(note: Note, estimate: NoteEstimate, figure: string): readonly HTMLElement[] {
  const { counter, method, sources } = estimate;
  return [
    row(note, null, el("span", { class: "what" }, own(note, counter), references(note, sources)), figure),
    details(dated(estimate), words(note, method)),
  ];
}

/** Rows for estimates that have no others of their quantity. */
export function rowsByQuantity(note: Note, estimates: readonly NoteEstimate[]): HTMLElement {
  const rows = estimates.map((estimate) => {
    const { counter, quantity, method, sources } = estimate;
    const what = el("span", { class: "what quantity" }, own(note, quantity));
    return el(
      "li",
      {},
      row(note, sample(isLater(estimate)), what, figureInWords(estimate, note.language)),
      details(words(note, counter, references(note, sources)), dated(estimate), words(note, method)),
    );
  });
  return el("ul", { class: "rows plain" }, ...rows);
}

/** Whether an estimate became known only after the page was published. */
export function isLater(estimate: NoteEstimate): boolean {
  return estimate.known_then === false;
}

/** A dot as the drawings have it, to stand before words. */
export function sample(hollow: boolean): SVGElement {
  const size = { width: 10, height: 10, "aria-hidden": "true" };
  return svg("svg", { class: "drawing sample", ...size }, dot(50, 5, hollow));
}

function row(note: Note, before: SVGElement | null, what: HTMLElement, figure: string): HTMLElement {
  return el(
    "p",
    { class: "row" },
    before,
    what,
    " ",
    el("span", { class: "figure", lang: note.language, dir: "auto" }, figure),
  );
}

// The curator's words, in their own language and direction.
function own(note: Note, text: string): HTMLElement {
  return el("bdi", { lang: note.language }, text);
}

function words(note: Note, text: string | null, after: HTMLElement | null = null): HTMLElement | null {
  return text === null ? null : el("span", {}, own(note, text), after);
}

function dated(estimate: NoteEstimate): HTMLElement {
  const later = isLater(estimate) && el("span", { class: "unseen" }, ` (${say("publishedLater")})`);
  return el("span", {}, say("asOf", dateInWords(estimate.as_of, "short")), later);
}

function details(...parts: readonly (HTMLElement | null)[]): HTMLElement {
  const joined = parts
    .filter((part) => part !== null)
    .flatMap((part, index) => (index > 0 ? [" · ", part] : [part]));
  return el("p", { class: "detail" }, ...joined);
}
