/** Keeps marks on their sentences while the page moves under them: scrolling, resizing, fonts, pictures, rewriting. */

import { readBlocks } from "./blocks";
import type { Mark, Marks } from "./marks";

// Frameworks rewrite in bursts; one look after a burst is enough.
const REWRITE_MS = 400;

/** The block of text that a mark's quote was found in, as it was sent. */
export interface Quoted {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Follows the page under `root` until `signal` is aborted. `quotedBy` says what each mark stands on. */
export function followPage(
  root: Element,
  marks: Marks,
  quotedBy: ReadonlyMap<Mark, Quoted>,
  signal: AbortSignal,
): void {
  let frame = 0;
  const layout = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(marks.layout);
  };
  const passive = { capture: true, passive: true, signal } as const;
  for (const event of ["scroll", "load", "transitionend", "toggle"])
    document.addEventListener(event, layout, passive);
  addEventListener("resize", layout, passive);
  document.fonts.addEventListener("loadingdone", layout, { signal });

  const sizes = new ResizeObserver(layout);
  sizes.observe(document.documentElement);
  sizes.observe(document.body);
  if (root !== document.body) sizes.observe(root);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const rewrites = new MutationObserver(() => {
    layout();
    clearTimeout(timer);
    timer = setTimeout(() => findAgain(root, marks, quotedBy), REWRITE_MS);
  });
  rewrites.observe(document.body, { childList: true, characterData: true, attributes: true, subtree: true });

  signal.addEventListener("abort", () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    sizes.disconnect();
    rewrites.disconnect();
  });
}

// A framework may put new text nodes in the place of those that were read. A mark follows only where the whole block
// reads as it did, once.
function findAgain(root: Element, marks: Marks, quotedBy: ReadonlyMap<Mark, Quoted>): void {
  const lost = marks.lost();
  if (lost.length === 0) return;
  const blocks = readBlocks(root, () => true);
  for (const mark of lost) {
    const quoted = quotedBy.get(mark);
    const same = blocks.filter((block) => block.text === quoted?.text);
    const [block] = same;
    const found = quoted && block && same.length === 1;
    marks.move(mark, found ? { block: block.element, ranges: block.ranges(quoted.start, quoted.end) } : null);
  }
  marks.layout();
}
