/**
 * How notes open and close. Hovering a sentence or its marker and focusing a marker show the card; Enter or a click
 * goes into it. Each Escape is one step back: out of the card to its marker, from the marker to where the reader was.
 * The page's own keys and clicks are never stopped, but for those that a note has used. Only what a person does counts:
 * a page could send events of its own to every sentence and see where a card comes up.
 */

import { renderCard, type CardContext } from "./card/card";
import { closest } from "./flat";
import type { Mark, Marks } from "./marks";
import { followReader } from "./reading-place";
import type { Surface } from "./surface";

export interface Interaction {
  /** Takes the reader to the next (1) or previous (-1) note. */
  readonly go: (step: 1 | -1) => void;
  /** Takes the reader to the note of `entry`, and into it. */
  readonly enter: (entry: string) => void;
  /** Makes an open card say what its note says now; one whose note is gone is closed. */
  readonly refresh: () => void;
}

/** What the card of a mark needs to know besides its note and number. */
export type ContextOf = (mark: Mark) => Omit<CardContext, "number" | "total">;

// Shorter, and cards flash while the mouse crosses the text.
const HOVER_MS = 180;
// Time to cross the gap between sentence and card (WCAG 2.2, 1.4.13).
const LEAVE_MS = 320;
const INTERACTIVE = "a, button, input, select, textarea, summary, label, [role=button], [role=link]";

interface Open {
  readonly mark: Mark;
  /** The box around its sentence. */
  readonly box: HTMLElement;
  card: HTMLElement;
  /** All that the card says, to tell whether it must be made anew. */
  told: string;
  /** Stays though the mouse is elsewhere. */
  held: boolean;
}

