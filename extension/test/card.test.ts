import { describe, expect, it } from "vitest";
import { renderCard, type CardContext } from "../src/page/card/card";
import type { Note } from "../src/wire/messages";
import { makeEstimate, makeNote, makeStep } from "./notes";

const TODAY = new Date("2026-11-22T12:00:00Z");
const STEPS = [
  makeStep({ date: "2024-06-15", until: "2024-06-16", text: "The first summit met.", sources: ["S1"] }),
  makeStep({ sources: ["S1", "S2"] }),
  makeStep({ date: "2025-05", text: "Direct talks began.", since_page: true }),
];

function card(
  note: Note,
  published: string | null = "2024-10-12",
  changes: Partial<CardContext> = {},
): HTMLElement {
  const context = { number: 1, total: 3, published, today: TODAY, news: null, report: null };
  return renderCard(note, { ...context, ...changes });
}
const text = (element: Element | null | undefined) =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim();
const sections = (element: HTMLElement) => [...element.querySelectorAll("section")].map(text);

describe("every card", () => {
  it("is a dialog named by its title, and says its kind in words", () => {
    const element = card(makeNote());
    expect(element.getAttribute("role")).toBe("dialog");
    const title = element.querySelector(`#${element.getAttribute("aria-labelledby")}`);
    expect(text(title)).toBe("The summit");
    expect(text(element.querySelector(".kind"))).toBe("Background");
    expect(text(element.querySelector(".number"))).toBe("Note 1 of 3");
  });

  it("gives each source with publisher, stance and date, and links only to web addresses", () => {
    const [first, second] = card(makeNote()).querySelectorAll(".sources li");
    const link = first?.querySelector("a");
    expect(link?.getAttribute("href")).toBe("https://example.org/communique");
    expect(link?.getAttribute("rel")).toBe("noopener noreferrer");
    expect(link?.getAttribute("target")).toBe("_blank");
    expect(text(first)).toContain("Host country");
    expect(text(first)).toContain("the document or data itself; published 16 June 2024");
    expect(second?.querySelector("a")).toBeNull();
    expect(text(second)).toContain("Briefing, No. 188");
    expect(text(second)).toContain("speaks for a side; undated, read May 2026");
  });

  it.each([
    [0.93, "We are confident that it belongs here (93%)."],
    [0.8, "We think that it belongs here (80%)."],
    [0.5, "We are not sure that it belongs here (50%)."],
  ])("says why it stands here, and how sure that is (%d)", (probability, words) => {
    const note = makeNote();
    const why = text(card({ ...note, reason: { ...note.reason, probability } }).querySelector(".why"));
    expect(why).toContain("The summit was called off.");
    expect(why).toContain(words);
  });

  it("says when it was reviewed, and when the next review is overdue", () => {
    expect(text(card(makeNote()))).toContain("Reviewed May 2026; next review due December 2026.");
    expect(text(card(makeNote({ review_by: "2026-08" })))).toContain(
      "the review due August 2026 is overdue.",
    );
  });

  it("says which revision it is, and which rule chose it", () => {
    const why = text(card(makeNote({ revision: 4 })).querySelector(".why"));
    expect(why).toMatch(/Revision 4 of this note, published 1[23] May 2026 at/);
    expect(why).toContain("Chosen by the rule nearest-claim, version 1.");
  });

  it("tells what spoke for it, and only what it can say truly", () => {
    const { reason } = makeNote();
    const features = [
      { feature: "read", value: 3.2, effect: 1.8 },
      { feature: "margin", value: 0.01, effect: 0.4 },
      { feature: "exclusion margin", value: 0.5, effect: 1.5 },
      { feature: "title covered", value: 0.6, effect: -1.2 },
    ];
    const lines = card(makeNote({ reason: { ...reason, features } })).querySelectorAll(".why li");
    expect([...lines].map(text)).toEqual([
      "A language model read the sentence beside this note’s claims, and found that they fit.",
    ]);
    const wordless = { ...reason, features: features.slice(1) };
    expect(card(makeNote({ reason: wordless })).querySelector(".why details")).toBeNull();
  });

  it("states the language of its own words and of the curator’s", () => {
    const element = card(makeNote({ language: "uk" }));
    expect([element.lang, element.dir]).toEqual(["en-GB", "ltr"]);
    const title = element.querySelector<HTMLElement>(".title");
    expect([title?.lang, title?.dir]).toEqual(["uk", "auto"]);
  });

  it("has a form for reports only where they can be sent", () => {
    expect(card(makeNote()).querySelector(".report")).toBeNull();
    const report = () => Promise.resolve(null);
    expect(card(makeNote(), null, { report }).querySelector(".report")).not.toBeNull();
  });

  it("takes what the server sends as text, never as markup", () => {
    const markup = "<img src=x onerror=alert(1)>";
    const element = card(makeNote({ title: markup, now: { date: "2026", text: markup } }));
    expect(element.querySelector("img")).toBeNull();
    expect(text(element.querySelector(".title"))).toBe(markup);
  });
});

