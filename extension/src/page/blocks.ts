/**
 * From the live page to blocks of text, each with the way back: which text node, and where in it, every character of a
 * block came from. The page is only read. What a reader does not see is not read.
 */

import type { BlockKind } from "../wire/messages";
import { childrenOf, closest, isElement, isText, parentOf } from "./flat";
import { isUnseen } from "./seen";
import { INVISIBLE } from "./text";
import type { Work } from "./slices";

/** One run of text of the page, in reading order. */
export interface Block {
  readonly kind: BlockKind;
  /** White space as the reader sees it: runs are one space, soft hyphens and zero-width characters are gone. */
  readonly text: string;
  /** The element that lays the text out. */
  readonly element: Element;
  /** The ranges of the page that show `text.slice(start, end)`: one for each text node, so that skipped text stays out. */
  readonly ranges: (start: number, end: number) => readonly Range[];
}

/** Which parts of the page to read: whether a text node, given by its parent element, belongs to the article. */
export type Scope = (text: Text, parent: Element) => boolean;

// In XHTML, tag names are written small; local names are so everywhere.
const SKIPPED = new Set(
  (
    "script style noscript template svg math pre button input select textarea option iframe object embed canvas audio " +
    "video progress meter dialog rt rp"
  ).split(" "),
);
const KINDS: readonly (readonly [BlockKind, string])[] = [
  ["caption", "figcaption, caption"],
  ["heading", "h1, h2, h3, h4, h5, h6, [role=heading]"],
  ["item", "li, dt, dd"],
  ["quote", "blockquote"],
];
const ANY_KIND = KINDS.map(([, selector]) => selector).join(", ");
const FOOTNOTE = /^\[[\p{L}\p{N}*†‡]{1,4}\]$/u;
// A floated first letter or word is part of the line that it decorates, though its box is a block's.
const DROP_CAP_LENGTH = 3;

/** The blocks under `root` that `scope` holds and that a reader can see, also those in open shadow roots. */
export function* readBlocks(root: Element, scope: Scope): Work<readonly Block[]> {
  const blocks: Block[] = [];
  const containers = new Map<Element, Element>();
  const open: Iterator<Node>[] = [childrenOf(root)[Symbol.iterator]()];
  let draft = new Draft(root);
  let breaks = 0;

  const finish = () => {
    const block = draft.finished();
    if (block) blocks.push(block);
  };
  const read = (text: Text) => {
    const parent = parentOf(text);
    if (!parent) return;
    // A space is the article's wherever it stands between the article's words.
    if (!/\S/.test(text.data)) {
      if (containerOf(parent, root, containers) === draft.element) draft.add(text);
      return;
    }
    if (!scope(text, parent)) return;
    const container = containerOf(parent, root, containers);
    if (container !== draft.element || breaks > 1) {
      finish();
      draft = new Draft(container);
    }
    breaks = 0;
    draft.add(text);
  };

  for (let children = open.at(-1); children; children = open.at(-1)) {
    const next = children.next();
    if (next.done) {
      open.pop();
    } else if (isText(next.value)) {
      read(next.value);
    } else if (isElement(next.value)) {
      if (next.value.localName === "br") {
        breaks += 1;
        draft.space();
      } else if (!isSkipped(next.value)) {
        open.push(childrenOf(next.value)[Symbol.iterator]());
      }
      yield;
    }
  }
  finish();
  return blocks;
}

/** A block while it is being read. */
class Draft {
  private text = "";
  private readonly nodes: (Text | null)[] = [];
  private readonly offsets: number[] = [];

  constructor(readonly element: Element) {}

  space(): void {
    this.put(" ", null, 0);
  }

  add(node: Text): void {
    const { data } = node;
    for (let offset = 0; offset < data.length; offset += 1) {
      const character = data.charAt(offset);
      if (INVISIBLE.test(character)) continue;
      this.put(/\s/.test(character) ? " " : character, node, offset);
    }
  }

  finished(): Block | null {
    // A lone surrogate is no text and cannot be sent; its replacement is as long, so offsets hold.
    const text = this.text.trimEnd().toWellFormed();
    if (text === "") return null;
    const { element, nodes, offsets } = this;
    return {
      kind: kindOf(element),
      text,
      element,
      ranges: (start, end) => rangesOf(element.ownerDocument, nodes, offsets, start, end),
    };
  }

  private put(character: string, node: Text | null, offset: number): void {
    if (character === " " && (this.text === "" || this.text.endsWith(" "))) return;
    this.text += character;
    this.nodes.push(node);
    this.offsets.push(offset);
  }
}

function rangesOf(
  document: Document,
  nodes: readonly (Text | null)[],
  offsets: readonly number[],
  start: number,
  end: number,
): readonly Range[] {
  const ranges: Range[] = [];
  for (let index = start; index < end; index += 1) {
    const node = nodes[index];
    const offset = offsets[index];
    if (!node || offset === undefined || offset >= node.length) continue;
    const last = ranges.at(-1);
    if (last?.startContainer === node) {
      last.setEnd(node, offset + 1);
      continue;
    }
    const range = document.createRange();
    range.setStart(node, offset);
    range.setEnd(node, offset + 1);
    ranges.push(range);
  }
  return ranges;
}

function containerOf(parent: Element, root: Element, known: Map<Element, Element>): Element {
  const passed: Element[] = [];
  let element = parent;
  while (element !== root && !known.has(element) && isInline(element)) {
    const outer = parentOf(element);
    if (!outer) break;
    passed.push(element);
    element = outer;
  }
  const container = known.get(element) ?? element;
  known.set(element, container);
  for (const inner of passed) known.set(inner, container);
  return container;
}

function isInline(element: Element): boolean {
  const style = getComputedStyle(element);
  if (/^(inline|contents|ruby)/.test(style.display)) return true;
  const floats = style.float === "left" || style.float === "right";
  return floats && (element.textContent ?? "").trim().length <= DROP_CAP_LENGTH;
}

function isSkipped(element: Element): boolean {
  if (SKIPPED.has(element.localName)) return true;
  // What a reader is writing is not the page's.
  if (element instanceof HTMLElement && element.isContentEditable) return true;
  return isFootnote(element) || isUnseen(element);
}

// Bare digits stay: they are the 2 of km².
function isFootnote(element: Element): boolean {
  const isMark = () => FOOTNOTE.test((element.textContent ?? "").trim());
  if (element.localName === "sup") return isMark() || element.querySelector("a[href*='#']") !== null;
  return element.localName === "a" && element.getAttribute("href")?.startsWith("#") === true && isMark();
}

function kindOf(element: Element): BlockKind {
  const nearest = closest(element, ANY_KIND);
  return KINDS.find(([, selector]) => nearest?.matches(selector))?.[0] ?? "paragraph";
}
