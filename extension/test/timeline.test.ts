import { describe, expect, it } from "vitest";
import { timeline } from "../src/page/card/timeline";
import type { NoteDevelopment } from "../src/wire/messages";
import { makeStep } from "./notes";

const TODAY = new Date("2026-11-22T12:00:00Z");

function draw(dates: readonly string[], published: string | null, today = TODAY): HTMLElement | null {
  const steps = dates.map((date) =>
    makeStep({ date, since_page: published === null ? null : date > published }),
  );
  return timeline(steps, published, today);
}

function drawSteps(steps: readonly NoteDevelopment[], published: string): HTMLElement | null {
  return timeline(steps, published, TODAY);
}

const attribute = (elements: Iterable<Element>, name: string) =>
  [...elements].map((element) => Number.parseFloat(element.getAttribute(name) ?? ""));
const dots = (drawn: HTMLElement | null, kind = ".dot") => [...(drawn?.querySelectorAll(kind) ?? [])];
const page = (drawn: HTMLElement | null) => attribute(drawn?.querySelectorAll(".page") ?? [], "x1");
const words = (drawn: HTMLElement | null, row: string) =>
  [...(drawn?.querySelectorAll(`${row} span`) ?? [])].map((label) => label.textContent);

describe("the drawing of time", () => {
  it("is to scale, from the first step to now", () => {
    const drawn = draw(["2022-11-22", "2024-11-22"], null);
    const [first, second] = attribute(dots(drawn), "cx");
    expect(first).toBe(0);
    expect(second).toBeCloseTo(50, 0);
  });

  it("marks the page between what was known and what was not", () => {
    const drawn = draw(["2022-11-22", "2025-11-22"], "2024-11-22");
    expect(page(drawn)[0]).toBeCloseTo(50, 0);
    expect(words(drawn, ".above")).toEqual(["This page"]);
    expect(attribute(dots(drawn, ".dot:not(.hollow)"), "cx")).toEqual([0]);
    expect(attribute(dots(drawn, ".dot.hollow"), "cx")[0]).toBeCloseTo(75, 0);
  });

  it("marks no page where the page has no date, and takes no step for a later one", () => {
    const drawn = draw(["2022-11-22", "2025-11-22"], null);
    expect(page(drawn)).toEqual([]);
    expect(words(drawn, ".above")).toEqual([]);
    expect(dots(drawn, ".hollow")).toEqual([]);
  });

  it("starts with the page where no step is older", () => {
    const drawn = draw(["2025-11-22"], "2024-11-22");
    expect(page(drawn)).toEqual([0]);
    expect(attribute(dots(drawn, ".hollow"), "cx")[0]).toBeCloseTo(50, 0);
  });

  it("keeps steps of neighbouring days on their sides of the page’s mark", () => {
    const drawn = draw(["2020-01-01", "2024-10-11", "2024-10-13"], "2024-10-12");
    const [, before = 0] = attribute(dots(drawn, ".dot:not(.hollow)"), "cx");
    const [after = 0] = attribute(dots(drawn, ".hollow"), "cx");
    const [mark = 0] = page(drawn);
    expect(mark - before).toBeGreaterThan(1);
    expect(after - mark).toBeGreaterThan(1);
  });

  it("leaves room between the page and now for a step of yesterday", () => {
    const drawn = draw(["2020-01-01", "2026-11-21"], "2026-11-20");
    const [mark = 0] = page(drawn);
    const [step = 0] = attribute(dots(drawn, ".hollow"), "cx");
    expect(step - mark).toBeGreaterThan(1);
    expect(step).toBeLessThan(100);
  });

  it("sets dots that would overlap on one another, and a plus on a high heap", () => {
    const three = draw(["2020-01-01", "2020-01-03", "2020-01-05"], null);
    expect(attribute(dots(three), "cx")).toEqual([0, 0, 0]);
    expect(new Set(attribute(dots(three), "cy")).size).toBe(3);
    expect(three?.querySelector(".at")).toBeNull();
    const six = draw(
      [1, 2, 3, 4, 5, 6].map((day) => `2020-01-0${day}`),
      null,
    );
    expect(dots(six)).toHaveLength(3);
    expect(six?.querySelectorAll(".at")).toHaveLength(1);
  });

  it("draws a long span as a bar, and a short one as a dot", () => {
    const long = drawSteps(
      [makeStep({ date: "2022-11-22" }), makeStep({ date: "2023-11-22", until: "2024-11-22" })],
      "2025-01-01",
    );
    const [from = 0] = attribute(long?.querySelectorAll(".bar") ?? [], "x1");
    const [to = 0] = attribute(long?.querySelectorAll(".bar") ?? [], "x2");
    expect(from).toBeCloseTo(25, 0);
    expect(to).toBeCloseTo(50, 0);
    expect(dots(long)).toHaveLength(1);
    const short = drawSteps([makeStep({ date: "2022-11-22", until: "2022-11-24" })], "2025-01-01");
    expect(short?.querySelector(".bar")).toBeNull();
    expect(dots(short)).toHaveLength(1);
  });

  it.each([
    [["2024-06-15"], ["2025", "2026", "Now"]],
    [["1991-12"], ["2000", "2010", "2020", "Now"]],
    [["2026-01-10"], ["Apr 2026", "Jul 2026", "Now"]],
    [["2026-11-09"], ["9 Nov 2026", "Now"]],
  ])("writes round dates below the time since %j", (dates, expected) => {
    expect(words(draw(dates, null), ".below")).toEqual(expected);
  });

  it("is hidden from screen readers, which have the words below", () => {
    expect(draw(["2024-06-15"], null)?.getAttribute("aria-hidden")).toBe("true");
  });

  it("is left out where there is no time to draw", () => {
    expect(draw([], "2024-10-12")).toBeNull();
    expect(draw(["2026-12"], null)).toBeNull();
  });
});
