/** Which part of a page is the article. Readability decides, on a document that is made from the page's outline. */

import { isProbablyReaderable, Readability } from "@mozilla/readability";
import type { Outline } from "../page/outline";
import { foldSpace } from "../page/text";

export interface Found {
  /** Whether the page looks like an article, rather than like a page of teasers. */
  readonly isArticle: boolean;
  readonly title: string;
  /** The numbers, in the outline, of the elements that belong to the article. */
  readonly kept: readonly number[];
  /** Texts of the article, white space folded, whose element Readability has made anew. */
  readonly orphans: readonly string[];
}

const NUMBER = "data-sidelight-number";

/** The article of the page that `outline` shows; null where none stands out. */
export function findArticle(outline: Outline): Found | null {
  const copy = documentOf(outline);
  const isArticle = isProbablyReaderable(copy);
  const found = new Readability<Node>(copy, { serializer: (node) => node, keepClasses: true }).parse();
  if (!found?.content) return null;
  const kept: number[] = [];
  const orphans: string[] = [];
  const content = found.content as Element;
  for (const element of [content, ...content.querySelectorAll("*")]) {
    const number = element.getAttribute(NUMBER);
    if (number !== null) kept.push(Number(number));
    // Readability makes a paragraph of each run between <br><br>; only its words lead back to the page.
    else orphans.push(...ownTexts(element));
  }
  return { isArticle, title: found.title?.trim() ?? "", kept, orphans };
}

function documentOf(outline: Outline): Document {
  const copy = document.implementation.createHTMLDocument("");
  copy.documentElement.remove();
  const nodes: Node[] = [];
  for (const [number, item] of outline.entries()) {
    const node = item.length === 2 ? copy.createTextNode(item[1]) : newElement(copy, item[1]);
    if (item.length === 3) {
      const element = node as Element;
      for (const [name, value] of Object.entries(item[2])) element.setAttribute(name, value);
      element.setAttribute(NUMBER, String(number));
    }
    nodes.push(node);
    (nodes[item[0]] ?? copy).appendChild(node);
  }
  return copy;
}

// A page's own script may have made elements by names that no parser would.
function newElement(copy: Document, name: string): Element {
  try {
    return copy.createElement(name);
  } catch {
    return copy.createElement("div");
  }
}

function ownTexts(element: Element): readonly string[] {
  return [...element.childNodes]
    .filter((node) => node.nodeType === Node.TEXT_NODE)
    .map((node) => foldSpace(node.nodeValue ?? ""))
    .filter((text) => text !== "");
}
