/**
 * One reading of one page: read it, ask for notes, find the sentence of each, show them, and keep them true while the
 * page is open. Nothing is sent when there is nothing to read, and an answer that comes after the reader has stopped, or
 * has gone on to another page, is dropped. The page is untouched until there is a note to show.
 */

import type { Result } from "../result";
import { say, sayCount } from "../strings";
import type { NotesAnswer, NotesRequest, ReportMessage } from "../wire/messages";
import type { Trouble } from "../wire/trouble";
import { findArticle, type Article, type Finder } from "./article";
import { readBlocks, type Block } from "./blocks";
import { followPage } from "./follow";
import { readMetadata, type Metadata } from "./metadata";
import { watchNavigation } from "./navigation";
import { whileVisible } from "./revision";
import { sendReport } from "./reporting";
import { sayAnswer, sayTrouble } from "./sentences";
import { makeShown, type Change } from "./shown";
import { inSlices } from "./slices";
import type { PageState, PageView, Sent } from "./state";

/** The way to a server. None of these throws. */
export interface Link {
  /** `onSending` is called with the server's origin when the request really leaves. */
  readonly ask: (
    request: NotesRequest,
    signal: AbortSignal,
    onSending: (server: string) => void,
  ) => Promise<Result<NotesAnswer, Trouble>>;
  readonly find: Finder;
  /** The revision of the server's library; null where it cannot be told now. */
  readonly revision: () => Promise<number | null>;
  /** Null where reports cannot be sent from here. */
  readonly report: ((report: ReportMessage) => Promise<Result<null, Trouble>>) | null;
}

export interface ReadingOptions {
  readonly link: Link;
  /** Stops the reading and takes away all that it has put on the page. */
  readonly signal: AbortSignal;
  readonly shadow: ShadowRootMode;
  /** Who wants it: a reader who waits for it, or the choice of a site, which must not disturb. */
  readonly by: "reader" | "site";
  /** What to read, where it is known; otherwise the article is looked for. */
  readonly known?: Article & Metadata;
  readonly onState: (state: PageState) => void;
  /** The document has gone to another page; this reading should be stopped. */
  readonly onLeave: () => void;
}

export interface Reading {
  /** Takes the reader to the next (1) or previous (-1) note. */
  readonly go: (step: 1 | -1) => void;
  /** Takes the reader to the note of `entry`, and into it. */
  readonly enter: (entry: string) => void;
  readonly describe: () => PageView;
}

// As many code points as the server takes are at least as many UTF-16 units.
const TITLE_LENGTH = 1000;
// Shorter ones are counters and captions, which change all the time and carry no notes.
const LATE_TEXT_LENGTH = 25;
// Text that goes on coming is sent now and then, not with each paragraph.
const LATE_ASK_MS = 2_000;
const LATE_ASK_MOST_MS = 60_000;
// All open pages learn of a publication in the same seconds; they must not all ask for their notes at once.
const SPREAD_MS = 1_500;
// After trouble with that, the server is left alone for a while.
const REST_MS = 30_000;
// A page that has not shown an article after so many changes is none.
const MOST_TRIES = 6;
// One-page apps change the address first and the page after it.
const SETTLE_MS = 500;

