/**
 * Which part of the page is the article. Readability decides on a copy: indexes set on the copy's elements say which of
 * the live ones it kept. A reader has asked for this page, so it is read even where Readability finds nothing.
 */

import { Readability } from "@mozilla/readability";
import type { Scope } from "./blocks";

export interface Article {
  readonly title: string;
  readonly root: Element;
  readonly scope: Scope;
}

const INDEX = "data-sidelight-index";
const FURNITURE =
  "nav, aside, footer, form, [role=navigation], [role=complementary], [role=contentinfo], [role=search], [role=dialog]";

/** The article of `document`; its whole visible text where none stands out. */
export function findArticle(document: Document): Article {
  const live = [...document.getElementsByTagName("*")];
  const copy = document.cloneNode(true) as Document;
  for (const [index, element] of [...copy.getElementsByTagName("*")].entries()) {
    element.setAttribute(INDEX, String(index));
  }
  const found = new Readability<Node>(copy, { serializer: (node) => node, keepClasses: true }).parse();
  const title = found?.title?.trim() || document.title.trim();
  if (!found?.content) return { title, root: document.body, scope: wholePage(document) };
  return { title, root: document.body, scope: keptBy(found.content as Element, live) };
}

function keptBy(content: Element, live: readonly Element[]): Scope {
  const kept = new Set<Element>();
  const orphans = new Set<string>();
  for (const element of [content, ...content.querySelectorAll("*")]) {
    const index = element.getAttribute(INDEX);
    const original = index === null ? undefined : live[Number(index)];
    if (original) kept.add(original);
    // Readability makes a paragraph of each run between <br><br>; only its words lead back to the page.
    else for (const text of ownTexts(element)) orphans.add(text);
  }
  return (text, parent) => kept.has(parent) || orphans.has(words(text.data));
}

function ownTexts(element: Element): readonly string[] {
  return [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => words(node.nodeValue ?? ""))
    .filter((text) => text !== "");
}

function words(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function wholePage(document: Document): Scope {
  const main = document.querySelector("main, [role=main]") ?? document.body;
  return (_text, parent) => main.contains(parent) && parent.closest(FURNITURE) === null;
}
