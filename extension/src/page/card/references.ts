/** References to the sources of a note, by their numbers in its list. */

import { say } from "../../strings";
import type { Note } from "../../wire/messages";
import { el } from "../dom";

/** The numbers of the sources `ids`, small and raised; null where the note has none of them. */
export function references(note: Note, ids: readonly string[]): HTMLElement | null {
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
