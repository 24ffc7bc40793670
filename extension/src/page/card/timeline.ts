/**
 * The drawing of a status entry: its steps along time, with the page's day and now. It is hidden from screen readers,
 * because the words below it say all that it shows, in the same order.
 */

import { localeOfWords, say } from "../../strings";
import type { NoteDevelopment } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords, endOf, startOf } from "../formats";
import { bar, dot, drawing, line, pathAt, place } from "./shapes";

interface Step {
  readonly at: number;
  /** Where its span ends; null for a step that is drawn as a dot. */
  readonly until: number | null;
  readonly later: boolean;
}

// In per cent of the width: what two dots need to stand apart in a window of 320 pixels.
const APART = 3.6;
// In such a window the word at the end needs so much, and a label before it so much for each of its letters.
const END_LABEL = 12;
const LETTER = 1.2;
// Dots in one place stand on one another; of more than these a plus tells.
const HIGHEST = 4;
const PITCH = 10;
const MARGIN = 7;

/** The drawing of `steps` for a page published on `published` (or null); null where there is no time to draw. */
export function timeline(
  steps: readonly NoteDevelopment[],
  published: string | null,
  today: Date,
): HTMLElement | null {
  const [first] = steps;
  if (!first) return null;
  const page = published === null ? null : middle(published);
  const start = published !== null && middle(published) < middle(first.date) ? published : first.date;
  const from = middle(start);
  const to = today.getTime();
  if (to <= from) return null;
  const along = (time: number) => (100 * Math.min(Math.max(time - from, 0), to - from)) / (to - from);
  // Even a step of yesterday has room between the page's mark and the end.
  const last = steps.some((step) => step.since_page === true) ? 100 - APART : 100;
  const pageAt = page === null ? null : Math.min(along(page), last);
  const columns = inColumns(steps.map((step) => placed(step, along, pageAt)));

  const height = 2 * MARGIN + PITCH * Math.min(HIGHEST, Math.max(...columns.map((column) => column.length)));
  const axis = height - MARGIN;
  const ticks = timeTicks(from, to).map(({ time, words }) => ({ at: along(time), words }));
  const labelled = ticks.filter(({ at, words }) => at < 100 - END_LABEL - LETTER * words.length);
  return el(
    "div",
    { class: "timeline", "aria-hidden": "true" },
    pageAt === null ? null : el("p", { class: "above" }, label("leaning", pageAt, say("thisPage"))),
    drawing(
      height,
      line("axis", pageAt ?? 0, axis, 100, axis),
      line("axis known", 0, axis, pageAt ?? 0, axis),
      ...ticks.map(({ at }) => line("axis", at, axis, at, axis + MARGIN)),
      ...columns.flatMap((column) => spansOf(column, axis)),
      ...(pageAt === null ? [] : [line("page", pageAt, 0, pageAt, height)]),
      line("end", 100, axis - MARGIN, 100, height),
      ...columns.flatMap((column) => dotsOf(column, axis)),
    ),
    el(
      "p",
      { class: "below" },
      ...(labelled.length > 0
        ? labelled.map(({ at, words }) => label("centred", at, words))
        : [label("leaning", 0, dateInWords(start, "short"))]),
      label("leaning", 100, say("now")),
    ),
  );
}

function label(manner: "leaning" | "centred", at: number, words: string): HTMLElement {
  return place(el("span", { class: manner }, words), at);
}

// Of a date by month or year nobody knows the day; its middle is the least wrong.
function middle(date: string): number {
  return (startOf(date) + endOf(date)) / 2;
}

function placed(step: NoteDevelopment, along: (time: number) => number, page: number | null): Step {
  const later = step.since_page === true;
  // A step of the day before the page must not lie on the far side of its mark, nor touch one of the day after.
  const inside = (at: number) =>
    page === null ? at : later ? Math.max(at, page + APART / 2) : Math.min(at, page - APART / 2);
  const at = inside(Math.min(along(middle(step.date)), 100 - APART / 2));
  const until = step.until === null ? at : along(middle(step.until));
  return { at, until: until - at > APART ? until : null, later };
}

// Steps that are too near to stand beside one another are one column, at the place of its first.
function inColumns(steps: readonly Step[]): readonly (readonly Step[])[] {
  const columns: Step[][] = [];
  for (const step of steps.toSorted((one, other) => one.at - other.at)) {
    const last = columns.at(-1);
    const [foot] = last ?? [];
    if (last && foot && foot.later === step.later && step.at - foot.at < APART) last.push(step);
    else columns.push([step]);
  }
  return columns;
}

function spansOf(column: readonly Step[], axis: number): readonly SVGElement[] {
  return column.flatMap(({ at, until, later }) => (until === null ? [] : [bar(at, until, axis, later)]));
}

// The lowest place of a column belongs to a span that begins there.
function dotsOf(column: readonly Step[], axis: number): readonly SVGElement[] {
  const [foot] = column;
  if (!foot) return [];
  const dots = column.filter(({ until }) => until === null);
  const lowest = dots.length < column.length ? 1 : 0;
  const room = HIGHEST - lowest;
  const shown = dots.length > room ? room - 1 : dots.length;
  const level = (number: number) => axis - PITCH * (lowest + number);
  return [
    ...dots.slice(0, shown).map(({ later }, number) => dot(foot.at, level(number), later)),
    ...(shown < dots.length ? [pathAt(foot.at, level(shown), "M-3.5 0h7M0-3.5v7")] : []),
  ];
}

const YEAR = 12;
const MONTHS = [1, 3, 6, YEAR, 2 * YEAR, 5 * YEAR, 10 * YEAR, 25 * YEAR, 100 * YEAR];
const MOST_YEARS = 5;
const MOST_MONTHS = 3;

// Round dates between two times, as many as can be labelled.
function timeTicks(from: number, to: number): readonly { readonly time: number; readonly words: string }[] {
  for (const step of MONTHS) {
    const years = step >= YEAR;
    const dates = multiples(step, from, to);
    if (dates.length > (years ? MOST_YEARS : MOST_MONTHS)) continue;
    const format = new Intl.DateTimeFormat(localeOfWords(), {
      year: "numeric",
      ...(years ? {} : { month: "short" }),
      timeZone: "UTC",
    });
    return dates.map((time) => ({ time, words: format.format(time) }));
  }
  return [];
}

// The first days of every `step` months between two times; one more than can be labelled is enough.
function multiples(step: number, from: number, to: number): readonly number[] {
  const start = new Date(from);
  const dates: number[] = [];
  let month = step * (Math.floor((start.getUTCFullYear() * YEAR + start.getUTCMonth()) / step) + 1);
  for (; dates.length <= MOST_YEARS; month += step) {
    const time = Date.UTC(Math.floor(month / YEAR), month % YEAR);
    if (time >= to) break;
    dates.push(time);
  }
  return dates;
}
