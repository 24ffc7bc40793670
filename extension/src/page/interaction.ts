/**
 * How notes open and close. Hovering a sentence or its marker and focusing a marker show the card; Enter or a click
 * goes into it. Each Escape is one step back: out of the card to its marker, from the marker to where the reader was.
 * The page's own keys and clicks are never stopped, but for the keys that a note has used.
 */

import { renderCard, type CardContext } from "./card";
import type { Mark, Marks } from "./marks";
import { followReader } from "./reading-place";
import type { Surface } from "./surface";

export interface Interaction {
  /** Takes the reader to the next (1) or previous (-1) note. */
  readonly go: (step: 1 | -1) => void;
}

// Shorter, and cards flash while the mouse crosses the text.
const HOVER_MS = 180;
// Time to cross the gap between sentence and card (WCAG 2.2, 1.4.13).
const LEAVE_MS = 320;
const INTERACTIVE = "a, button, input, select, textarea, summary, label, [role=button], [role=link]";

interface Open {
  readonly mark: Mark;
  readonly card: HTMLElement;
  /** Stays though the mouse is elsewhere. */
  held: boolean;
}

/** Makes `marks` answer to mouse, touch and keyboard until `signal` is aborted. */
export function makeInteractive(
  { host, root, hush }: Surface,
  marks: Marks,
  context: Omit<CardContext, "number" | "total">,
  signal: AbortSignal,
): Interaction {
  const place = followReader({ host, root }, signal);
  const passive = { passive: true, signal } as const;
  let open: Open | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hovered: Mark | "card" | null = null;
  let frame = 0;

  function show(mark: Mark, how: "shown" | "held" | "entered"): void {
    clearTimeout(timer);
    if (open?.mark !== mark) {
      close();
      hush();
      open = { mark, card: placeCard(mark), held: false };
    }
    if (how !== "shown") open.held = true;
    if (how !== "entered") return;
    // Tab then goes from the marker through the card to the next marker. A card that is only shown stands last, so
    // that Tab passes from marker to marker.
    mark.marker.after(open.card);
    open.card.showPopover();
    open.card.focus({ preventScroll: true });
  }

  function placeCard(mark: Mark): HTMLElement {
    const card = renderCard(mark.note, { ...context, number: mark.number, total: marks.all.length });
    const { top, bottom } = mark.frame.getBoundingClientRect();
    // Where the window is too narrow for a card beside the sentence, it takes the half that the sentence leaves free.
    const below = document.documentElement.clientHeight - bottom;
    card.dataset["edge"] = top > below ? "top" : "bottom";
    card.style.setProperty("--free", `${Math.max(top, below)}px`);
    card.querySelector(".close")?.addEventListener("click", leaveCard);
    mark.frame.setAttribute("data-open", "");
    mark.marker.setAttribute("aria-expanded", "true");
    root.append(card);
    card.showPopover();
    return card;
  }

  function close(): void {
    clearTimeout(timer);
    if (!open) return;
    const { mark, card } = open;
    open = null;
    card.remove();
    mark.frame.removeAttribute("data-open");
    mark.marker.setAttribute("aria-expanded", "false");
  }

  function leaveCard(): void {
    if (!open) return;
    const { mark, card } = open;
    const wasInside = card.contains(root.activeElement);
    close();
    if (wasInside) focusQuietly(mark.marker);
  }

  // Coming back to a marker must not open again what was just closed.
  let quiet = false;
  function focusQuietly(marker: HTMLElement): void {
    quiet = true;
    marker.focus({ preventScroll: true });
    quiet = false;
  }

  function hover(over: Mark | "card" | null): void {
    if (over === hovered) return;
    hovered = over;
    clearTimeout(timer);
    // What the reader has gone into is not taken away by a passing mouse.
    if (open?.held) return;
    if (over === null) timer = setTimeout(closeIfUnused, LEAVE_MS);
    else if (over !== "card") timer = setTimeout(() => show(over, "shown"), HOVER_MS);
  }

  function closeIfUnused(): void {
    if (root.activeElement === null) close();
  }

  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  });

  function inner(event: Event): Element | null {
    const target = event.composedPath()[0];
    return target instanceof Element && root.contains(target) ? target : null;
  }

  document.addEventListener(
    "mousemove",
    (event) => {
      cancelAnimationFrame(frame);
      const inside = event.target === host;
      const { clientX, clientY } = event;
      frame = requestAnimationFrame(() => {
        if (!inside) hover(marks.at(clientX, clientY));
      });
    },
    passive,
  );
  root.addEventListener(
    "mouseover",
    (event) => {
      const target = inner(event);
      const mark = marks.all.find(({ marker }) => target && marker.contains(target)) ?? null;
      hover(target && open?.card.contains(target) ? "card" : mark);
    },
    passive,
  );
  document.addEventListener(
    "click",
    (event) => {
      if (event.target === host || !(event.target instanceof Element)) return;
      const mark = marks.at(event.clientX, event.clientY);
      const busy = event.target.closest(INTERACTIVE) !== null || getSelection()?.isCollapsed === false;
      if (mark && !busy) show(mark, "held");
      else close();
    },
    passive,
  );

  for (const mark of marks.all) {
    mark.marker.addEventListener(
      "click",
      () => {
        if (open?.mark === mark && open.held) close();
        else show(mark, "entered");
      },
      { signal },
    );
    mark.marker.addEventListener(
      "focus",
      () => {
        if (quiet || !mark.marker.matches(":focus-visible")) return;
        marks.reveal(mark);
        show(mark, "shown");
      },
      { signal },
    );
  }
  root.addEventListener(
    "focusout",
    (event) => {
      const next = (event as FocusEvent).relatedTarget;
      const staysNear =
        open && (next === open.mark.marker || (next instanceof Node && open.card.contains(next)));
      if (!staysNear && document.hasFocus() && !quiet) queueMicrotask(closeIfLeft);
    },
    { signal },
  );

  function closeIfLeft(): void {
    const focused = root.activeElement;
    if (open && focused !== open.mark.marker && !open.card.contains(focused)) close();
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape") return;
      const inside = document.activeElement === host;
      if (open) leaveCard();
      else if (!inside || !place.goBack()) return;
      // The page must not close something of its own with the key that a note has used.
      if (inside) event.stopPropagation();
    },
    { capture: true, signal },
  );

  return {
    go(step) {
      const shown = marks.all.filter(({ marker }) => !marker.hidden);
      if (shown.length === 0) return;
      // A reader who is inside a card goes on from its note.
      const current = open?.mark.marker ?? root.activeElement;
      const from = shown.findIndex(({ marker }) => marker === current);
      const next =
        shown[from < 0 ? (step > 0 ? 0 : shown.length - 1) : (from + step + shown.length) % shown.length];
      if (!next) return;
      place.leave();
      quiet = true;
      next.marker.focus({ preventScroll: true });
      quiet = false;
      marks.reveal(next);
      show(next, "shown");
    },
  };
}
