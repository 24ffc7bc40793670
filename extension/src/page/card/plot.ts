/**
 * Estimates of one quantity on one scale: who counted, the figure and its date in words, and below them the figure's place
 * as a dot or a bar. Each row says in words what its drawing shows, so the drawings are hidden from screen readers: a list
 * can be gone through row by row, an image with one long label cannot. The table behind it can be read by columns as well.
 */

import { say } from "../../strings";
import type { Note, NoteEstimate } from "../../wire/messages";
import { el } from "../dom";
import { figureAlone, shortFigure, unitWords } from "../formats";
import { isLater, rowByCounter } from "./rows";
import type { Scale } from "./scale";
import { bar, dot, drawing, line, pathAt, place } from "./shapes";

const HEIGHT = 14;
const MIDDLE = HEIGHT / 2;
// In per cent: between zero's side and the lowest value of a scale that leaves zero out.
const BREAK_AT = 3;

/** The plot of `estimates`, which share quantity and unit, on a scale of that unit. */
export function plot(note: Note, estimates: readonly NoteEstimate[], scale: Scale): HTMLElement {
  const [{ quantity, unit } = { quantity: "", unit: "" }] = estimates;
  const words = unitWords(unit);
  return el(
    "section",
    { class: "plot" },
    el(
      "h3",
      { lang: note.language },
      el("span", { class: "quantity", dir: "auto" }, quantity),
      " ",
      words === "" ? null : el("span", { class: "when", dir: "auto" }, words),
    ),
    el(
      "ul",
      { class: "rows" },
      ...estimates.map((estimate) =>
        el(
          "li",
          {},
          ...rowByCounter(note, estimate, figureAlone(estimate, note.language)),
          drawing(HEIGHT, ...trackOf(scale), ...shapesOf(estimate, scale)),
        ),
      ),
    ),
    ...scaleInWords(scale, unit, note.language),
  );
}

/** The values of estimates, with both ends of ranges. */
export function valuesOf(estimates: readonly NoteEstimate[]): readonly number[] {
  return estimates.flatMap(endsOf);
}

function endsOf({ value, low, high }: NoteEstimate): readonly number[] {
  return [value, low, high].filter((number) => number !== null);
}

function shapesOf(estimate: NoteEstimate, { at }: Scale): readonly SVGElement[] {
  const ends = endsOf(estimate).map(at);
  const from = Math.min(...ends);
  const to = Math.max(...ends);
  const later = isLater(estimate);
  return [
    from < to ? bar(from, to, MIDDLE, later) : dot(from, MIDDLE, later),
    // Where the figure is only a bound, an arrow goes on from it.
    ...(estimate.qualifier === "at least" ? [pathAt(to, MIDDLE, "M8 0h13m-3.5-3.5L21 0l-3.5 3.5")] : []),
    ...(estimate.qualifier === "at most" ? [pathAt(from, MIDDLE, "M-8 0h-13m3.5-3.5L-21 0l3.5 3.5")] : []),
  ];
}

function trackOf({ at, ticks, broken }: Scale): readonly SVGElement[] {
  return [
    line("track", 0, MIDDLE, 100, MIDDLE),
    ...ticks.map((tick) => line("track", at(tick), MIDDLE - 3, at(tick), MIDDLE + 3)),
    ...(broken ? [pathAt(BREAK_AT, MIDDLE, "M-4 4l4-8M1 4l4-8")] : []),
  ];
}

function scaleInWords(
  { at, ticks, broken }: Scale,
  unit: string,
  language: string,
): readonly (HTMLElement | null)[] {
  const labels = ticks.map((tick) =>
    place(el("span", { class: "centred" }, shortFigure(tick, unit, language)), at(tick)),
  );
  return [
    el("p", { class: "below", "aria-hidden": "true" }, ...labels),
    broken ? el("p", { class: "detail", "aria-hidden": "true" }, say("scaleBroken")) : null,
  ];
}