/** Starts to read the current document. */
export function startReading(options: ReadingOptions): Reading {
  const { link, signal, by } = options;
  let state: PageState = { phase: "stopped" };
  let article: (Article & Metadata) | null = null;
  let sent: Sent | null = null;
  let askedTexts: readonly string[] = [];
  let sentTexts: readonly string[] = [];
  let answer: NotesAnswer | null = null;
  let asking = new AbortController();
  // Called when text has come.
  let grown: () => void = () => undefined;
  // The address has changed; until the page has settled, nothing is sent.
  let moving = false;
  let settling: ReturnType<typeof setTimeout> | undefined;
  let lateAsks = 0;
  let restUntil = 0;
  // There was trouble: nothing needs to be kept true.
  const over = new AbortController();
  const { report } = link;
  const shown = makeShown({
    shadow: options.shadow,
    signal,
    report: report && ((note, draft) => sendReport(report, note, draft)),
  });

  function become(next: PageState): void {
    state = next;
    options.onState(next);
  }

  async function first(): Promise<void> {
    stayTrue();
    if (by === "reader") become({ phase: "reading" });
    for (let tries = 0; tries < MOST_TRIES; tries += 1) {
      article = await findThis();
      const blocks = await look();
      // A choice of a site is a choice of its articles, not of its front page; a reader who asks knows better.
      if (by === "site" ? article.isArticle : blocks.length > 0) {
        if (by === "site") become({ phase: "reading" });
        return await askFirst(blocks);
      }
      if (by === "reader") {
        become({ phase: "shown", notes: 0, unplaced: 0, sentence: `${say("noticeNothingToRead")}.` });
      }
      await new Promise<void>((resolve) => (grown = resolve));
    }
  }

  async function askFirst(blocks: readonly Block[]): Promise<void> {
    const result = await ask(blocks);
    if (!result) return;
    if (!result.ok) return result.error.kind === "stopped" ? undefined : fail(sayTrouble(result.error));
    show(result.value, blocks);
    if (state.phase === "shown" && state.notes > 0) {
      shown.tell(state.sentence, by === "reader" ? "shown" : "heard");
    }
    // The marks are painted first.
    await pause(0);
    void again(false);
  }

  function fail(sentence: string): void {
    // On a chosen site, the next page may go better.
    if (by === "reader") over.abort();
    become({ phase: "trouble", sentence });
  }

  async function look(): Promise<readonly Block[]> {
    article ??= await findThis();
    // The body may be another one by now.
    const root = options.known?.root ?? document.body;
    return await inSlices(readBlocks(root, article.scope), signal);
  }

  async function findThis(): Promise<Article & Metadata> {
    if (options.known) return options.known;
    return { ...(await findArticle(document, link.find, signal)), ...readMetadata(document) };
  }

  // Null where this question was overtaken by another or by the page.
  async function ask(blocks: readonly Block[]): Promise<Result<NotesAnswer, Trouble> | null> {
    asking.abort();
    if (moving || blocks.length === 0) return null;
    asking = new AbortController();
    const mine = asking.signal;
    askedTexts = blocks.map(({ text }) => text);
    const request = requestFor(article, blocks);
    const result = await link.ask(request, AbortSignal.any([signal, mine]), (server) => {
      sent = { server, at: new Date().toISOString(), request };
      options.onState(state);
    });
    if (signal.aborted || mine.aborted) return null;
    // What could not be asked about now is asked about again.
    if (result.ok) sentTexts = askedTexts;
    return result;
  }

  function show(next: NotesAnswer, blocks: readonly Block[]): Change {
    answer = next;
    const change = shown.show(next, sentTexts, blocks);
    const { placed: notes, unplaced } = change;
    become({ phase: "shown", notes, unplaced, sentence: sayAnswer(next, notes) });
    return change;
  }

  function stayTrue(): void {
    const living = AbortSignal.any([signal, over.signal]);
    const page = watchNavigation(move, living);
    const onWrite = (hasGrown: boolean) => {
      page.check();
      void again(hasGrown);
    };
    followPage(document, { onMove: shown.layout, onWrite }, living);
    if (!options.known) whileVisible(renew, living);
    document.addEventListener("visibilitychange", () => void again(false), { signal: living });
    // A page that comes back from the browser's cache has lost its badge.
    addEventListener("pageshow", ({ persisted }) => persisted && options.onState(state), { signal: living });
  }

  // One look at a time. What was written before the first answer is looked at after it.
  const change = { is: false, grown: false, working: false };
  async function again(hasGrown: boolean): Promise<void> {
    if (hasGrown) grown();
    change.is = true;
    change.grown ||= hasGrown;
    if (change.working || moving || !answer || document.hidden) return;
    change.working = true;
    while (change.is && !moving && !document.hidden && !signal.aborted) {
      const isLonger = change.grown;
      Object.assign(change, { is: false, grown: false });
      await readAgain(isLonger).catch(() => undefined);
    }
    change.working = false;
  }

  // What is still there stays in the article, so that comments that come late cannot take its place.
  async function readAgain(isLonger: boolean): Promise<void> {
    if (!article || !answer) return;
    if (isLonger && !options.known) {
      const { scope: before } = article;
      const { scope: now, isFound } = await findArticle(document, link.find, signal);
      if (isFound)
        article = { ...article, scope: (text, parent) => before(text, parent) || now(text, parent) };
    }
    const blocks = await look();
    if (moving) return;
    // A note must not stand on a sentence that was rewritten, whatever the server says to it.
    if (shown.isAmiss()) show(answer, blocks);
    if (options.known || !hasLateText(blocks, sentTexts)) return;
    if (!isSamePage(blocks)) return options.onLeave();
    const { revision } = answer;
    const result = await ask(blocks);
    // The notes that stand are still true; trouble with more of them is no reason to take them away.
    if (result?.ok) announce(show(result.value, blocks), result.value.revision > revision);
    await pause(Math.min(LATE_ASK_MS * 2 ** lateAsks, LATE_ASK_MOST_MS));
    lateAsks += 1;
  }

  function move(): void {
    asking.abort();
    moving = true;
    clearTimeout(settling);
    settling = setTimeout(() => void settle().catch(() => undefined), SETTLE_MS);
  }

  // Some pages write each article into the address as it scrolls by, or tidy it up, and are still the same page.
  async function settle(): Promise<void> {
    const blocks = askedTexts.length > 0 ? await look() : [];
    if (!isSamePage(blocks)) return options.onLeave();
    moving = false;
    if (answer) void again(false);
    else await askFirst(blocks);
  }

  // Most of what was asked about still stands there.
  function isSamePage(blocks: readonly Block[]): boolean {
    const now = new Set(blocks.map(({ text }) => text));
    const kept = askedTexts.filter((text) => now.has(text));
    return kept.length > 0 && kept.length * 2 >= askedTexts.length;
  }

  async function renew(): Promise<void> {
    // Without notes there is nothing to keep true.
    if (moving || !answer?.notes.length || performance.now() < restUntil) return;
    const revision = await link.revision();
    if (signal.aborted || revision === null || revision <= answer.revision) return;
    await pause(Math.random() * SPREAD_MS);
    const blocks = await look();
    const result = await ask(blocks);
    if (result?.ok) announce(show(result.value, blocks), true);
    else restUntil = performance.now() + REST_MS;
  }

  function announce({ corrected, gone }: Change, isNewRevision: boolean): void {
    const news = [
      corrected.length > 0 ? sayCount("corrected", corrected.length) : null,
      isNewRevision && gone.length > 0 ? sayCount("withdrawn", gone.length) : null,
    ].filter((sentence) => sentence !== null);
    if (news.length > 0) shown.tell(news.join(" "), "shown");
  }

  // A fault of ours must not leave a reader waiting.
  first().catch(() => signal.aborted || fail(sayTrouble({ kind: "interrupted" })));
  return {
    go: shown.go,
    enter: shown.enter,
    describe: () => ({ state, notes: shown.listed(), published: answer?.published ?? null, sent }),
  };
}

function requestFor(article: (Article & Metadata) | null, blocks: readonly Block[]): NotesRequest {
  return {
    title: (article?.title ?? "").slice(0, TITLE_LENGTH).toWellFormed(),
    language: article?.language ?? null,
    published: article?.published ?? null,
    blocks: blocks.map(({ kind, text }) => ({ kind, text })),
  };
}

// Numbers that change, as in a ticker, make no new text.
function hasLateText(blocks: readonly Block[], sentTexts: readonly string[]): boolean {
  const masked = (text: string) => text.replace(/\d+/g, "0");
  const known = new Set(sentTexts.map(masked));
  return blocks.some(({ text }) => text.length >= LATE_TEXT_LENGTH && !known.has(masked(text)));
}

async function pause(ms: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, ms));
}
