/** One note in the panel: a heading that opens and closes what the note says. */

import { KIND_WORDS } from "../../page/card/kinds";
import { el } from "../../page/dom";
import { icon } from "../../page/icons";
import type { ListedNote } from "../../page/state";
import { say } from "../../strings";
import { button } from "../part";

export interface ItemActs {
  /** What the note says; asked for when it is first opened. */
  readonly content: () => HTMLElement;
  readonly showInPage: () => void;
  readonly onToggle: (open: boolean) => void;
}

export interface Item {
  readonly element: HTMLElement;
  readonly open: () => void;
  readonly focus: () => void;
}

/** The item of `listed`, closed. Its ids are made of `id`. */
export function makeItem(listed: ListedNote, id: string, acts: ItemActs): Item {
  const { note, placed, corrected } = listed;
  const region = el("div", { id: `${id}-content`, class: "content", hidden: "" });
  const heading = button(
    [
      icon(note.kind),
      el(
        "span",
        { class: "words" },
        el("span", { class: "kind" }, say(KIND_WORDS[note.kind])),
        el("span", { class: "unseen" }, ": "),
        el("span", { class: "title", lang: note.language, dir: "auto" }, note.title),
        corrected ? el("span", { class: "tag" }, say("panelCorrected")) : null,
      ),
      el("span", { class: "chevron", "aria-hidden": "true" }),
    ],
    `item-${note.entry}`,
    () => set(region.hidden),
    { class: "heading", "aria-expanded": "false", "aria-controls": region.id },
  );

  function set(open: boolean): void {
    if (open && region.childNodes.length === 0) {
      region.append(placed ? way(listed, acts.showInPage) : lost(listed), acts.content());
    }
    region.hidden = !open;
    heading.setAttribute("aria-expanded", String(open));
    acts.onToggle(open);
  }

  return {
    element: el("li", { class: "item", "data-kind": note.kind }, el("h2", {}, heading), region),
    open: () => set(true),
    focus: () => heading.focus(),
  };
}

function way({ note }: ListedNote, showInPage: () => void): HTMLElement {
  return button(say("panelShow"), `show-${note.entry}`, showInPage, { class: "small-button" });
}

function lost({ note }: ListedNote): HTMLElement {
  const quote = el("blockquote", { lang: note.language, dir: "auto" }, note.target.selector.exact);
  return el("div", { class: "lost" }, el("p", {}, say("panelLost")), quote);
}
