import { beforeEach, describe, expect, it } from "vitest";
import { reportForm, type ReportDraft } from "../src/page/card/report";
import type { Note } from "../src/wire/messages";
import { makeNote } from "./notes";

const text = (element: Element | null | undefined) =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim();

let sent: ReportDraft[];
let answers: (string | null)[];
let revision = 0;

beforeEach(() => {
  sent = [];
  answers = [];
  revision += 1;
  document.body.replaceChildren();
});

// A note of its own for each test, because what a reader did to a note is remembered.
function open(note: Note = makeNote({ revision })) {
  const form = reportForm(note, (draft) => {
    sent.push(draft);
    return Promise.resolve(answers.shift() ?? null);
  });
  document.body.replaceChildren(form);
  const button = (words: string) => {
    const found = [...form.querySelectorAll("button")].find((each) => text(each) === words);
    if (!found) throw new Error(`no button ${words}`);
    return found;
  };
  const words = form.querySelector("textarea");
  const tick = form.querySelector("input");
  if (!words || !tick) throw new Error("the form is not whole");
  return {
    button,
    words,
    tick,
    details: form.querySelector("form"),
    status: form.querySelector("[role=status]"),
    shown: () =>
      [...form.querySelectorAll<HTMLElement>(".answers button")].filter((each) => !each.hidden).map(text),
    write: (value: string) => {
      words.value = value;
      words.dispatchEvent(new Event("input"));
    },
    form,
  };
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
}

describe("a report", () => {
  it("that a note is helpful is sent at once, and thanked for", async () => {
    const { button, details, status, shown } = open();
    expect(text(status)).toBe("");
    button("Helpful").click();
    await settle();
    expect(sent).toEqual([{ kind: "helpful", words: null, withSentence: false }]);
    expect(text(status)).toMatch(/^Thank you/);
    expect(details?.hidden).toBe(true);
    expect(shown()).toEqual(["Helpful"]);
  });

  it.each([
    ["Wrong place", "wrong-place"],
    ["Wrong content", "wrong-content"],
  ])("of %s asks for more before it is sent", async (words, kind) => {
    const report = open();
    report.button(words).click();
    await settle();
    expect(sent).toEqual([]);
    expect(report.button(words).getAttribute("aria-pressed")).toBe("true");
    expect(report.details?.hidden).toBe(false);
    report.write("  It is about another summit. ");
    report.tick.click();
    report.button("Send").click();
    await settle();
    expect(sent).toEqual([{ kind, words: "It is about another summit.", withSentence: true }]);
    expect(text(report.status)).toMatch(/^Thank you/);
  });

  it("needs no words, and sends no sentence unless the reader chose that", async () => {
    const report = open();
    report.button("Wrong place").click();
    report.button("Send").click();
    await settle();
    expect(sent).toEqual([{ kind: "wrong-place", words: null, withSentence: false }]);
  });

  it("is taken back by a second click", () => {
    const { button, details } = open();
    button("Wrong place").click();
    button("Wrong place").click();
    expect(button("Wrong place").getAttribute("aria-pressed")).toBe("false");
    expect(details?.hidden).toBe(true);
  });

  it("says what will be sent, and nothing less once words can be added", () => {
    const { button, form } = open();
    expect(text(form)).toContain("and your answer. Not the page, not you.");
    button("Wrong content").click();
    expect(text(form)).toContain("your answer, and what you add here.");
  });

  it("that failed says why, keeps what was typed, and can be sent again", async () => {
    answers = ["Sidelight could not reach its server."];
    const report = open();
    report.button("Wrong content").click();
    report.write("The date is wrong.");
    report.button("Send").click();
    await settle();
    expect(text(report.status)).toBe("Sidelight could not reach its server.");
    expect(report.words.value).toBe("The date is wrong.");
    expect(report.details?.hidden).toBe(false);
    report.button("Send").click();
    await settle();
    expect(sent).toHaveLength(2);
    expect(text(report.status)).toMatch(/^Thank you/);
  });

  it("of a helpful note that failed can be sent again with one click", async () => {
    answers = ["Sidelight’s server is busy."];
    const { button, status } = open();
    button("Helpful").click();
    await settle();
    expect(text(status)).toBe("Sidelight’s server is busy.");
    expect(button("Helpful").getAttribute("aria-pressed")).toBe("false");
    button("Helpful").click();
    await settle();
    expect(sent).toHaveLength(2);
  });

  it("is sent once, however often the button is pressed", async () => {
    const { button } = open();
    button("Helpful").click();
    button("Helpful").click();
    button("Wrong place").click();
    await settle();
    button("Helpful").click();
    await settle();
    expect(sent).toHaveLength(1);
  });

  it("keeps the focus where something can be seen", async () => {
    const report = open();
    report.button("Wrong place").click();
    report.button("Send").focus();
    report.button("Send").click();
    await settle();
    expect(document.activeElement).toBe(report.button("Wrong place"));
  });

  it("outlives its card, until the note is another one", async () => {
    const note = makeNote({ revision });
    const first = open(note);
    first.button("Wrong place").click();
    first.write("Half a sent");
    const second = open({ ...note });
    expect(second.words.value).toBe("Half a sent");
    expect(second.details?.hidden).toBe(false);
    second.button("Send").click();
    await settle();
    const third = open({ ...note });
    expect(text(third.status)).toMatch(/^Thank you/);
    revision += 1;
    const corrected = open({ ...note, revision });
    expect(corrected.words.value).toBe("");
    expect(corrected.shown()).toEqual(["Helpful", "Wrong place", "Wrong content"]);
  });

  it("lets no typed letter through to the page", () => {
    const { button, words } = open();
    button("Wrong place").click();
    const heard: string[] = [];
    document.body.addEventListener("keydown", (event) => heard.push(event.key));
    words.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true, composed: true }));
    button("Send").dispatchEvent(new KeyboardEvent("keydown", { key: "k", bubbles: true }));
    expect(heard).toEqual(["k"]);
  });
});
