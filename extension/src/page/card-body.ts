/** What a note says, by its kind. What held when the page was published and what came later are never mixed. */

import { say, sayCount } from "../strings";
import type { Note, NoteDevelopment, NoteEstimate } from "../wire/messages";
import { el } from "./dom";
import { dateInWords, datesInWords, figureInWords } from "./formats";

/** The parts of the card of `note` between its title and its sources, for a page published on `published` (or null). */
export function noteBody(note: Note, published: string | null): readonly (HTMLElement | null)[] {
  if (note.kind === "status") return statusBody(note, published);
  if (note.kind === "figures") return [estimates(note, published), now(note)];
  return [now(note)];
}

function statusBody(note: Note, published: string | null): readonly (HTMLElement | null)[] {
  const steps = note.developments;
  if (published === null) {
    return [
      undated(),
      now(note),
      steps.length > 0 ? section(say("steps"), null, timeline(note, steps)) : null,
    ];
  }
  const since = steps.filter((step) => step.since_page === true);
  const known = steps.filter((step) => step.since_page !== true);
  const then = note.then;
  // The last known step is told as `then`; a second telling of it would look like another step.
  const earlier = known.filter((step) => !(then && step.date === then.date && step.text === then.text));
  return [
    section(
      say("then"),
      published,
      then === null ? el("p", { class: "nothing" }, say("thenUnknown")) : timeline(note, [told(then, known)]),
      earlier.length > 0 ? folded(sayCount("earlier", earlier.length), timeline(note, earlier)) : null,
    ),
    section(
      say("since"),
      null,
      since.length > 0 ? timeline(note, since) : el("p", { class: "nothing" }, say("sinceNone")),
    ),
    now(note),
  ];
}

// `then` is a text and a date; the step behind it has the sources and the end of its span as well.
function told(
  then: { readonly date: string; readonly text: string },
  known: readonly NoteDevelopment[],
): NoteDevelopment {
  const step = known.find((each) => each.date === then.date && each.text === then.text);
  return step ?? { ...then, until: null, since_page: false, sources: [] };
}

function now(note: Note): HTMLElement {
  return el(
    "section",
    { class: "now" },
    el("h3", {}, say("now"), el("span", { class: "when" }, say("asOf", dateInWords(note.now.date)))),
    el("p", { class: "text", lang: note.language, dir: "auto" }, note.now.text),
  );
}

function undated(): HTMLElement {
  return el("p", { class: "undated" }, say("dateUnknown"));
}

function section(
  heading: string,
  date: string | null,
  ...children: readonly (HTMLElement | null)[]
): HTMLElement {
  const when = date === null ? null : el("span", { class: "when" }, dateInWords(date));
  return el("section", {}, el("h3", {}, heading, when), ...children);
}

function folded(summary: string, content: HTMLElement): HTMLElement {
  return el("details", {}, el("summary", {}, summary), content);
}

function timeline(note: Note, steps: readonly NoteDevelopment[]): HTMLElement {
  const items = steps.map((step) =>
    el(
      "li",
      {},
      el("span", { class: "date" }, datesInWords(step.date, step.until)),
      el(
        "span",
        { class: "text", lang: note.language, dir: "auto" },
        step.text,
        references(note, step.sources),
      ),
    ),
  );
  return el("ol", { class: "steps" }, ...items);
}

function estimates(note: Note, published: string | null): HTMLElement {
  const known = note.estimates.filter((estimate) => estimate.known_then === true);
  const later = note.estimates.filter((estimate) => estimate.known_then === false);
  const undecided = note.estimates.filter((estimate) => estimate.known_then === null);
  const head = el(
    "thead",
    {},
    el("tr", {}, column(say("counter")), column(say("figure")), column(say("figureAsOf"))),
  );
  return el(
    "section",
    { class: "estimates" },
    published === null ? undated() : null,
    el(
      "table",
      {},
      head,
      published === null ? null : rows(note, say("knownThen", dateInWords(published)), known),
      rows(note, published === null ? null : say("publishedLater"), later),
      rows(note, null, undecided),
    ),
  );
}

function rows(
  note: Note,
  heading: string | null,
  group: readonly NoteEstimate[],
): HTMLTableSectionElement | null {
  if (group.length === 0) return null;
  const title =
    heading === null
      ? null
      : el("tr", { class: "group" }, el("th", { colspan: 3, scope: "rowgroup" }, heading));
  return el("tbody", {}, title, ...group.map((estimate) => row(note, estimate)));
}

function row(note: Note, estimate: NoteEstimate): HTMLTableRowElement {
  const { counter, quantity, method, as_of, sources } = estimate;
  return el(
    "tr",
    {},
    el(
      "th",
      { scope: "row", lang: note.language },
      counter,
      references(note, sources),
      method === null ? null : el("span", { class: "detail" }, method),
    ),
    el(
      "td",
      { lang: note.language },
      el("span", { class: "figure" }, figureInWords(estimate)),
      el("span", { class: "detail" }, quantity),
    ),
    el("td", { class: "date" }, dateInWords(as_of, "short")),
  );
}

function column(words: string): HTMLElement {
  return el("th", { scope: "col" }, words);
}

// By their numbers in the list of sources below.
function references(note: Note, ids: readonly string[]): HTMLElement | null {
  const numbers = ids
    .map((id) => note.sources.findIndex((source) => source.id === id) + 1)
    .filter((number) => number > 0);
  if (numbers.length === 0) return null;
  const list = numbers.join(", ");
  return el(
    "sup",
    { class: "references" },
    el("span", { "aria-hidden": "true" }, list),
    el("span", { class: "unseen" }, say("sourceNumbers", list)),
  );
}