/** Makes `marks` answer to mouse, touch and keyboard until `signal` is aborted. */
export function makeInteractive(
  { host, root, layer, hush }: Surface,
  marks: Marks,
  contextOf: ContextOf,
  signal: AbortSignal,
): Interaction {
  const place = followReader({ host, root }, signal);
  let open: Open | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let hovered: Mark | "card" | null = null;
  let frame = 0;

  function show(mark: Mark, how: "shown" | "held" | "entered"): void {
    clearTimeout(timer);
    if (open?.mark !== mark) {
      close();
      hush();
      const box = marks.open(mark);
      if (!box) return;
      open = { mark, box, card: makeCard(mark, box), told: toldBy(mark), held: false };
      mark.marker.setAttribute("aria-expanded", "true");
      root.append(open.card);
      open.card.showPopover();
    }
    if (how !== "shown") open.held = true;
    if (how !== "entered") return;
    // Tab then goes from the marker through the card to the next marker. A card that is only shown stands last, so
    // that Tab passes from marker to marker.
    mark.marker.after(open.card);
    open.card.showPopover();
    open.card.focus({ preventScroll: true });
  }

  function makeCard(mark: Mark, box: HTMLElement): HTMLElement {
    const total = marks.all().length;
    const card = renderCard(mark.note, { ...contextOf(mark), number: mark.number, total });
    takeFreeHalf(card, box);
    card.querySelector(".close")?.addEventListener("click", leaveCard);
    return card;
  }

  function toldBy(mark: Mark): string {
    const { published, news } = contextOf(mark);
    return JSON.stringify([mark.note, mark.number, marks.all().length, published, news]);
  }

  function refresh(): void {
    if (!open) return;
    const box = marks.open(marks.all().includes(open.mark) ? open.mark : null);
    if (!box) return close();
    const told = toldBy(open.mark);
    if (told === open.told) return;
    open.told = told;
    const before = open.card;
    const wasInside = before.contains(root.activeElement);
    const { scrollTop } = before;
    open.card = makeCard(open.mark, box);
    before.replaceWith(open.card);
    open.card.showPopover();
    open.card.scrollTop = scrollTop;
    if (wasInside) open.card.focus({ preventScroll: true });
  }

  function close(): void {
    clearTimeout(timer);
    if (!open) return;
    const { mark, card } = open;
    open = null;
    card.remove();
    marks.open(null);
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
    marks.hover(over === "card" ? null : over);
    clearTimeout(timer);
    // What the reader has gone into is not taken away by a passing mouse.
    if (open?.held) return;
    if (over === null) timer = setTimeout(closeIfUnused, LEAVE_MS);
    else if (over !== "card") timer = setTimeout(() => show(over, "shown"), HOVER_MS);
  }

  function closeIfUnused(): void {
    if (root.activeElement === null) close();
  }

  addEventListener("resize", () => open && takeFreeHalf(open.card, open.box), { passive: true, signal });
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    cancelAnimationFrame(frame);
  });

  // With a closed root, an event says from outside only that it was somewhere on the host.
  function under({ target, clientX, clientY }: MouseEvent): Mark | "card" | null {
    if (target === host && open?.card.contains(root.elementFromPoint(clientX, clientY))) return "card";
    return marks.at(clientX, clientY);
  }

  addEventListener(
    "mousemove",
    (event) => {
      if (!event.isTrusted) return;
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => hover(under(event)));
    },
    { capture: true, passive: true, signal },
  );
  addEventListener(
    "click",
    (event) => {
      const target = event.composedPath()[0];
      // What is clicked by a key or by a script has no place.
      if (!event.isTrusted || event.detail === 0 || event.target === host || !(target instanceof Element))
        return;
      const mark = marks.at(event.clientX, event.clientY);
      if (mark && isAt(mark.marker, event)) {
        // The marker was pressed, though the mouse goes through it to what lies below.
        event.preventDefault();
        event.stopImmediatePropagation();
        press(mark);
        return;
      }
      const busy = closest(target, INTERACTIVE) !== null || getSelection()?.isCollapsed === false;
      if (mark && !busy) show(mark, "held");
      else close();
    },
    { capture: true, signal },
  );

  function press(mark: Mark): void {
    if (open?.mark === mark && open.held) close();
    else show(mark, "entered");
  }
  function markOf(event: Event): Mark | null {
    return marks.all().find(({ marker }) => event.composedPath().includes(marker)) ?? null;
  }

  layer.addEventListener("click", (event) => {
    const mark = markOf(event);
    if (mark) press(mark);
  });
  layer.addEventListener("focusin", (event) => {
    const mark = markOf(event);
    if (quiet || !mark?.marker.matches(":focus-visible")) return;
    marks.reveal(mark);
    show(mark, "shown");
  });
  root.addEventListener("focusout", (event) => {
    const next = (event as FocusEvent).relatedTarget;
    const staysNear =
      open && (next === open.mark.marker || (next instanceof Node && open.card.contains(next)));
    if (!staysNear && document.hasFocus() && !quiet) queueMicrotask(closeIfLeft);
  });

  function closeIfLeft(): void {
    const focused = root.activeElement;
    if (open && focused !== open.mark.marker && !open.card.contains(focused)) close();
  }

  document.addEventListener(
    "keydown",
    (event) => {
      if (event.key !== "Escape" || !event.isTrusted) return;
      const inside = document.activeElement === host;
      if (open) leaveCard();
      else if (!inside || !place.goBack()) return;
      // The page must not close something of its own with the key that a note has used.
      if (inside) event.stopPropagation();
    },
    { capture: true, signal },
  );

  function goTo(mark: Mark, how: "shown" | "entered"): void {
    place.leave();
    focusQuietly(mark.marker);
    marks.reveal(mark);
    show(mark, how);
  }

  return {
    refresh,
    enter(entry) {
      const mark = marks.all().find(({ note }) => note.entry === entry);
      if (mark) goTo(mark, "entered");
    },
    go(step) {
      const shown = marks.all().filter(({ marker }) => !marker.hidden);
      // A reader who is inside a card goes on from its note.
      const current = open?.mark.marker ?? root.activeElement;
      const from = shown.findIndex(({ marker }) => marker === current);
      const next =
        shown[from < 0 ? (step > 0 ? 0 : shown.length - 1) : (from + step + shown.length) % shown.length];
      if (next) goTo(next, "shown");
    },
  };
}

// Where the window is too narrow for a card beside the sentence, it takes the half that the sentence leaves free.
function takeFreeHalf(card: HTMLElement, sentence: HTMLElement): void {
  const { top, bottom } = sentence.getBoundingClientRect();
  const below = document.documentElement.clientHeight - bottom;
  card.dataset["edge"] = top > below ? "top" : "bottom";
  card.style.setProperty("--free", `${Math.max(top, below)}px`);
}

function isAt(element: Element, { clientX, clientY }: MouseEvent): boolean {
  const { left, top, right, bottom } = element.getBoundingClientRect();
  return clientX >= left && clientX <= right && clientY >= top && clientY <= bottom;
}
