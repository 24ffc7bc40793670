/**
 * The script of the server's reading page: shows notes on the article that stands there, or on text that somebody pastes,
 * by the same page code as the extension's.
 */

import { el } from "./page/dom";
import type { Metadata } from "./page/metadata";
import { startReading } from "./page/reader";
import type { PageState } from "./page/state";
import { say, sayCount } from "./strings";
import { ask } from "./wire/client";
import { useEnglish } from "./words/english";

useEnglish();

const article = document.querySelector<HTMLElement>("#article");
const status = document.querySelector<HTMLElement>("#reading-status");
const form = document.querySelector<HTMLFormElement>("form#read");
const pasted = document.querySelector<HTMLTextAreaElement>("#text");
const date = document.querySelector<HTMLInputElement>("#published");
let running: AbortController | null = null;

function annotate(root: HTMLElement, metadata: Metadata, title: string): void {
  running?.abort();
  const stop = (running = new AbortController());
  startReading({
    known: { root, title, scope: () => true, isArticle: true, isFound: true, ...metadata },
    signal: stop.signal,
    by: "reader",
    // This page is Sidelight's own; there is nobody to hide the notes from.
    shadow: "open",
    link: {
      ask: (request, signal) => ask({ origin: location.origin, pairingToken: null }, request, signal),
      find: () => Promise.resolve(null),
      revision: () => Promise.resolve(null),
      report: null,
    },
    onState: (state) => show(inWords(state)),
    onLeave: () => stop.abort(),
  });
}

function inWords(state: PageState): string {
  switch (state.phase) {
    case "reading":
      return say("readingWait");
    case "shown":
      return state.notes === 0 ? say("readingNone") : sayCount("readingNotes", state.notes);
    case "trouble":
      return state.sentence;
    case "stopped":
      return "";
  }
}

function show(sentence: string): void {
  if (status) status.textContent = sentence;
}

// Blank lines part paragraphs; where there are none, each line is one.
function paragraphs(text: string): readonly string[] {
  const separator = /\n\s*\n/.test(text) ? /\n\s*\n/ : /\n/;
  return text
    .replaceAll("\r\n", "\n")
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

function annotatePasted(root: HTMLElement, text: string, published: string | null): void {
  const parts = paragraphs(text);
  if (parts.length === 0) return show(say("readingNoText"));
  root.replaceChildren(...parts.map((part) => el("p", {}, part)));
  root.removeAttribute("lang");
  // What stands here now is none of the samples.
  document.querySelector(".samples [aria-current]")?.removeAttribute("aria-current");
  annotate(root, { language: null, published }, "");
  root.scrollIntoView({ block: "start" });
}

if (article) {
  if (article.textContent?.trim()) {
    const time = article.querySelector("time[datetime]")?.getAttribute("datetime") ?? null;
    const language = article.lang || article.querySelector<HTMLElement>("[lang]")?.lang || null;
    const title = article.querySelector("h1, h2")?.textContent?.trim() ?? "";
    annotate(article, { language, published: time }, title);
  }
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    annotatePasted(article, pasted?.value ?? "", date?.value || null);
  });
}
