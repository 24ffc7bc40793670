import { describe, expect, it } from "vitest";
import {
  dateInWords,
  datesInWords,
  endOf,
  figureAlone,
  figureInWords,
  isPast,
  momentInWords,
  perCent,
  shortFigure,
  startOf,
  unitWords,
} from "../src/page/formats";
import { makeEstimate } from "./notes";

describe("dates", () => {
  it.each([
    ["2024", "2024"],
    ["2024-07", "July 2024"],
    ["2024-07-15", "15 July 2024"],
  ])("writes %s as exactly as it is known", (date, words) => {
    expect(dateInWords(date)).toBe(words);
  });

  it("writes what both ends of a span share once", () => {
    expect(datesInWords("2024-06-15", "2024-06-16").replace(/\s/g, " ")).toBe("15 – 16 June 2024");
    expect(datesInWords("2024-06-15", null)).toBe("15 June 2024");
    expect(datesInWords("2024", "2025-03")).toBe("2024 – March 2025");
  });

  it.each([
    ["2024", "2024-01-01", "2025-01-01"],
    ["2024-02", "2024-02-01", "2024-03-01"],
    ["2024-12-31", "2024-12-31", "2025-01-01"],
  ])("knows from when to when %s lasts", (date, start, end) => {
    expect([startOf(date), endOf(date)]).toEqual([Date.parse(start), Date.parse(end)]);
  });

  it("writes a moment by the reader’s own clock", () => {
    expect(momentInWords("2026-11-20T14:32:00")).toBe("20 November 2026 at 14:32");
  });

  it.each([
    ["2026", "2026-12-31T23:59:59Z", false],
    ["2026", "2027-01-01T00:00:00Z", true],
    ["2026-11", "2026-11-30T23:00:00Z", false],
    ["2026-12", "2027-01-01T00:00:00Z", true],
    ["2026-11-22", "2026-11-22T12:00:00Z", false],
    ["2026-11-22", "2026-11-23T00:00:00Z", true],
  ])("knows whether %s is over at %s", (date, now, over) => {
    expect(isPast(date, new Date(now))).toBe(over);
  });
});

describe("figures", () => {
  it.each([
    [{ value: 14383, qualifier: "at least" as const }, "at least 14,383 people"],
    [{ value: null, low: 70000, high: 80000, qualifier: "about" as const }, "about 70,000–80,000 people"],
    [{ value: 84.9, unit: "EUR billion" }, "€84.9 billion"],
    [{ value: null, low: 84.9, high: 86, unit: "EUR billion" }, "€84.9–86 billion"],
    [{ value: 60, unit: "USD billion" }, "US$60 billion"],
    [{ value: 2.1, unit: "% of GDP" }, "2.1% of GDP"],
    [{ value: 3, unit: "XQZ billion" }, "3 XQZ billion"],
    [{ value: 300, unit: "UAV strikes" }, "300 UAV strikes"],
    [{ value: 0, unit: "people" }, "0 people"],
  ])("writes %j as %s", (changes, words) => {
    expect(figureInWords(makeEstimate(changes), "en-GB")).toBe(words);
  });

  it("writes a range that begins below zero so that its signs can be told apart", () => {
    const figure = figureInWords(makeEstimate({ value: null, low: -1, high: 3, unit: "%" }), "en-GB");
    expect(figure.replace(/\s/g, " ")).toBe("-1 – 3%");
  });

  it.each([
    [{ value: 14383, qualifier: "at least" as const }, "at least 14,383", "people"],
    [{ value: 84.9, unit: "EUR billion" }, "€84.9 billion", ""],
    [{ value: 2.1, unit: "% of GDP" }, "2.1%", "% of GDP"],
    [{ value: 67, unit: "%" }, "67%", ""],
  ])("parts %j into a figure and what its unit says besides", (changes, figure, unit) => {
    const estimate = makeEstimate(changes);
    expect([figureAlone(estimate, "en-GB"), unitWords(estimate.unit)]).toEqual([figure, unit]);
  });

  it.each([
    [50_000, "people", "50k"],
    [1_250_000, "rounds", "1.25m"],
    [0, "people", "0"],
    [0.25, "% of GDP", "0.25%"],
    [150, "EUR billion", "€150bn"],
    [2.5, "RUB trillion", "RUB 2.5tn"],
    [20, "EUR a head", "€20"],
  ])("writes %d on a scale of %s short, as %s", (value, unit, words) => {
    expect(shortFigure(value, unit, "en-GB").replace(/\s/g, " ")).toBe(words);
  });

  it("writes a probability as per cent", () => {
    expect(perCent(0.934)).toBe("93%");
  });
});
