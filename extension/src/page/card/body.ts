/** What a note says, by its kind. What held when the page was published and what came later are never mixed. */

import { say, sayCount } from "../../strings";
import type { Note, NoteDevelopment } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords, datesInWords } from "../formats";
import { estimates } from "./figures";
import { references } from "./references";
import { timeline } from "./timeline";

/** The parts of the card of `note` between its title and its sources, for a page published on `published` (or null). */
export function noteBody(note: Note, published: string | null, today: Date): readonly (HTMLElement | null)[] {
  if (note.kind === "status") return statusBody(note, published, today);
  if (note.kind === "figures") return [estimates(note, published), now(note)];
  return [now(note)];
}

function statusBody(note: Note, published: string | null, today: Date): readonly (HTMLElement | null)[] {
  const steps = note.developments;
  const drawn = timeline(steps, published, today);
  if (published === null) {
    return [
      drawn,
      el("p", { class: "undated" }, say("dateUnknown")),
      now(note),
      steps.length > 0 ? section(say("steps"), null, list(note, steps)) : null,
    ];
  }
  const since = steps.filter((step) => step.since_page === true);
  const known = steps.filter((step) => step.since_page !== true);
  const then = note.then;
  // The last known step is told as `then`; a second telling of it would look like another step.
  const earlier = known.filter((step) => !(then && step.date === then.date && step.text === then.text));
  return [
    drawn,
    section(
      say("then"),
      published,
      then === null ? el("p", { class: "nothing" }, say("thenUnknown")) : list(note, [told(then, known)]),
      earlier.length > 0 ? folded(sayCount("earlier", earlier.length), list(note, earlier)) : null,
    ),
    section(
      say("since"),
      null,
      since.length > 0 ? list(note, since) : el("p", { class: "nothing" }, say("sinceNone")),
    ),
    now(note),
  ];
}

// `then` is a text and a date; the step behind it has the sources and the end of its span as well.
function told(
  then: { readonly date: string; readonly text: string },
  known: readonly NoteDevelopment[],
): NoteDevelopment {
  const step = known.find((each) => each.date === then.date && each.text === then.text);
  return step ?? { ...then, until: null, since_page: false, sources: [] };
}

function now(note: Note): HTMLElement {
  return el(
    "section",
    { class: "now" },
    el("h3", {}, say("now"), " ", el("span", { class: "when" }, say("asOf", dateInWords(note.now.date)))),
    el("p", { class: "text", lang: note.language, dir: "auto" }, note.now.text),
  );
}

function section(
  heading: string,
  date: string | null,
  ...children: readonly (HTMLElement | null)[]
): HTMLElement {
  const when = date === null ? null : el("span", { class: "when" }, dateInWords(date));
  return el("section", {}, el("h3", {}, heading, when && " ", when), ...children);
}

function folded(summary: string, content: HTMLElement): HTMLElement {
  return el("details", {}, el("summary", {}, summary), content);
}

function list(note: Note, steps: readonly NoteDevelopment[]): HTMLElement {
  const items = steps.map((step) =>
    el(
      "li",
      { class: step.since_page === true ? "later" : null },
      el("span", { class: "date" }, datesInWords(step.date, step.until)),
      el(
        "span",
        { class: "text", lang: note.language, dir: "auto" },
        step.text,
        references(note, step.sources),
      ),
    ),
  );
  return el("ol", { class: "steps" }, ...items);
}
