/**
 * Where a quote stands in the block that was sent. Exact or nowhere: looking for something similar has put a note about
 * $21 million on a sentence about $22 million.
 */

import type { TextQuoteSelector } from "../wire/messages";

/** A piece of a block: UTF-16 offsets, the end excluded. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** The one place in `text` that `selector` can mean, or null. */
export function findQuote(text: string, selector: TextQuoteSelector): Place | null {
  const all = occurrences(text, selector.exact);
  const meant = all.length > 1 ? all.filter((place) => standsBetween(text, place, selector)) : all;
  return meant.length === 1 ? (meant[0] ?? null) : null;
}

function occurrences(text: string, exact: string): readonly Place[] {
  const places: Place[] = [];
  if (exact === "") return places;
  for (let start = text.indexOf(exact); start >= 0; start = text.indexOf(exact, start + 1)) {
    places.push({ start, end: start + exact.length });
  }
  return places;
}

function standsBetween(text: string, place: Place, { prefix, suffix }: TextQuoteSelector): boolean {
  return text.slice(0, place.start).endsWith(prefix) && text.startsWith(suffix, place.end);
}
