/**
 * Which part of the page is the article. The page is only outlined here; a finder, outside the page's thread, decides. A
 * reader has asked for this page, so it is read even where no article stands out.
 */

import type { Found } from "../finder/find";
import type { Scope } from "./blocks";
import { contains } from "./flat";
import { furnitureFinder } from "./furniture";
import { outlineOf, type Outline, type Outlined } from "./outline";
import { inSlices } from "./slices";
import { asSeen, foldSpace } from "./text";

export interface Article {
  readonly title: string;
  readonly root: Element;
  readonly scope: Scope;
  /** Whether it looks like an article, rather than like a page of teasers. */
  readonly isArticle: boolean;
  /** Whether an article was found; otherwise the scope is the whole page. */
  readonly isFound: boolean;
}

/** Finds the article of the page that an outline shows; null where none stands out, or where it could not be looked for. */
export type Finder = (outline: Outline) => Promise<Found | null>;

/** The article of `document`; its whole visible text where none stands out. */
export async function findArticle(document: Document, find: Finder, signal: AbortSignal): Promise<Article> {
  const outlined = await inSlices(outlineOf(document), signal);
  const found = await find(outlined.outline);
  signal.throwIfAborted();
  return {
    title: headline(found?.title || document.title.trim(), document),
    root: document.body,
    isArticle: found?.isArticle === true,
    isFound: found !== null,
    scope: found === null ? wholePage(document) : keptBy(found, outlined),
  };
}

function keptBy(found: Found, { elements }: Outlined): Scope {
  const kept = new Set(found.kept.map((number) => elements[number]));
  const orphans = new Set(found.orphans);
  const isFurniture = furnitureFinder();
  return (text, parent) => (kept.has(parent) || orphans.has(foldSpace(text.data))) && !isFurniture(parent);
}

function wholePage(document: Document): Scope {
  const main = document.querySelector("main, [role=main]") ?? document.body;
  const isFurniture = furnitureFinder();
  return (_text, parent) => contains(main, parent) && !isFurniture(parent);
}

// Titles often end with the paper's name, which says nothing about the page.
function headline(title: string, document: Document): string {
  const headings = [...document.querySelectorAll("h1")].map(({ textContent }) => asSeen(textContent));
  return headings.find((heading) => heading !== "" && title.startsWith(heading)) ?? title;
}
