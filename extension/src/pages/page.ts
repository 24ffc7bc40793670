/** What the extension's own pages share. */

import { say, type Key } from "../strings";

/** Puts the words into every element that names them in `data-say`. */
export function fillWords(): void {
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
