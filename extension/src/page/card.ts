/** The card of a note: what it says, where that comes from, and why it stands here. */

import { say, type Key } from "../strings";
import type { Kind, Note, NoteSource, Stance } from "../wire/messages";
import { noteBody } from "./card-body";
import { el } from "./dom";
import { dateInWords, isPast, perCent } from "./formats";
import { icon } from "./icons";

/** What a card needs to know besides its note. */
export interface CardContext {
  /** "Note `number` of `total`". */
  readonly number: number;
  readonly total: number;
  /** The page's publication date, or null. */
  readonly published: string | null;
  readonly today: Date;
}

export const KIND_WORDS: Readonly<Record<Kind, Key>> = {
  status: "kindStatus",
  figures: "kindFigures",
  background: "kindBackground",
};
const STANCE_WORDS: Readonly<Record<Stance, Key>> = {
  primary: "stancePrimary",
  independent: "stanceIndependent",
  party: "stanceParty",
};
// Where words change: an editor who looked at ten such notes would move less than one, or more than two.
const SURE = 0.9;
const FAIRLY_SURE = 0.75;

/** The card of `note`, ready to be shown; its close button has the class `close`. */
export function renderCard(note: Note, context: CardContext): HTMLElement {
  return el(
    "div",
    {
      class: "card",
      role: "dialog",
      tabindex: -1,
      popover: "manual",
      "aria-labelledby": "sidelight-title",
      "data-kind": note.kind,
      "data-entry": note.entry,
    },
    head(note, context),
    el(
      "div",
      { class: "scroller" },
      el("h2", { id: "sidelight-title", class: "title", lang: note.language, dir: "auto" }, note.title),
      ...noteBody(note, context.published),
      sources(note),
      why(note, context.today),
    ),
  );
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

function sources(note: Note): HTMLElement | null {
  if (note.sources.length === 0) return null;
  return el(
    "section",
    { class: "sources" },
    el("h3", {}, say("sources")),
    el("ol", {}, ...note.sources.map((source) => el("li", {}, ...sourceParts(source, note.language)))),
  );
}

function sourceParts(source: NoteSource, language: string): readonly (Node | string | null)[] {
  const date =
    source.published === null
      ? say("sourceRead", dateInWords(source.read))
      : say("sourcePublished", dateInWords(source.published));
  return [
    el("span", { class: "publisher" }, source.publisher),
    " ",
    sourceTitle(source, language),
    source.document !== null && source.url !== null ? ` (${source.document})` : null,
    el("span", { class: "stance" }, `${say(STANCE_WORDS[source.stance])}; ${date}`),
  ];
}

function sourceTitle({ title, url, document }: NoteSource, language: string): HTMLElement {
  if (url === null)
    return el("cite", { lang: language }, document === null ? title : `${title}, ${document}`);
  return el(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
    el("cite", { lang: language }, title),
    icon("external"),
    el("span", { class: "unseen" }, ` (${say("opensTab")})`),
  );
}

function why(note: Note, today: Date): HTMLElement {
  const { claim, probability, rule, version } = note.reason;
  const sure: Key = probability >= SURE ? "sureHigh" : probability >= FAIRLY_SURE ? "sureMiddle" : "sureLow";
  const review: Key = isPast(note.review_by, today) ? "reviewOverdue" : "reviewed";
  return el(
    "section",
    { class: "why" },
    el("h3", {}, say("why")),
    el("p", {}, say("whyClaim"), " ", el("q", { lang: note.language }, claim)),
    el("p", { title: `${rule} ${version}` }, say(sure, perCent(probability))),
    el("p", {}, say(review, dateInWords(note.reviewed), dateInWords(note.review_by))),
  );
}
