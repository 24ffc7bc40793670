/** Makes the test's document from a body, and reads its blocks. */

import { readBlocks, type Block } from "../src/page/blocks";
import { atOnce } from "../src/page/slices";

export function setBody(html: string): void {
  document.documentElement.removeAttribute("lang");
  document.head.replaceChildren();
  document.body.innerHTML = html;
}

export function blocksOf(html: string): readonly Block[] {
  setBody(html);
  return atOnce(readBlocks(document.body, () => true));
}

export function textsOf(html: string): readonly string[] {
  return blocksOf(html).map((block) => block.text);
}
