/**
 * One reading of one page: read it, ask for notes, find the sentence of each, show them. Nothing is sent when there is
 * nothing to read, and an answer that comes after the reader has stopped is dropped.
 */

import type { Result } from "../result";
import { say } from "../strings";
import type { Note, NotesAnswer, NotesRequest } from "../wire/messages";
import type { Trouble } from "../wire/trouble";
import { findQuote } from "./anchor";
import { findArticle, type Article } from "./article";
import { readBlocks, type Block } from "./blocks";
import { followPage, type Quoted } from "./follow";
import { makeInteractive, type Interaction } from "./interaction";
import { drawMarks, type Placed } from "./marks";
import { readMetadata, type Metadata } from "./metadata";
import { sayAnswer, sayTrouble } from "./sentences";
import { openSurface } from "./surface";

export interface ReadingOptions {
  /** Asks a server for the notes of a page. */
  readonly ask: (request: NotesRequest, signal: AbortSignal) => Promise<Result<NotesAnswer, Trouble>>;
  /** Stops the reading and takes away all that it has put on the page. */
  readonly signal: AbortSignal;
  readonly shadow: ShadowRootMode;
  /** What to read, where it is known; otherwise the article is looked for. */
  readonly known?: Article & Metadata;
  /** Gets each sentence for the reader, with what tells the count; otherwise the page shows a small message. */
  readonly tell?: (outcome: Outcome) => void;
}

/** How a reading went. */
export interface Outcome {
  readonly sentence: string;
  /** How many notes stand on the page; null where there was trouble. */
  readonly notes: number | null;
}

export interface Reading {
  /** Null where it was stopped. */
  readonly outcome: Promise<Outcome | null>;
  /** Takes the reader to the next (1) or previous (-1) note. */
  readonly go: (step: 1 | -1) => void;
}

/** Starts to read the current document. */
export function startReading(options: ReadingOptions): Reading {
  let interaction: Interaction | null = null;
  const outcome = read(options, (made) => (interaction = made));
  return { outcome, go: (step) => interaction?.go(step) };
}

async function read(
  { ask, signal, shadow, known, tell }: ReadingOptions,
  onInteraction: (interaction: Interaction) => void,
): Promise<Outcome | null> {
  const surface = openSurface(document, shadow, signal);
  const finish = (outcome: Outcome) => {
    if (tell) tell(outcome);
    else surface.tell(outcome.sentence, outcome.notes === null ? "trouble" : "news");
    return outcome;
  };

  const { title, root, scope } = known ?? findArticle(document);
  const blocks = readBlocks(root, scope);
  if (blocks.length === 0) return finish({ sentence: `${say("noticeNothingToRead")}.`, notes: 0 });

  const answer = await ask(requestFor(title, known ?? readMetadata(document), blocks), signal);
  if (signal.aborted) return null;
  if (!answer.ok) {
    if (answer.error.kind === "stopped") return null;
    return finish({ sentence: sayTrouble(answer.error), notes: null });
  }

  const found = answer.value.notes.flatMap((note) => placeNote(note, blocks) ?? []);
  if (found.length > 0) {
    const marks = drawMarks(surface, found);
    const quoted = new Map(
      marks.all.flatMap((mark, index) => (found[index] ? [[mark, found[index].quoted]] : [])),
    );
    marks.layout();
    const context = { published: answer.value.published, today: new Date() };
    onInteraction(makeInteractive(surface, marks, context, signal));
    followPage(root, marks, quoted, signal);
  }
  return finish({ sentence: sayAnswer(answer.value, found.length), notes: found.length });
}

// As many code points as the server takes are at least as many UTF-16 units.
const TITLE_LENGTH = 1000;

function requestFor(
  title: string,
  { language, published }: Metadata,
  blocks: readonly Block[],
): NotesRequest {
  return {
    title: title.slice(0, TITLE_LENGTH).toWellFormed(),
    language,
    published,
    blocks: blocks.map(({ kind, text }) => ({ kind, text })),
  };
}

function placeNote(note: Note, blocks: readonly Block[]): (Placed & { readonly quoted: Quoted }) | null {
  const block = blocks[note.target.block];
  const place = block && findQuote(block.text, note.target.selector);
  if (!place) return null;
  const { start, end } = place;
  return {
    note,
    block: block.element,
    ranges: block.ranges(start, end),
    quoted: { text: block.text, start, end },
  };
}
