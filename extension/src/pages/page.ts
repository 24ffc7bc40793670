/** What the extension's own pages share. */

import { localeOfWords, say, type Key } from "../strings";
import { useBrowserWords } from "../words/browser";

/** Must be called first on each page: fills in the words, and says in which language and direction they are. */
export function startPage(): void {
  useBrowserWords();
  document.documentElement.lang = localeOfWords();
  document.documentElement.dir = say("direction");
  for (const element of document.querySelectorAll<HTMLElement>("[data-say]")) {
    element.textContent = say(element.dataset["say"] as Key);
  }
}

/** The element of this page with that id. */
export function byId(id: string): HTMLElement {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The page has no element #${id}.`);
  return element;
}
