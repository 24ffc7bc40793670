/** The panel's list of notes. What is open, typed or scrolled in an item stays as long as its note stays the same. */

import { el } from "../../page/dom";
import type { ListedNote } from "../../page/state";
import { say } from "../../strings";
import { makeItem, type Item, type ItemActs } from "./item";

export interface PanelList {
  /** Shows the notes of a page; `page` tells it from others. */
  readonly show: (page: string, notes: readonly ListedNote[]) => void;
  /** Opens the note of `entry` and goes to it, if it is in the list. */
  readonly go: (entry: string) => void;
}

interface Made {
  readonly item: Item;
  /** What it was made of. */
  readonly told: string;
}

/** Makes the list in `host`. */
export function makeList(
  host: HTMLElement,
  actsOf: (listed: ListedNote) => Omit<ItemActs, "onToggle">,
): PanelList {
  let made = new Map<string, Made>();
  let shownPage = "";
  const open = new Set<string>();

  function item(page: string, listed: ListedNote): Made {
    const { entry } = listed.note;
    const told = JSON.stringify([page, listed]);
    const before = made.get(entry);
    if (before?.told === told) return before;
    const key = `${page} ${entry}`;
    const onToggle = (isOpen: boolean) => void (isOpen ? open.add(key) : open.delete(key));
    const item = makeItem(listed, `note-${entry}`, { ...actsOf(listed), onToggle });
    if (open.has(key)) item.open();
    return { item, told };
  }

  return {
    show(page, notes) {
      const next = new Map(notes.map((listed) => [listed.note.entry, item(page, listed)] as const));
      const isSame =
        page === shownPage &&
        next.size === made.size &&
        [...next].every(([entry, each]) => made.get(entry) === each);
      const focused = page === shownPage ? focusedEntry(host) : null;
      [made, shownPage] = [next, page];
      if (isSame) return;
      const elements = (placed: boolean) =>
        notes
          .filter((listed) => listed.placed === placed)
          .flatMap(({ note }) => made.get(note.entry)?.item.element ?? []);
      const [placed, unplaced] = [elements(true), elements(false)];
      host.replaceChildren(
        ...(placed.length > 0 ? [el("ul", { "aria-label": say("popupNotes") }, ...placed)] : []),
        ...(unplaced.length > 0 ? unplacedGroup(unplaced) : []),
      );
      if (focused !== null) made.get(focused)?.item.focus();
    },
    go(entry) {
      const found = made.get(entry);
      if (!found) return;
      found.item.open();
      found.item.focus();
      found.item.element.scrollIntoView({ block: "start" });
    },
  };
}

function focusedEntry(host: HTMLElement): string | null {
  const focus = document.activeElement?.closest(".item")?.querySelector<HTMLElement>(".heading")?.dataset[
    "focus"
  ];
  return focus !== undefined && host.contains(document.activeElement) ? focus.replace(/^item-/, "") : null;
}

function unplacedGroup(elements: readonly HTMLElement[]): readonly HTMLElement[] {
  return [
    el("p", { id: "unplaced", class: "group-title" }, say("popupUnplaced")),
    el("ul", { "aria-labelledby": "unplaced" }, ...elements),
  ];
}
