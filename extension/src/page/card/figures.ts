/** What a figures card sets side by side: a plot for each quantity that has several figures, and the table behind. */

import { say } from "../../strings";
import type { Note, NoteEstimate } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords } from "../formats";
import { plot, valuesOf } from "./plot";
import { isLater, rowsByQuantity, sample } from "./rows";
import { scaleOf, type Scale } from "./scale";
import { estimatesTable } from "./table";

/** The estimates of `note` for a page published on `published` (or null). */
export function estimates(note: Note, published: string | null): HTMLElement {
  const groups = byQuantity(note.estimates);
  const compared = groups.filter((group) => group.length > 1);
  const single = groups.filter((group) => group.length === 1).flat();
  return el(
    "section",
    { class: "estimates" },
    published === null
      ? el("p", { class: "undated" }, say("dateUnknown"))
      : legend(note.estimates, published),
    ...compared.map((group) => plot(note, knownFirst(group), scaleFor(group, note.estimates))),
    single.length > 0 ? rowsByQuantity(note, knownFirst(single)) : null,
    el("details", {}, el("summary", {}, say("asTable")), estimatesTable(note, published)),
  );
}

// Shares of the same whole can be compared across quantities, so they have one scale for all.
function scaleFor(group: readonly NoteEstimate[], all: readonly NoteEstimate[]): Scale {
  const unit = group[0]?.unit ?? "";
  return scaleOf(valuesOf(unit.startsWith("%") ? all.filter((each) => each.unit === unit) : group));
}

function byQuantity(all: readonly NoteEstimate[]): readonly (readonly NoteEstimate[])[] {
  const groups = new Map<string, NoteEstimate[]>();
  for (const estimate of all) {
    const key = `${estimate.quantity}\n${estimate.unit}`;
    groups.set(key, [...(groups.get(key) ?? []), estimate]);
  }
  return [...groups.values()];
}

function knownFirst(group: readonly NoteEstimate[]): readonly NoteEstimate[] {
  return group.toSorted((one, other) => Number(isLater(one)) - Number(isLater(other)));
}

function legend(all: readonly NoteEstimate[], published: string): HTMLElement {
  const known = all.some((estimate) => estimate.known_then === true);
  const later = all.some(isLater);
  return el(
    "p",
    { class: "legend" },
    known && el("span", {}, sample(false), say("knownThen", dateInWords(published, "short"))),
    later && el("span", {}, sample(true), say("publishedLater")),
  );
}
