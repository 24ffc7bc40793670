/** What a reading shows on the page: the notes of its last answer, at their sentences. The page is untouched before a first. */

import type { Note, NotesAnswer } from "../wire/messages";
import type { Block } from "./blocks";
import type { ReportDraft } from "./card/report";
import { makeInteractive, type Interaction } from "./interaction";
import { makeMarks, type Marks } from "./marks";
import { placeNotes, type Found } from "./place";
import type { ListedNote } from "./state";
import { openSurface, type Surface } from "./surface";

export interface ShownOptions {
  readonly shadow: ShadowRootMode;
  /** Takes away all that was put on the page. */
  readonly signal: AbortSignal;
  /** Sends a report on a note; null where none can be sent. See `CardContext`. */
  readonly report: ((note: Note, draft: ReportDraft) => Promise<string | null>) | null;
}

export interface Shown {
  /** Shows the notes of `answer`, which is about blocks that read as `sent`, among the blocks that stand there now. */
  readonly show: (answer: NotesAnswer, sent: readonly string[], blocks: readonly Block[]) => Change;
  /** Draws everything where it now belongs. */
  readonly layout: () => void;
  /** Whether a note's sentence does not stand where it stood, or was never found. */
  readonly isAmiss: () => boolean;
  /** Announces a sentence; see `Surface`. Nothing where no note was ever shown. */
  readonly tell: Surface["tell"];
  /** In reading order; those without a place come last. */
  readonly listed: () => readonly ListedNote[];
  readonly go: Interaction["go"];
  readonly enter: Interaction["enter"];
}

/** What came of showing an answer after another. Entries by their ids. */
export interface Change {
  readonly placed: number;
  readonly unplaced: number;
  /** Changed by a newer revision since they were shown. */
  readonly corrected: readonly string[];
  /** No longer given for text that was sent again. */
  readonly gone: readonly string[];
}

interface Parts {
  readonly surface: Surface;
  readonly marks: Marks;
  readonly interaction: Interaction;
}

/** Shows nothing yet. */
export function makeShown({ shadow, signal, report }: ShownOptions): Shown {
  let answer: NotesAnswer | null = null;
  let found: readonly Found[] = [];
  let parts: Parts | null = null;
  const corrected = new Set<string>();

  function open(): Parts {
    const surface = openSurface(document, shadow, signal);
    const marks = makeMarks(surface);
    const contextOf = ({ note }: { readonly note: Note }) => ({
      published: answer?.published ?? null,
      today: new Date(),
      news: corrected.has(note.entry) ? ("corrected" as const) : null,
      report: report && ((draft: ReportDraft) => report(note, draft)),
    });
    return { surface, marks, interaction: makeInteractive(surface, marks, contextOf, signal) };
  }

  return {
    show(next, sent, blocks) {
      const before = revisionsOf(answer);
      const changed = next.notes
        .filter(({ entry, revision }) => revision > (before.get(entry) ?? revision))
        .map(({ entry }) => entry);
      for (const entry of changed) corrected.add(entry);
      const now = revisionsOf(next);
      const dropped = found.filter(({ note }) => !now.has(note.entry));
      // A note whose text is no longer there was not withdrawn: it has lost its place, and stays in the list.
      const lost = dropped.filter((each) => each.text === null || !sent.includes(each.text));
      answer = next;
      found = [...placeNotes(next.notes, sent, blocks), ...lost.map((each) => ({ ...each, place: null }))];
      const placed = found.flatMap(({ note, place }) => (place ? [{ note, place }] : []));
      if (placed.length > 0) parts ??= open();
      parts?.marks.show(placed);
      parts?.interaction.refresh();
      return {
        placed: placed.length,
        unplaced: found.length - placed.length,
        corrected: changed,
        gone: dropped.filter((each) => !lost.includes(each)).map(({ note }) => note.entry),
      };
    },
    layout: () => parts?.marks.layout(),
    isAmiss: () => found.some(({ place }) => place === null) || (parts?.marks.lost().length ?? 0) > 0,
    tell: (sentence, how) => parts?.surface.tell(sentence, how),
    listed() {
      const all = found.map(({ note, place }) => ({
        note,
        placed: place !== null,
        corrected: corrected.has(note.entry),
      }));
      return [...all.filter(({ placed }) => placed), ...all.filter(({ placed }) => !placed)];
    },
    go: (step) => parts?.interaction.go(step),
    enter: (entry) => parts?.interaction.enter(entry),
  };
}

function revisionsOf(answer: NotesAnswer | null): ReadonlyMap<string, number> {
  return new Map(answer?.notes.map(({ entry, revision }) => [entry, revision]));
}
