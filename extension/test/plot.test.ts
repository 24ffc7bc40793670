import { describe, expect, it } from "vitest";
import { estimates } from "../src/page/card/figures";
import { scaleOf } from "../src/page/card/scale";
import type { NoteEstimate } from "../src/wire/messages";
import { makeEstimate, makeNote } from "./notes";

function figures(all: readonly NoteEstimate[], published: string | null = "2024-10-12"): HTMLElement {
  return estimates(makeNote({ kind: "figures", estimates: all }), published);
}

const text = (element: Element | null | undefined) =>
  (element?.textContent ?? "").replace(/\s+/g, " ").trim();
const texts = (element: HTMLElement, selector: string) => [...element.querySelectorAll(selector)].map(text);
const number = (element: Element | null | undefined, name: string) =>
  Number.parseFloat(element?.getAttribute(name) ?? "");

const SEVERAL = [
  makeEstimate({ counter: "Later counter", known_then: false, value: 20000, as_of: "2025-02-04" }),
  makeEstimate({ counter: "First counter", value: 10000, method: "By name", sources: ["S2"] }),
  makeEstimate({ counter: "Second counter", value: null, low: 5000, high: 15000 }),
];

describe("a plot", () => {
  it("says in words who counted, the figure, as of when, and how", () => {
    const rows = texts(figures(SEVERAL), ".plot li");
    expect(rows).toEqual([
      "First counter2Sources 2 10,000As of Oct 2024 · By name",
      "Second counter 5,000–15,000As of Oct 2024",
      "Later counter 20,000As of 4 Feb 2025 (Published later)",
    ]);
    expect(text(figures(SEVERAL).querySelector("h3"))).toBe("killed people");
  });

  it("has a dot for a value and a bar for a range, all on one scale from zero", () => {
    const [first, second, later] = figures(SEVERAL).querySelectorAll(".plot li");
    const unit = number(later?.querySelector(".dot"), "cx") / 20000;
    expect(unit).toBeGreaterThan(0);
    expect(number(first?.querySelector(".dot"), "cx")).toBeCloseTo(10000 * unit);
    expect(number(second?.querySelector(".bar"), "x1")).toBeCloseTo(5000 * unit);
    expect(number(second?.querySelector(".bar"), "x2")).toBeCloseTo(15000 * unit);
    expect(second?.querySelector(".dot")).toBeNull();
  });

  it("is filled for what was known, hollow for what came later, and says which is which", () => {
    const element = figures(SEVERAL);
    const hollow = [...element.querySelectorAll(".plot li")].map(
      (row) => row.querySelector(".hollow") !== null,
    );
    expect(hollow).toEqual([false, false, true]);
    expect(texts(element, ".legend > span")).toEqual([
      "Known when this was published, 12 Oct 2024",
      "Published later",
    ]);
  });

  it("marks nothing as later where the page has no date", () => {
    const element = figures(
      SEVERAL.map((each) => ({ ...each, known_then: null })),
      null,
    );
    expect(element.querySelector(".hollow")).toBeNull();
    expect(element.querySelector(".legend")).toBeNull();
    expect(text(element)).toContain("This page states no date");
  });

  it("points on from a bound", () => {
    const arrows = (qualifier: NoteEstimate["qualifier"]) =>
      [...figures([makeEstimate({ qualifier }), makeEstimate()]).querySelectorAll(".plot .at path")].map(
        (path) => path.getAttribute("d"),
      );
    expect(arrows("at least")).toEqual([expect.stringMatching(/^M8 /)]);
    expect(arrows("at most")).toEqual([expect.stringMatching(/^M-8 /)]);
    expect(arrows("about")).toEqual([]);
  });

  it("writes round numbers below, short and with their unit", () => {
    expect(texts(figures(SEVERAL), ".below span")).toEqual(["0", "10k", "20k"]);
    const money = [
      makeEstimate({ value: 138, unit: "EUR billion" }),
      makeEstimate({ value: 40, unit: "EUR billion" }),
    ];
    expect(texts(figures(money), ".below span")).toEqual(["€0", "€50bn", "€100bn"]);
    const share = [
      makeEstimate({ value: 4.1, unit: "% of GDP" }),
      makeEstimate({ value: 2, unit: "% of GDP" }),
    ];
    expect(texts(figures(share), ".below span")).toEqual(["0%", "2%", "4%"]);
  });

  it("says so where the scale leaves zero out", () => {
    const near = [makeEstimate({ value: 648000 }), makeEstimate({ value: 661630 })];
    expect(text(figures(near))).toContain("The scale does not start at zero.");
    expect(text(figures(SEVERAL))).not.toContain("The scale does not start at zero.");
  });

  it("is one for each quantity and unit; shares of the same whole have one scale", () => {
    const shares = [74, 58, 20, 30].map((value, index) =>
      makeEstimate({ value, unit: "% of respondents", quantity: index < 2 ? "against" : "for" }),
    );
    const element = figures([...shares, makeEstimate({ unit: "people" })]);
    expect(texts(element, ".plot h3")).toEqual(["against % of respondents", "for % of respondents"]);
    const [against, inFavour] = element.querySelectorAll(".plot");
    expect(text(against?.querySelector(".below"))).toBe(text(inFavour?.querySelector(".below")));
  });
});

