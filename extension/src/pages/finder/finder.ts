/** The document, never seen, in which Chromium's part of the extension finds articles. */

import { browser } from "../../browser";
import { findArticle } from "../../finder/find";
import type { ToFinder } from "../../messages";

// It costs some megabytes and a tenth of a second to open.
const IDLE_MS = 180_000;
let idle = setTimeout(close, IDLE_MS);

browser.runtime.onMessage.addListener((message: { readonly type?: string }, sender, answer) => {
  if (sender.tab || message.type !== "find-article") return;
  clearTimeout(idle);
  idle = setTimeout(close, IDLE_MS);
  answer(findArticle((message as ToFinder).outline));
});
