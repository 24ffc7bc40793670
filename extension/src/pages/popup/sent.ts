/** What left the browser for a page: in one sentence, and word for word. */

import { el } from "../../page/dom";
import type { Sent } from "../../page/state";
import { localeOfWords, say, sayCount, type Key } from "../../strings";
import type { NotesRequest } from "../../wire/messages";
import { button } from "../part";

export interface Sending {
  /** Null: nothing was sent. */
  readonly sent: Sent | null;
  /** False: there was trouble, so nobody can say how far it came. */
  readonly answered: boolean;
}

/** One sentence about what was sent, to whom and when. */
export function saySent({ sent, answered }: Sending, now = new Date()): string {
  if (sent === null) return say("popupSentNothing");
  const moment = new Date(sent.at);
  // Of today the hour says enough.
  const isToday = moment.toDateString() === now.toDateString();
  const style: Intl.DateTimeFormatOptions = { timeStyle: "short", ...(isToday ? {} : { dateStyle: "long" }) };
  const when = new Intl.DateTimeFormat(localeOfWords(), style).format(moment);
  const what = contents(sent.request);
  if (!answered) return say("popupSentTried", when, what);
  return say(isToday ? "popupSent" : "popupSentOn", new URL(sent.server).host, when, what);
}

function contents({ title, language, published, blocks }: NotesRequest): string {
  const characters = blocks.reduce((sum, { text }) => sum + [...text].length, 0);
  const parts = [
    title ? say("popupSentTitle") : null,
    language ? say("popupSentLanguage") : null,
    published ? say("popupSentDate") : null,
    sayCount("popupSentBlocks", blocks.length, sayCount("popupSentCharacters", characters)),
  ];
  return new Intl.ListFormat(localeOfWords()).format(parts.filter((part) => part !== null));
}

interface SentPart {
  readonly label: Key;
  readonly texts: readonly string[];
}

function partsOf({ title, language, published, blocks }: NotesRequest): readonly SentPart[] {
  const parts: readonly SentPart[] = [
    { label: "popupSentTitleLabel", texts: title ? [title] : [] },
    { label: "popupSentLanguageLabel", texts: language ? [language] : [] },
    { label: "popupSentDateLabel", texts: published ? [published] : [] },
    { label: "popupSentTextLabel", texts: blocks.map(({ text }) => text) },
  ];
  return parts.filter(({ texts }) => texts.length > 0);
}

/** The same as text, to be copied. */
export function textOfSent(request: NotesRequest): string {
  return partsOf(request)
    .map(({ label, texts }) => `${say(label)}\n${texts.join("\n\n")}`)
    .join("\n\n");
}

/**
 * The sentence, and under it exactly what was sent, folded unless it `isOpen`; `copy` is called with the text that the
 * reader wants.
 */
export function sentView(
  sending: Sending,
  isOpen: boolean,
  copy: (text: string) => void,
): readonly HTMLElement[] {
  const sentence = el("p", { class: "sent" }, saySent(sending));
  if (sending.sent === null) return [sentence];
  const { request } = sending.sent;
  const rows = partsOf(request).flatMap(({ label, texts }) => [
    el("dt", {}, say(label)),
    ...texts.map((text) => el("dd", { lang: request.language ?? null, dir: "auto" }, text)),
  ]);
  const details = el(
    "details",
    isOpen ? { open: "" } : {},
    el("summary", { "data-focus": "sent" }, say("popupSentShow")),
    el(
      "div",
      { class: "sent-box", role: "region", tabindex: 0, "aria-label": say("popupSentShow") },
      el("dl", {}, ...rows),
    ),
    button(say("popupSentCopy"), "copy", () => copy(textOfSent(request)), { class: "small-button" }),
  );
  // It opens below the edge of the popup.
  details.addEventListener("toggle", () => details.open && details.scrollIntoView({ block: "nearest" }));
  return [sentence, details];
}
