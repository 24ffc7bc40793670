/** Where the notes of an answer stand on the page as it is now: exactly, or nowhere. */

import type { Note } from "../wire/messages";
import { findQuote } from "./anchor";
import type { Block } from "./blocks";
import type { Place } from "./marks";
import { asSeen } from "./text";

/** A note and its place, or null where its sentence does not stand on the page (any more). */
export interface Found {
  readonly note: Note;
  /** The block that it was given for, as it was sent; null where there is no such block. */
  readonly text: string | null;
  readonly place: Place | null;
}

/**
 * Finds the sentences of `notes`, which are about the blocks that were `sent`, among the `blocks` that stand there now.
 * A block counts as the same where it reads as it did and can be told from others that read alike.
 */
export function placeNotes(
  notes: readonly Note[],
  sent: readonly string[],
  blocks: readonly Block[],
): readonly Found[] {
  return notes.map((note) => {
    const text = sent[note.target.block];
    if (text === undefined) return { note, text: null, place: null };
    const alike = blocks.filter((block) => block.text === text);
    const sentAlike = sent.flatMap((each, index) => (each === text ? [index] : []));
    const block = alike.length === sentAlike.length ? alike[sentAlike.indexOf(note.target.block)] : undefined;
    return { note, text, place: block ? placeIn(block, note) : null };
  });
}

function placeIn(block: Block, note: Note): Place | null {
  const { selector } = note.target;
  const quote = findQuote(block.text, selector);
  if (!quote) return null;
  const ranges = block.ranges(quote.start, quote.end);
  // The page may have been written on since it was read.
  if (!ranges.every(({ startContainer }) => startContainer.isConnected)) return null;
  const says = asSeen(ranges.map((range) => range.toString()).join(""));
  return spaceless(says) === spaceless(selector.exact) ? { block: block.element, ranges } : null;
}

// A line break of the page is a space of its block, but in no range.
function spaceless(text: string): string {
  return text.replace(/\s+/g, "");
}
