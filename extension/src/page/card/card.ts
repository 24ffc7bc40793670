/** The card of a note: what it says, where that comes from, and why it stands here. */

import { localeOfWords, say } from "../../strings";
import type { Note } from "../../wire/messages";
import { el } from "../dom";
import { icon } from "../icons";
import { noteBody } from "./body";
import { correction } from "./correction";
import { KIND_WORDS } from "./kinds";
import { reportForm, type SendReport } from "./report";
import { sources } from "./sources";
import { why } from "./why";

/** What a card needs to know besides its note. */
export interface CardContext {
  /** "Note `number` of `total`". */
  readonly number: number;
  readonly total: number;
  /** The page's publication date, or null. */
  readonly published: string | null;
  readonly today: Date;
  /** What is new since the reader opened the page; null: nothing. */
  readonly news: "corrected" | null;
  /** Sends a report on this note; null where none can be sent. */
  readonly report: SendReport | null;
}

/** The card of `note`, ready to be shown; its close button has the class `close`. The card itself is what scrolls. */
export function renderCard(note: Note, context: CardContext): HTMLElement {
  return el(
    "div",
    {
      class: "card",
      role: "dialog",
      tabindex: -1,
      popover: "manual",
      lang: localeOfWords(),
      dir: say("direction"),
      "aria-labelledby": "sidelight-title",
      "data-kind": note.kind,
      "data-entry": note.entry,
    },
    head(note, context),
    el("h2", { id: "sidelight-title", class: "title", lang: note.language, dir: "auto" }, note.title),
    ...cardContent(note, context),
  );
}

/** The parts of a card under its title. */
export function cardContent(
  note: Note,
  { news, published, report, today }: Omit<CardContext, "number" | "total">,
): readonly (Element | null)[] {
  const changed = correction(note, news === "corrected");
  return [
    news && changed,
    ...noteBody(note, published, today),
    sources(note),
    news ? null : changed,
    why(note, today),
    report && reportForm(note, report),
  ];
}

function head(note: Note, { number, total }: CardContext): HTMLElement {
  return el(
    "div",
    { class: "head" },
    el("span", { class: "kind" }, icon(note.kind), say(KIND_WORDS[note.kind])),
    el("span", { class: "number" }, say("noteNumber", number, total)),
    el("button", { class: "icon-button close", type: "button", "aria-label": say("close") }, icon("close")),
  );
}
