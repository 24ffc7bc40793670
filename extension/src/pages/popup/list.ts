/** The notes of a page, as a list to choose from. */

import { KIND_WORDS } from "../../page/card/kinds";
import { el } from "../../page/dom";
import { icon } from "../../page/icons";
import type { ListedNote } from "../../page/state";
import { say } from "../../strings";
import { button } from "../part";

/** The list: first the notes that stand on the page, then those that do not. */
export function listView(
  notes: readonly ListedNote[],
  choose: (listed: ListedNote) => void,
): readonly (Node | null)[] {
  const placed = notes.filter((listed) => listed.placed);
  const unplaced = notes.filter((listed) => !listed.placed);
  // Of one group the sentence above says enough for those who see it there.
  const titleClass = unplaced.length === 0 ? "unseen" : null;
  return [
    groupView({ id: "notes-placed", title: say("popupNotes"), titleClass }, placed, choose),
    groupView({ id: "notes-unplaced", title: say("popupUnplaced"), titleClass }, unplaced, choose),
  ];
}

interface GroupTitle {
  readonly id: string;
  readonly title: string;
  readonly titleClass: string | null;
}

function groupView(
  { id, title, titleClass }: GroupTitle,
  notes: readonly ListedNote[],
  choose: (listed: ListedNote) => void,
): HTMLElement | null {
  if (notes.length === 0) return null;
  return el(
    "div",
    { class: "group" },
    el("h2", { id, class: titleClass }, title),
    el("ul", { class: "notes", "aria-labelledby": id }, ...notes.map((listed) => itemView(listed, choose))),
  );
}

function itemView(listed: ListedNote, choose: (listed: ListedNote) => void): HTMLElement {
  const { note, corrected } = listed;
  const words = el(
    "span",
    { class: "words" },
    el("span", { class: "unseen" }, `${say(KIND_WORDS[note.kind])}: `),
    el("span", { class: "title", lang: note.language, dir: "auto" }, note.title),
    corrected ? " " : null,
    corrected ? el("span", { class: "tag" }, say("popupCorrected")) : null,
  );
  return el(
    "li",
    { "data-kind": note.kind },
    button([icon(note.kind), words], `note-${note.entry}`, () => choose(listed), { class: "note" }),
  );
}

/** What can be done with all notes at once; nothing where there are none. */
export function allNotesView(
  notes: readonly ListedNote[],
  acts: { readonly list: () => void; readonly remove: () => void },
): readonly Node[] {
  if (notes.length === 0) return [];
  return [
    button(say("popupList"), "list", acts.list, { class: "small-button" }),
    button(say("popupRemove"), "remove", acts.remove, { class: "small-button" }),
  ];
}
