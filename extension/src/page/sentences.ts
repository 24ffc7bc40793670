/** The sentences in which a reader is told how it went. */

import { say, sayCount } from "../strings";
import type { NotesAnswer } from "../wire/messages";
import type { Trouble } from "../wire/trouble";
import { dateInWords } from "./formats";

/** One sentence about an answer of which `placed` notes stand on the page. */
export function sayAnswer(answer: NotesAnswer, placed: number): string {
  const codes = new Set(answer.notices.map(({ code }) => code));
  if (codes.has("nothing-to-read")) return `${say("noticeNothingToRead")}.`;
  if (codes.has("language-not-covered")) return `${say("noticeLanguage")}.`;
  const unplaced = answer.notes.length - placed;
  const date = answer.published ? say("readAsOf", dateInWords(answer.published)) : null;
  const found = placed === 0 ? say("notesNone") : sayCount("notes", placed);
  const parts = [
    placed > 0 && date !== null ? `${found}, ${date}` : found,
    placed > 0 && date === null ? say("noticeDateUnknown") : null,
    unplaced > 0 ? sayCount("unplaced", unplaced) : null,
  ];
  return parts
    .filter((part) => part !== null)
    .map((part) => `${part}.`)
    .join(" ");
}

/** One sentence about why there is no answer. */
export function sayTrouble(trouble: Exclude<Trouble, { kind: "stopped" }>): string {
  switch (trouble.kind) {
    case "unreachable":
      return say("troubleUnreachable", trouble.server);
    case "not-sidelight":
      return say("troubleNotSidelight", trouble.server);
    case "not-paired":
      return say("troubleNotPaired", trouble.server);
    case "blocked":
      return say(trouble.words);
    case "timeout":
      return say("troubleTimeout");
    case "refused":
      return say("troubleRefused", trouble.detail);
    case "busy":
      return trouble.retryAfter === null
        ? say("troubleBusy")
        : sayCount("troubleBusyFor", trouble.retryAfter);
    case "interrupted":
      return say("troubleInterrupted");
  }
}
