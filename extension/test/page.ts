/** Makes the test's document from a body, and reads its blocks. */

import { readBlocks, type Block } from "../src/page/blocks";

// jsdom lays nothing out, so it cannot say what is seen; what a test hides, it hides by `hidden`.
Element.prototype.checkVisibility ??= function (this: Element) {
  return this.closest("[hidden]") === null;
};

export function setBody(html: string): void {
  document.documentElement.removeAttribute("lang");
  document.head.replaceChildren();
  document.body.innerHTML = html;
}

export function blocksOf(html: string): readonly Block[] {
  setBody(html);
  return readBlocks(document.body, () => true);
}

export function textsOf(html: string): readonly string[] {
  return blocksOf(html).map((block) => block.text);
}
