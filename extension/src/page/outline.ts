/**
 * An outline of the page: what Readability needs to find the article, as plain values, so that the finding can be done
 * outside the page's own thread. Readability cannot pause, and on a long page it takes several times 50 ms.
 */

import { childrenOf, isElement, isText } from "./flat";
import type { Work } from "./slices";

/** An element: the number of its parent (-1: none), its name, its attributes. Numbers are places in the outline. */
export type OutlineElement = readonly [
  parent: number,
  name: string,
  attributes: Readonly<Record<string, string>>,
];
/** A text: the number of its parent, and its characters. */
export type OutlineText = readonly [parent: number, text: string];
/** Parents come before their children, and children in order. */
export type Outline = readonly (OutlineElement | OutlineText)[];

export interface Outlined {
  readonly outline: Outline;
  /** The page's elements, each at its number. */
  readonly elements: readonly (Element | undefined)[];
}

const LINKED_DATA = "script[type='application/ld+json' i]";
const LEFT_OUT = new Set("script style noscript template svg math canvas sidelight-notes".split(" "));
// What Readability 0.6 looks at, but for pictures, which lead to no text.
const ATTRIBUTES = (
  "class id role rel href hidden style aria-hidden aria-modal itemprop itemtype itemscope property name content " +
  "datetime type"
).split(" ");
// A data: address may hold a whole picture; of all of these only the beginning is looked at.
const ATTRIBUTE_LENGTH = 1000;

/** The outline of `document`. */
export function* outlineOf(document: Document): Work<Outlined> {
  const outline: (OutlineElement | OutlineText)[] = [];
  const elements: (Element | undefined)[] = [];
  const waiting: (readonly [node: Node, parent: number])[] = [[document.documentElement, -1]];

  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const [node, parent] = next;
    if (isText(node)) {
      outline.push([parent, node.data]);
      elements.push(undefined);
    } else if (isElement(node)) {
      const name = node.localName;
      const isLinkedData = name === "script" && node.matches(LINKED_DATA);
      if (LEFT_OUT.has(name) && !isLinkedData) continue;
      const number = outline.length;
      outline.push([parent, name, attributesOf(node)]);
      elements.push(node);
      const children = [...childrenOf(node)];
      for (let index = children.length - 1; index >= 0; index -= 1) {
        const child = children[index];
        if (child) waiting.push([child, number]);
      }
      yield;
    }
  }
  return { outline, elements };
}

function attributesOf(element: Element): Record<string, string> {
  const attributes: Record<string, string> = {};
  for (const name of ATTRIBUTES) {
    const value = element.getAttribute(name);
    if (value !== null) attributes[name] = value.slice(0, ATTRIBUTE_LENGTH);
  }
  return attributes;
}
