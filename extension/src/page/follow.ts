/** Tells when the page moves under its marks (scrolling, resizing, fonts, pictures) and when its text changes. */

import { childrenOf, isElement } from "./flat";

// Frameworks rewrite in bursts; one look after a burst is enough.
const QUIET_MS = 400;
// A page that never rests is looked at all the same, but not more often than this.
const LONGEST_MS = 2_500;

export interface Follower {
  /** Something has moved: marks must be drawn again. Called at most once a frame. */
  readonly onMove: () => void;
  /** Something was rewritten, shown or hidden; `grown`: text has come. Called after a burst of changes. */
  readonly onWrite: (grown: boolean) => void;
}

/** Follows `document`, with its open shadow roots, until `signal` is aborted. */
export function followPage(document: Document, { onMove, onWrite }: Follower, signal: AbortSignal): void {
  let frame = 0;
  const move = () => {
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(onMove);
  };
  const passive = { capture: true, passive: true, signal } as const;
  for (const event of ["scroll", "load", "transitionend", "animationend", "toggle"])
    document.addEventListener(event, move, passive);
  addEventListener("resize", move, passive);
  document.fonts.addEventListener("loadingdone", move, { signal });

  const sizes = new ResizeObserver(move);
  sizes.observe(document.documentElement);
  sizes.observe(document.body);

  let timer: ReturnType<typeof setTimeout> | undefined;
  let firstChange = 0;
  let grown = false;
  const writes = new MutationObserver((records) => {
    // A head is rewritten all the time, and shows nothing.
    const changes = records.filter(({ target }) => !document.head?.contains(target));
    if (changes.length === 0) return;
    move();
    for (const { addedNodes } of changes) {
      for (const node of addedNodes) {
        grown ||= /\S/.test(node.textContent ?? "");
        observeRoots(node);
      }
    }
    const now = performance.now();
    if (timer === undefined) firstChange = now;
    clearTimeout(timer);
    timer = setTimeout(
      () => {
        timer = undefined;
        onWrite(grown);
        grown = false;
      },
      Math.min(QUIET_MS, Math.max(0, firstChange + LONGEST_MS - now)),
    );
  });
  const watched = { childList: true, characterData: true, attributes: true, subtree: true } as const;
  const observeRoots = (node: Node) => {
    if (isElement(node) && node.shadowRoot) writes.observe(node.shadowRoot, watched);
    for (const child of childrenOf(node)) if (isElement(child)) observeRoots(child);
  };
  // Not the body: some one-page apps put another in its place.
  writes.observe(document.documentElement, watched);
  // It goes through the whole page, so it is not done together with what comes first.
  setTimeout(() => signal.aborted || observeRoots(document.documentElement));

  signal.addEventListener("abort", () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
    sizes.disconnect();
    writes.disconnect();
  });
}
