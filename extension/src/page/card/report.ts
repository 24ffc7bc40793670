/** A reader's word on a note, at the foot of its card. What was typed stays until it is sent, also when the card closes. */

import { say, type Key } from "../../strings";
import type { Note } from "../../wire/messages";
import { el } from "../dom";
import { icon } from "../icons";

export interface ReportDraft {
  readonly kind: "helpful" | "wrong-place" | "wrong-content";
  /** What the reader wrote, or null. */
  readonly words: string | null;
  /** Whether the sentence of the page goes with it. */
  readonly withSentence: boolean;
}

/** Sends a report; gives null, or a sentence that says what went wrong. */
export type SendReport = (draft: ReportDraft) => Promise<string | null>;

interface Kept {
  kind: ReportDraft["kind"] | null;
  words: string;
  withSentence: boolean;
  state: "open" | "sending" | "sent";
}

const KINDS: readonly (readonly [ReportDraft["kind"], Key])[] = [
  ["helpful", "reportHelpful"],
  ["wrong-place", "reportPlace"],
  ["wrong-content", "reportContent"],
];
const MOST_WORDS = 500;
const kept = new Map<string, Kept>();

/** The form for a report on `note`. */
export function reportForm(note: Note, send: SendReport): HTMLElement {
  // A correction brings a new note, about which the reader may have something else to say.
  const key = JSON.stringify([note.entry, note.revision, note.target]);
  const draft: Kept = kept.get(key) ?? { kind: null, words: "", withSentence: false, state: "open" };
  kept.set(key, draft);

  const outcome = el("p", { class: "outcome", role: "status" });
  const words = el("textarea", { id: "sidelight-words", rows: 2, maxlength: MOST_WORDS });
  const tick = el("input", { type: "checkbox", id: "sidelight-sentence" });
  const submit = el("button", { type: "submit", class: "button" }, say("reportSend"));
  const sent = el("p", { class: "detail", id: "sidelight-sent" });
  const details = el(
    "form",
    { class: "details" },
    el("label", { for: words.id }, say("reportWords")),
    words,
    el("p", { class: "tick" }, tick, " ", el("label", { for: tick.id }, say("reportSentence"))),
    submit,
  );
  const answers = KINDS.map(([kind, key]) => {
    const button = el("button", { type: "button", class: "button", "aria-describedby": sent.id }, say(key));
    button.addEventListener("click", () => choose(kind));
    return { kind, button };
  });
  words.value = draft.words;
  tick.checked = draft.withSentence;

  function choose(kind: ReportDraft["kind"]): void {
    if (draft.state !== "open") return;
    outcome.textContent = "";
    draft.kind = draft.kind === kind ? null : kind;
    show();
    if (draft.kind === "helpful") void deliver({ kind: draft.kind, words: null, withSentence: false });
  }

  async function deliver(report: ReportDraft): Promise<void> {
    draft.state = "sending";
    show();
    const trouble = await send(report);
    draft.state = trouble === null ? "sent" : "open";
    if (trouble !== null && report.kind === "helpful") draft.kind = null;
    show();
    outcome.textContent = trouble ?? say("reportThanks");
    outcome.dataset["tone"] = trouble === null ? "news" : "trouble";
  }

  function show(): void {
    const over = draft.state === "sent";
    // A control that is hidden while it has the focus would throw the reader out of the card.
    if (over && details.matches(":focus-within")) {
      answers.find(({ kind }) => kind === draft.kind)?.button.focus();
    }
    for (const { kind, button } of answers) {
      const chosen = kind === draft.kind;
      button.setAttribute("aria-pressed", String(chosen));
      button.setAttribute("aria-disabled", String(draft.state !== "open"));
      button.hidden = over && !chosen;
      button.querySelector(".icon")?.remove();
      if (over) button.prepend(icon("check"));
    }
    submit.setAttribute("aria-disabled", String(draft.state !== "open"));
    const asks = draft.kind === "wrong-place" || draft.kind === "wrong-content";
    details.hidden = over || !asks;
    sent.hidden = over;
    sent.textContent = say(asks ? "reportSentMore" : "reportSent");
  }

  words.addEventListener("input", () => (draft.words = words.value));
  tick.addEventListener("change", () => (draft.withSentence = tick.checked));
  details.addEventListener("submit", (event) => {
    event.preventDefault();
    if (draft.state !== "open" || draft.kind === null) return;
    void deliver({ kind: draft.kind, words: draft.words.trim() || null, withSentence: draft.withSentence });
  });
  // The page must not take a letter that is typed here for one of its shortcuts.
  for (const type of ["keydown", "keypress", "keyup"]) {
    words.addEventListener(type, (event) => event.stopPropagation());
  }

  show();
  if (draft.state === "sent") outcome.textContent = say("reportThanks");
  return el(
    "section",
    { class: "report" },
    el("h3", { id: "sidelight-report" }, say("report")),
    el(
      "div",
      { class: "answers", role: "group", "aria-labelledby": "sidelight-report" },
      ...answers.map(({ button }) => button),
    ),
    details,
    outcome,
    sent,
  );
}
