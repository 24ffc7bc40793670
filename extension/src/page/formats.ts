/**
 * Dates and figures in words. Dates are partial: a year, a month or a day; they are written no more exactly than that, and
 * as stretches of time they last as long.
 */

import { localeOfWords, say, type Key } from "../strings";
import type { NoteEstimate } from "../wire/messages";

const QUALIFIERS: Readonly<Record<NonNullable<NoteEstimate["qualifier"]>, Key>> = {
  about: "qualifierAbout",
  "at least": "qualifierAtLeast",
  "at most": "qualifierAtMost",
};
// "EUR billion": a currency by its ISO 4217 code, then perhaps a scale.
const MONEY = /^([A-Z]{3})\b\s*(.*)$/;
const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
};

/** When a partial date begins, in milliseconds of UTC. */
export function startOf(date: string): number {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return Date.UTC(year, month - 1, day);
}

/** When a partial date is over. */
export function endOf(date: string): number {
  const [year = 0, month, day] = date.split("-").map(Number);
  if (month === undefined) return Date.UTC(year + 1, 0);
  return day === undefined ? Date.UTC(year, month) : Date.UTC(year, month - 1, day + 1);
}

/** "2024", "2024-07" or "2024-07-15" in words; the month cut short where there is little room. */
export function dateInWords(date: string, month: "long" | "short" = "long"): string {
  return dateFormat(date, month).format(startOf(date));
}

/** A span of partial dates in words, with what both ends share written once. */
export function datesInWords(from: string, until: string | null): string {
  if (until === null || until === from) return dateInWords(from);
  if (until.length !== from.length) return `${dateInWords(from)} – ${dateInWords(until)}`;
  return dateFormat(from, "long").formatRange(startOf(from), startOf(until));
}

/** A moment (ISO 8601 with its zone) in words, as the reader's own clock and calendar have it. */
export function momentInWords(moment: string): string {
  const format = new Intl.DateTimeFormat(localeOfWords(), { dateStyle: "long", timeStyle: "short" });
  return format.format(new Date(moment));
}

/** Whether the whole of a partial date lies before `today`. */
export function isPast(date: string, today = new Date()): boolean {
  return endOf(date) <= today.getTime();
}

/**
 * The figure of an estimate with its qualifier and unit: "at least 14,383 people", "€84.9–86 billion", "2.1% of GDP". Its
 * numbers are written as in `language`, which is the note's: its unit is in the curator's words.
 */
export function figureInWords(estimate: NoteEstimate, language: string): string {
  const { rest } = unitParts(estimate.unit);
  return qualified(estimate, joined(numbersOf(estimate, language), rest));
}

/** The same without the words that `unitWords` gives: "at least 14,383", "€84.9–86 billion", "2.1%". */
export function figureAlone(estimate: NoteEstimate, language: string): string {
  const { currency, rest } = unitParts(estimate.unit);
  const kept = currency === null ? (rest.startsWith("%") ? "%" : "") : rest;
  return qualified(estimate, joined(numbersOf(estimate, language), kept));
}

/** What a unit says besides its sign, to be written once for many figures: "people", "% of GDP"; "" for money and per cent. */
export function unitWords(unit: string): string {
  const { currency, rest } = unitParts(unit);
  return currency === null && rest !== "%" ? rest : "";
}

/** A round number on a scale of `unit`, as short as can be: "50k", "€150bn", "2%". */
export function shortFigure(value: number, unit: string, language: string): string {
  const { currency, rest } = unitParts(unit);
  const short = { notation: "compact", minimumFractionDigits: 0, maximumFractionDigits: 2 } as const;
  const money = currency === null ? {} : ({ style: "currency", currency } as const);
  const scale = currency === null ? 1 : (SCALES[rest] ?? 1);
  const figure = new Intl.NumberFormat(localeFor(language), { ...short, ...money }).format(value * scale);
  return currency === null && rest.startsWith("%") ? `${figure}%` : figure;
}

/** A probability as per cent, whole. */
export function perCent(probability: number): string {
  return new Intl.NumberFormat(localeOfWords(), { style: "percent" }).format(probability);
}

// "en" alone would be written the American way; where the words are of the same language, their way is meant.
function localeFor(language: string): string {
  const base = (tag: string) => new Intl.Locale(tag).language;
  const locale = localeOfWords();
  return base(language) === base(locale) ? locale : language;
}

// The currency of a unit by its code, or null, and what else the unit says.
function unitParts(unit: string): { readonly currency: string | null; readonly rest: string } {
  const [, code = "", rest = ""] = MONEY.exec(unit) ?? [];
  return Intl.supportedValuesOf("currency").includes(code)
    ? { currency: code, rest }
    : { currency: null, rest: unit };
}

function numbersOf({ value, low, high, unit }: NoteEstimate, language: string): string {
  const { currency } = unitParts(unit);
  const plain = new Intl.NumberFormat(localeFor(language), { maximumFractionDigits: 3 });
  const least = value ?? low ?? 0;
  const one = plain.format(least);
  const figure = high === null || high === least ? one : plain.formatRange(least, high);
  // A range of money has its sign once: "€84.9–86".
  return currency === null
    ? figure
    : moneyFormat(currency, language)
        .format(least)
        .replace(one, () => figure);
}

function joined(figure: string, unit: string): string {
  return unit === "" || unit.startsWith("%") ? figure + unit : `${figure} ${unit}`;
}

function qualified({ qualifier }: NoteEstimate, figure: string): string {
  return qualifier === null ? figure : `${say(QUALIFIERS[qualifier])} ${figure}`;
}

function moneyFormat(currency: string, language: string): Intl.NumberFormat {
  return new Intl.NumberFormat(localeFor(language), {
    style: "currency",
    currency,
    minimumFractionDigits: 0,
    maximumFractionDigits: 3,
  });
}

function dateFormat(date: string, month: "long" | "short"): Intl.DateTimeFormat {
  const parts = date.split("-").length;
  return new Intl.DateTimeFormat(localeOfWords(), {
    year: "numeric",
    ...(parts > 1 ? { month } : {}),
    ...(parts > 2 ? { day: "numeric" } : {}),
    timeZone: "UTC",
  });
}
