import { describe, expect, it } from "vitest";
import { renderCard } from "../src/page/card/card";
import type { Note } from "../src/wire/messages";
import { makeNote } from "./notes";

type Correction = NonNullable<Note["correction"]>;

function makeCorrection(changes: Correction["changes"], reason: string | null = null): Correction {
  return { at: "2026-11-20T12:00:00Z", reason, changes };
}

function card(correction: Correction | null, news: "corrected" | null = null): HTMLElement {
  const context = {
    number: 1,
    total: 3,
    published: null,
    today: new Date("2026-11-22T12:00:00Z"),
    report: null,
  };
  return renderCard(makeNote({ correction }), { ...context, news });
}

const text = (element: Element | null | undefined) =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim();
const lines = (element: HTMLElement) => [...element.querySelectorAll(".correction li")].map(text);

describe("a correction", () => {
  it("says when it came and what it changed, a line for each change", () => {
    const element = card(
      makeCorrection([
        { part: "steps", change: "added", label: "2024-10-08", before: null },
        { part: "figures", change: "changed", label: "Oryx", before: null },
        { part: "sources", change: "removed", label: "Presidential office", before: null },
      ]),
    );
    expect(text(element.querySelector(".correction h3"))).toMatch(/^Changed on 2[01] November 2026 at /);
    expect(lines(element)).toEqual([
      "A step was added: 8 October 2024",
      "A figure was changed: Oryx",
      "A source was taken out: Presidential office",
    ]);
    expect(text(element.querySelector(".correction"))).not.toContain("The reason given");
  });

  it("shows short words as they were, and folds long ones", () => {
    const long = "Two further rounds were planned. ".repeat(8).trim();
    const element = card(
      makeCorrection([
        { part: "title", change: "changed", label: null, before: "The summits" },
        { part: "text", change: "changed", label: null, before: long },
      ]),
    );
    expect(lines(element)[0]).toBe("The title was changed.It read: The summits");
    const folded = element.querySelector(".correction details");
    expect(text(folded?.querySelector("summary"))).toBe("What it said before");
    expect(text(folded)).toContain(long);
    expect(lines(element)[1]).toMatch(/^The text was changed\./);
  });

  it("gives the curator’s reason", () => {
    const change = { part: "text", change: "changed", label: null, before: "x" } as const;
    const element = card(makeCorrection([change], "A source was misread."));
    expect(text(element.querySelector(".correction q"))).toBe("A source was misread.");
  });

  it("stands before the content while it is news, and below the sources afterwards", () => {
    const correction = makeCorrection([{ part: "text", change: "changed", label: null, before: "x" }]);
    const order = (element: HTMLElement) =>
      [...element.querySelectorAll("section")].map((each) => each.className);
    expect(order(card(correction, "corrected"))).toEqual(["correction news", "now", "sources", "why"]);
    expect(text(card(correction, "corrected").querySelector("h3"))).toContain(
      "Corrected while you were reading",
    );
    expect(order(card(correction))).toEqual(["now", "sources", "correction", "why"]);
  });

  it("is not there where nothing was corrected", () => {
    expect(card(null).querySelector(".correction")).toBeNull();
    expect(card(null, "corrected").querySelector(".correction")).toBeNull();
  });
});
