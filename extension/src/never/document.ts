/**
 * Where Sidelight never runs, by the page itself: what is no text of the web, and what asks readers for a password, a
 * card or a form. Put into pages, so it holds no lists. Only the page's own fields are seen, not those in frames.
 */

import type { Never } from "./kinds";

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

const FORMATS = new Set(["text/html", "application/xhtml+xml"]);
const EDITED =
  ":is(html, body):is([contenteditable=''], [contenteditable=true i], [contenteditable=plaintext-only i])";
// The tokens of the standard's autofill fields. A password that is shown for a moment is a text field with its token.
const SECRET = /(^|\s)(current-password|new-password|one-time-code)(\s|$)/i;
const CARD = /(^|\s)cc-/i;
const FILLED_IN = ":read-write:not([type=search i]), select:enabled";

// A comment box asks for four things: name, mail, site and text. A page may ask for a few more and be an article.
const FIELDS_OF_AN_ARTICLE = 6;
// Shorter paragraphs are hints beside fields.
const PARAGRAPH_LENGTH = 80;

/**
 * Why the page in `document` is never read; null: nothing in it is a reason. Fields that a reader cannot see, such as
 * those of a closed sign-in dialog, are none.
 */
export function neverIn(document: Document): Never | null {
  if (!FORMATS.has(document.contentType)) return "format";
  if (document.designMode === "on" || document.querySelector(EDITED)) return "form";

  const filledIn = new Map<HTMLFormElement | null, number>();
  for (const field of document.querySelectorAll<Field>("input, select, textarea")) {
    const kind = kindOf(field);
    if (kind === null || !isSeen(field)) continue;
    if (kind !== "form") return kind;
    filledIn.set(field.form, (filledIn.get(field.form) ?? 0) + 1);
  }
  const most = Math.max(0, ...filledIn.values());
  // More fields in one form than paragraphs on the page: people come here to fill it in, not to read.
  return most > FIELDS_OF_AN_ARTICLE && most > paragraphsIn(document) ? "form" : null;
}

function kindOf(field: Field): "account" | "bank" | "form" | null {
  const tokens = field.getAttribute("autocomplete") ?? "";
  if (field.type === "password" || SECRET.test(tokens)) return "account";
  if (CARD.test(tokens)) return "bank";
  return field.matches(FILLED_IN) ? "form" : null;
}

function isSeen(field: Field): boolean {
  if (!field.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  if (field.closest("[inert], [aria-hidden=true]")) return false;
  return !isBesideThePage(field) && !isFoldedAway(field);
}

// Menus and dialogs wait left, right or above of what can be scrolled to.
function isBesideThePage(field: Field): boolean {
  const { left, right, bottom } = field.getBoundingClientRect();
  return right < 0 || left > innerWidth || bottom + scrollY < 0;
}

// A closed panel is often a box without height that cuts off what is in it.
function isFoldedAway(field: Field): boolean {
  for (let box = field.parentElement; box && box !== document.body; box = box.parentElement) {
    const { width, height } = box.getBoundingClientRect();
    if (width > 0 && height > 0) continue;
    const { display, overflow } = getComputedStyle(box);
    // An element without a box of its own has no size, and cuts nothing off.
    if (display !== "contents" && /hidden|clip/.test(overflow)) return true;
  }
  return false;
}

function paragraphsIn(document: Document): number {
  return [...document.querySelectorAll("p")].filter(
    ({ textContent }) => textContent.trim().length >= PARAGRAPH_LENGTH,
  ).length;
}
