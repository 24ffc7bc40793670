import { describe, expect, it } from "vitest";
import { sayAnswer, sayTrouble } from "../src/page/sentences";
import type { NotesAnswer } from "../src/wire/messages";
import { makeNote } from "./notes";

function answer(count: number, changes: Partial<NotesAnswer> = {}): NotesAnswer {
  return {
    revision: 1,
    matcher: "test/1",
    language: "en",
    published: "2024-10-12",
    sentences: 9,
    notices: [],
    notes: Array.from({ length: count }, () => makeNote()),
    ...changes,
  };
}

describe("sayAnswer", () => {
  it.each([
    [answer(0), 0, "Sidelight has no notes for this page."],
    [answer(1), 1, "1 Sidelight note on this page, read as published on 12 October 2024."],
    [answer(3, { published: null }), 3, "3 Sidelight notes on this page. No publication date found."],
    [
      answer(3),
      2,
      "2 Sidelight notes on this page, read as published on 12 October 2024. 1 note did not find its sentence.",
    ],
    [
      answer(0, { notices: [{ code: "language-not-covered", text: "" }] }),
      0,
      "Sidelight does not cover this page’s language yet.",
    ],
  ])("%#", (given, placed, sentence) => {
    expect(sayAnswer(given, placed)).toBe(sentence);
  });
});

describe("sayTrouble", () => {
  it("is one sentence that names what happened", () => {
    expect(sayTrouble({ kind: "unreachable", server: "http://127.0.0.1:8470" })).toBe(
      "Sidelight could not reach its server at http://127.0.0.1:8470.",
    );
    expect(sayTrouble({ kind: "busy", retryAfter: 1 })).toBe(
      "Sidelight’s server is busy. Try again in 1 second.",
    );
    expect(sayTrouble({ kind: "refused", status: 413, detail: "The page is too long." })).toBe(
      "Sidelight’s server refused this page: The page is too long.",
    );
  });
});
