/** The content of a note's card, as it stands in the panel under the note's heading. */

import { cardContent, type CardContext } from "../../page/card/card";
import { el } from "../../page/dom";
import { cardSheet } from "../../page/styles";
import { localeOfWords, say } from "../../strings";
import type { Note } from "../../wire/messages";

// In the panel a card is part of the flow, on the panel's own ground.
const IN_FLOW = `.card {
  --edge: 16px;
  position: static; display: block; width: auto; max-width: none; max-height: none; margin: 0;
  padding: 0 var(--edge); overflow: visible; border: 0; background: none; box-shadow: none;
  transition: none;
}`;

/** An element that shows what the card of `note` says, by the card's own style sheet. */
export function contentOf(note: Note, context: Omit<CardContext, "number" | "total">): HTMLElement {
  const host = el("div", { class: "card-content" });
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet()];
  const attributes = { class: "card", lang: localeOfWords(), dir: say("direction"), "data-kind": note.kind };
  root.append(el("div", attributes, ...cardContent(note, context)));
  return host;
}

let made: CSSStyleSheet | null = null;

function sheet(): CSSStyleSheet {
  if (made) return made;
  made = cardSheet();
  made.insertRule(IN_FLOW, made.cssRules.length);
  return made;
}
