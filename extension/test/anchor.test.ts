import { describe, expect, it } from "vitest";
import { findQuote } from "../src/page/anchor";

const quote = (exact: string, prefix = "", suffix = "") => ({ exact, prefix, suffix });

describe("findQuote", () => {
  it("finds a quote that stands once", () => {
    expect(findQuote("One. Two. Three.", quote("Two."))).toEqual({ start: 5, end: 9 });
  });

  it("tells repeats apart by what stands around them", () => {
    const text = "No deal. It rained. No deal. It snowed.";
    expect(findQuote(text, quote("No deal.", "It rained. ", " It snowed."))).toEqual({ start: 20, end: 28 });
  });

  it("places nothing where repeats cannot be told apart", () => {
    expect(findQuote("No deal. No deal. No deal.", quote("No deal.", " ", " "))).toEqual({
      start: 9,
      end: 17,
    });
    expect(findQuote("No. No. No. No.", quote("No.", " ", " "))).toBeNull();
  });

  it("places nothing where the quote is absent, however near another text is", () => {
    expect(findQuote("It cost $22 million.", quote("It cost $21 million."))).toBeNull();
    expect(findQuote("It cost $22 million.", quote(""))).toBeNull();
  });

  it("counts in UTF-16 units past characters outside the basic plane", () => {
    const text = "😀😀 Two. 𝒳";
    expect(findQuote(text, quote("Two.", "😀😀 ", " 𝒳"))).toEqual({ start: 5, end: 9 });
  });

  it("finds quotes that overlap themselves", () => {
    expect(findQuote("ababa", quote("aba", "ab", ""))).toEqual({ start: 2, end: 5 });
  });
});
