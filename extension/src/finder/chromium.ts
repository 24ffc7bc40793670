/**
 * The finder of Chromium, whose worker has no documents: an offscreen document does the work. It closes by itself when it
 * has not been asked for a while.
 */

import { browser } from "../browser";
import type { ToFinder } from "../messages";
import type { Outline } from "../page/outline";
import type { Found } from "./find";

const PAGE = "pages/finder.html";
let opening: Promise<void> | null = null;

/** Opens the finder's document, if it is not open. */
export async function prepare(): Promise<void> {
  opening ??= open().finally(() => (opening = null));
  await opening;
}

/** The article of the page that `outline` shows; null where none stands out. */
export async function find(outline: Outline): Promise<Found | null> {
  await prepare();
  const message: ToFinder = { type: "find-article", outline };
  return ((await browser.runtime.sendMessage(message)) as Found | null | undefined) ?? null;
}

async function open(): Promise<void> {
  if (await browser.offscreen.hasDocument()) return;
  await browser.offscreen.createDocument({
    url: PAGE,
    reasons: ["DOM_PARSER"],
    justification: "Finds the article in an outline of the page, outside the page's own thread.",
  });
}
