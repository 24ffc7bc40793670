/** What was changed in a note since it was first published, and when. */

import { say, type Key } from "../../strings";
import type { Note } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords, momentInWords } from "../formats";

type Change = NonNullable<Note["correction"]>["changes"][number];

const CHANGE_WORDS: Readonly<Record<Change["part"], Readonly<Record<Change["change"], Key>>>> = {
  title: { added: "changedTitle", removed: "changedTitle", changed: "changedTitle" },
  text: { added: "changedText", removed: "changedText", changed: "changedText" },
  steps: { added: "addedStep", removed: "removedStep", changed: "changedStep" },
  figures: { added: "addedFigure", removed: "removedFigure", changed: "changedFigure" },
  sources: { added: "addedSource", removed: "removedSource", changed: "changedSource" },
};
const PARTIAL_DATE = /^\d{4}(-\d\d){0,2}$/;
// A longer text is folded, so that what holds now is not lost below what no longer does.
const SHORT = 90;

/** The last correction of `note`; null where there was none. `news`: it came while the reader had the page open. */
export function correction(note: Note, news: boolean): HTMLElement | null {
  const { correction: found } = note;
  if (!found) return null;
  const when = say("changedOn", momentInWords(found.at));
  return el(
    "section",
    { class: news ? "correction news" : "correction" },
    news ? el("h3", {}, say("correctedNow"), " ", el("span", { class: "when" }, when)) : el("h3", {}, when),
    el("ul", { class: "plain-list" }, ...found.changes.map((change) => line(change, note.language))),
    found.reason === null
      ? null
      : el("p", {}, say("changeReason"), " ", el("q", { lang: note.language, dir: "auto" }, found.reason)),
  );
}

function line({ part, change, label, before }: Change, language: string): HTMLElement {
  const own = (text: string) =>
    el("bdi", { lang: language }, PARTIAL_DATE.test(text) ? dateInWords(text) : text);
  const words = say(CHANGE_WORDS[part][change]);
  const old =
    before === null
      ? []
      : before.length <= SHORT
        ? [el("span", { class: "detail" }, `${say("readBefore")} `, own(before))]
        : [
            el(
              "details",
              {},
              el("summary", {}, say("wordsBefore")),
              el("p", { class: "text", lang: language, dir: "auto" }, before),
            ),
          ];
  return el("li", {}, ...(label === null ? [`${words}.`] : [`${words}: `, own(label)]), ...old);
}
