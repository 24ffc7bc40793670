/** Dates and figures in words. Dates are partial: a year, a month or a day, and are written no more exactly than that. */

import { LOCALE, say, type Key } from "../strings";
import type { NoteEstimate } from "../wire/messages";

const QUALIFIERS: Readonly<Record<NonNullable<NoteEstimate["qualifier"]>, Key>> = {
  about: "qualifierAbout",
  "at least": "qualifierAtLeast",
  "at most": "qualifierAtMost",
};
// "EUR billion": a currency by its ISO 4217 code, then perhaps a scale.
const MONEY = /^([A-Z]{3})\b\s*(.*)$/;

/** "2024", "2024-07" or "2024-07-15" in words; the month cut short where there is little room. */
export function dateInWords(date: string, month: "long" | "short" = "long"): string {
  return dateFormat(date, month).format(firstDay(date));
}

/** A span of partial dates in words, with what both ends share written once. */
export function datesInWords(from: string, until: string | null): string {
  if (until === null || until === from) return dateInWords(from);
  if (until.length !== from.length) return `${dateInWords(from)} – ${dateInWords(until)}`;
  return dateFormat(from, "long").formatRange(firstDay(from), firstDay(until));
}

/** Whether the whole of a partial date lies before `today`. */
export function isPast(date: string, today = new Date()): boolean {
  const [year = 0, month, day] = date.split("-").map(Number);
  const end =
    day !== undefined && month !== undefined
      ? Date.UTC(year, month - 1, day + 1)
      : month !== undefined
        ? Date.UTC(year, month)
        : Date.UTC(year + 1, 0);
  return end <= today.getTime();
}

/** The figure of an estimate with its qualifier and unit: "at least 14,383 people", "€84.9–86 billion", "2.1% of GDP". */
export function figureInWords(estimate: NoteEstimate): string {
  const { value, low, high, qualifier, unit } = estimate;
  const money = MONEY.exec(unit);
  const plain = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 3 });
  const currency = money ? moneyFormat(money[1] ?? "") : null;
  const rest = currency ? (money?.[2] ?? "") : unit;
  const first = (currency ?? plain).format(value ?? low ?? 0);
  const figure = high === null || high === low ? first : `${first}–${plain.format(high)}`;
  const joined = rest === "" || rest.startsWith("%") ? figure + rest : `${figure} ${rest}`;
  return qualifier === null ? joined : `${say(QUALIFIERS[qualifier])} ${joined}`;
}

/** A probability as per cent, whole. */
export function perCent(probability: number): string {
  return new Intl.NumberFormat(LOCALE, { style: "percent" }).format(probability);
}

function moneyFormat(currency: string): Intl.NumberFormat | null {
  if (!Intl.supportedValuesOf("currency").includes(currency)) return null;
  return new Intl.NumberFormat(LOCALE, {
    style: "currency",
    currency,
    currencyDisplay: "symbol",
    minimumFractionDigits: 0,
    maximumFractionDigits: 3,
  });
}

function dateFormat(date: string, month: "long" | "short"): Intl.DateTimeFormat {
  const parts = date.split("-").length;
  return new Intl.DateTimeFormat(LOCALE, {
    year: "numeric",
    ...(parts > 1 ? { month } : {}),
    ...(parts > 2 ? { day: "numeric" } : {}),
    timeZone: "UTC",
  });
}

function firstDay(date: string): Date {
  const [year = 0, month = 1, day = 1] = date.split("-").map(Number);
  return new Date(Date.UTC(year, month - 1, day));
}
