/** The content of a note's card, as it stands in the panel under the note's heading. */

import { renderCard, type CardContext } from "../../page/card/card";
import { el } from "../../page/dom";
import { styleSheet } from "../../page/styles";
import type { Note } from "../../wire/messages";

// In the panel a card is part of the flow, on the panel's own ground, and the panel's heading stands for its head.
const IN_FLOW = `.card {
  --edge: 16px;
  position: static; display: block; width: auto; max-width: none; max-height: none; margin: 0;
  padding: 0 var(--edge); overflow: visible; border: 0; background: none; box-shadow: none;
  transition: none;
}`;

/** An element that shows what the card of `note` says, by the card's own style sheet. */
export function contentOf(note: Note, context: CardContext): HTMLElement {
  const content = renderCard(note, context);
  for (const part of content.querySelectorAll(".head, .title")) part.remove();
  for (const name of ["role", "popover", "tabindex", "aria-labelledby"]) content.removeAttribute(name);
  const host = el("div", { class: "card-content" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet()];
  root.append(content);
  return host;
}

let made: CSSStyleSheet | null = null;

function sheet(): CSSStyleSheet {
  if (made) return made;
  made = styleSheet();
  // What is said of the host is for a host in somebody else's page.
  for (let index = made.cssRules.length - 1; index >= 0; index--) {
    if (made.cssRules[index]?.cssText.includes(":host")) made.deleteRule(index);
  }
  made.insertRule(IN_FLOW, made.cssRules.length);
  return made;
}
