/** Parts of a page that are drawn from values. */

import { el } from "../page/dom";

/**
 * Gives a function that shows in `host` what `render` makes of a value. A value that says the same as the one before
 * leaves everything as it is; otherwise the focus goes to the element with the same `data-focus`, if there is one.
 */
export function part<Value>(
  host: HTMLElement,
  render: (value: Value) => readonly (Node | null)[],
): (value: Value) => void {
  let shown: string | null = null;
  return (value) => {
    const told = JSON.stringify(value);
    if (told === shown) return;
    shown = told;
    const focused = focusOf(host);
    host.replaceChildren(...render(value).filter((node) => node !== null));
    host.hidden = host.childNodes.length === 0;
    if (focused !== null) named(host, focused)?.focus({ preventScroll: true });
  };
}

function focusOf(host: HTMLElement): string | null {
  const active = document.activeElement;
  return active instanceof HTMLElement && host.contains(active) ? (active.dataset["focus"] ?? null) : null;
}

function named(host: HTMLElement, focus: string): HTMLElement | undefined {
  return [...host.querySelectorAll<HTMLElement>("[data-focus]")].find(
    (each) => each.dataset["focus"] === focus,
  );
}

/** A button that says `words` and does `act`. Among its page's parts it is known by the name `focus`. */
export function button(
  words: string | readonly Node[],
  focus: string,
  act: () => void,
  attributes: Readonly<Record<string, string | null>> = {},
): HTMLButtonElement {
  const content = typeof words === "string" ? [words] : words;
  const made = el("button", { type: "button", "data-focus": focus, ...attributes }, ...content);
  made.addEventListener("click", act);
  return made;
}
