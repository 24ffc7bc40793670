/** Why a note stands at its sentence: the claim, how sure that is and what spoke for it, and how fresh the note is. */

import { say, type Key } from "../../strings";
import type { Note } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords, isPast, momentInWords, perCent } from "../formats";

// Where words change: an editor who looked at ten such notes would move less than one, or more than two.
const SURE = 0.9;
const FAIRLY_SURE = 0.75;

// What the matcher looks at and a reader can be told truly: words, and from which value on they hold. What only shifts
// the odds without a meaning of its own (such as the exclusions' margin) has no words.
const SPOKE: Readonly<Record<string, { readonly words: Key; readonly from: number }>> = {
  read: { words: "spokeRead", from: 0 },
  margin: { words: "spokeMargin", from: 0.05 },
  cosine: { words: "spokeMeaning", from: 0.6 },
  "cosine in context": { words: "spokeMeaningInContext", from: 0.6 },
  "claim covered": { words: "spokeClaim", from: 0.4 },
  "claim covered in context": { words: "spokeClaimInContext", from: 0.4 },
  "sentence covered": { words: "spokeSentence", from: 0.5 },
  "title covered": { words: "spokeTitle", from: 0.4 },
  "title covered in context": { words: "spokeTitleInContext", from: 0.4 },
  "numbers shared": { words: "spokeNumbers", from: 1 },
};

/** The part of the card that answers "why this note?". */
export function why(note: Note, today: Date): HTMLElement {
  const { claim, probability, rule, version } = note.reason;
  const sure: Key = probability >= SURE ? "sureHigh" : probability >= FAIRLY_SURE ? "sureMiddle" : "sureLow";
  const review: Key = isPast(note.review_by, today) ? "reviewOverdue" : "reviewed";
  return el(
    "section",
    { class: "why" },
    el("h3", {}, say("why")),
    el("p", {}, say("whyClaim"), " ", el("q", { lang: note.language, dir: "auto" }, claim)),
    el("p", {}, say(sure, perCent(probability))),
    spokeFor(note),
    el("p", {}, say(review, dateInWords(note.reviewed), dateInWords(note.review_by))),
    el(
      "p",
      {},
      say("revision", note.revision, momentInWords(note.published_at)),
      " ",
      say("chosenBy", rule, version),
    ),
  );
}

function spokeFor({ reason }: Note): HTMLElement | null {
  const words = (reason.features ?? []).flatMap(({ feature, value, effect }) => {
    const known = SPOKE[feature];
    return known && effect > 0 && value >= known.from ? [say(known.words)] : [];
  });
  if (words.length === 0) return null;
  return el(
    "details",
    {},
    el("summary", {}, say("spokeFor")),
    el("ul", { class: "plain-list" }, ...words.map((each) => el("li", {}, each))),
  );
}
