/** The estimates of a note as a table, what was known when the page was published apart from what came later. */

import { say } from "../../strings";
import type { Note, NoteEstimate } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords, figureInWords } from "../formats";
import { references } from "./references";

/** The table of all estimates of `note` for a page published on `published` (or null). */
export function estimatesTable(note: Note, published: string | null): HTMLElement {
  const known = note.estimates.filter((estimate) => estimate.known_then === true);
  const later = note.estimates.filter((estimate) => estimate.known_then === false);
  const undecided = note.estimates.filter((estimate) => estimate.known_then === null);
  const columns = [say("counter"), say("figure"), say("figureAsOf")];
  return el(
    "table",
    {},
    el("thead", {}, el("tr", {}, ...columns.map((words) => el("th", { scope: "col" }, words)))),
    published === null ? null : rows(note, say("knownThen", dateInWords(published)), known),
    rows(note, published === null ? null : say("publishedLater"), later),
    rows(note, null, undecided),
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
      { scope: "row", lang: note.language, dir: "auto" },
      counter,
      references(note, sources),
      method === null ? null : el("span", { class: "detail" }, method),
    ),
    el(
      "td",
      { lang: note.language, dir: "auto" },
      el("span", { class: "figure", dir: "auto" }, figureInWords(estimate, note.language)),
      el("span", { class: "detail" }, quantity),
    ),
    el("td", { class: "date" }, dateInWords(as_of, "short")),
  );
}
