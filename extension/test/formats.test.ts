import { describe, expect, it } from "vitest";
import { dateInWords, datesInWords, figureInWords, isPast, perCent } from "../src/page/formats";
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
    expect(figureInWords(makeEstimate(changes))).toBe(words);
  });

  it("writes a probability as per cent", () => {
    expect(perCent(0.934)).toBe("93%");
  });
});