describe("single estimates", () => {
  it("stand in rows without a scale", () => {
    const element = figures([
      makeEstimate({ quantity: "killed" }),
      makeEstimate({ quantity: "wounded", value: 40000, qualifier: "about", known_then: false }),
    ]);
    expect(element.querySelector(".plot")).toBeNull();
    expect(texts(element, ".rows li")).toEqual([
      "killed 14,383 peopleUnited Nations · As of Oct 2024",
      "wounded about 40,000 peopleUnited Nations · As of Oct 2024 (Published later)",
    ]);
    const hollow = [...element.querySelectorAll(".rows .dot")].map((dot) => dot.classList.contains("hollow"));
    expect(hollow).toEqual([false, true]);
  });

  it("stand below the plots, and all are in the table", () => {
    const element = figures([makeEstimate({ quantity: "wounded" }), ...SEVERAL]);
    expect(texts(element, ".plain li")).toHaveLength(1);
    expect(element.querySelectorAll("details tbody tr:not(.group)")).toHaveLength(4);
  });
});

describe("a scale", () => {
  it.each([
    [
      [31000, 140000],
      [0, 50000, 100000],
    ],
    [
      [0.1, 0.5],
      [0, 0.2, 0.4],
    ],
    [[3], [0, 1, 2, 3]],
    [
      [-4.6, 41.5],
      [0, 20, 40],
    ],
    [
      [-8, -2],
      [-7.5, -5, -2.5, 0],
    ],
    [
      [12162, 13172],
      [12250, 12500, 12750, 13000],
    ],
  ])("of %j has the round numbers %j", (values, ticks) => {
    const rounded = scaleOf(values).ticks.map((tick) => Math.round(tick * 1e6) / 1e6);
    // No minus zero.
    expect(rounded.map((tick) => tick + 0)).toEqual(ticks);
  });

  it("has two to four round numbers, whatever the values", () => {
    for (let value = 1; value < 1e7; value *= 1.13) {
      for (const lowest of [0, value * 0.3, value * 0.93]) {
        const { ticks } = scaleOf([lowest, value]);
        expect(ticks.length, `${lowest} to ${value}`).toBeGreaterThanOrEqual(2);
        expect(ticks.length, `${lowest} to ${value}`).toBeLessThanOrEqual(4);
      }
    }
  });

  it("leaves zero out only where all values lie far from it", () => {
    expect(scaleOf([648000, 661630]).broken).toBe(true);
    expect(scaleOf([13, 16]).broken).toBe(false);
    expect(scaleOf([500, 500]).broken).toBe(false);
  });

  it("keeps all values inside, with room for an arrow", () => {
    for (const values of [
      [648000, 661630],
      [13, 16],
      [-4.6, 41.5],
      [0, 0],
    ]) {
      const places = values.map(scaleOf(values).at);
      expect(Math.min(...places)).toBeGreaterThanOrEqual(0);
      expect(Math.max(...places)).toBeLessThanOrEqual(93.001);
    }
  });
});