describe("a background card", () => {
  it("says what holds, and as of when", () => {
    expect(sections(card(makeNote()))[0]).toBe("Now As of May 2026No second summit is reported.");
  });
});

describe("a status card", () => {
  const note = makeNote({
    kind: "status",
    then: { date: "2024-10-08", text: "The second was put off." },
    developments: STEPS,
  });

  it("keeps apart what held then, what came since, and what holds now", () => {
    const [then, since, now] = sections(card(note));
    expect(then).toMatch(/^When this was published 12 October 2024.*8 October 2024The second was put off\./);
    expect(then).not.toContain("Direct talks");
    expect(since).toBe("Since thenMay 2025Direct talks began.");
    expect([...card(note).querySelectorAll(".steps .later")].map(text)).toEqual([
      "May 2025Direct talks began.",
    ]);
    expect(now).toMatch(/^Now As of May 2026/);
  });

  it("folds the earlier steps, and tells none twice", () => {
    const folded = card(note).querySelector("section:not(.why) details");
    expect(text(folded?.querySelector("summary"))).toBe("1 earlier step");
    expect(text(folded)).toContain("15 – 16 June 2024The first summit met.");
    expect(text(folded)).not.toContain("put off");
  });

  it("says so where nothing was known then, or nothing came since", () => {
    const before = sections(card({ ...note, then: null, developments: STEPS.slice(2) }));
    expect(before[0]).toContain("We know of no step up to that date.");
    const after = sections(card({ ...note, developments: STEPS.slice(0, 2) }));
    expect(after[1]).toContain("We know of no step since.");
  });

  it("says so where the page has no date, and then marks nothing as then or since", () => {
    const undated = STEPS.map((step) => ({ ...step, since_page: null }));
    const element = card({ ...note, then: null, developments: undated }, null);
    expect(text(element)).toContain("This page states no date");
    expect(text(element)).not.toContain("Since then");
    expect(element.querySelectorAll(".steps li")).toHaveLength(3);
  });

  it("refers to sources by their numbers", () => {
    const references = [...card(note).querySelectorAll(".references [aria-hidden]")].map(text);
    expect(references).toEqual(["1, 2", "1"]);
  });
});

describe("a figures card", () => {
  const estimates = [
    makeEstimate({ counter: "First counter", sources: ["S2"], method: "By name" }),
    makeEstimate({ counter: "Later counter", known_then: false, as_of: "2025-02-04" }),
    makeEstimate({ counter: "Second counter", value: null, low: 10000, high: 12000 }),
  ];
  const note = makeNote({ kind: "figures", estimates });

  it("sets the estimates side by side, and marks in words what was known then", () => {
    const groups = [...card(note).querySelectorAll("tbody")].map((group) => [...group.rows].map(text));
    expect(groups).toHaveLength(2);
    expect(groups[0]?.[0]).toBe("Known when this was published, 12 October 2024");
    expect(groups[0]?.[1]).toContain("First counter");
    expect(groups[0]?.[1]).toContain("By name");
    expect(groups[0]?.[2]).toContain("10,000–12,000 people");
    expect(groups[1]?.[0]).toBe("Published later");
    expect(groups[1]?.[1]).toContain("4 Feb 2025");
  });

  it("marks none where the page has no date, and says so", () => {
    const undated = estimates.map((estimate) => ({ ...estimate, known_then: null }));
    const element = card({ ...note, estimates: undated }, null);
    expect(text(element)).toContain("This page states no date");
    expect(element.querySelectorAll("tbody")).toHaveLength(1);
    expect(element.querySelectorAll("tbody tr")).toHaveLength(3);
  });
});
