/** Where the reader was before going to a note, so that Escape can lead back there. */

import type { Surface } from "./surface";

export interface ReadingPlace {
  /** Remembers the place from which the reader is being taken to a note. */
  readonly leave: () => void;
  /** Goes back to the remembered place. Says whether there was one. */
  readonly goBack: () => boolean;
}

interface Place {
  readonly element: Element | null;
  readonly x: number;
  readonly y: number;
}

/** Follows the reader in the document around the surface until `signal` is aborted. */
export function followReader(
  { host, root }: Pick<Surface, "host" | "root">,
  signal: AbortSignal,
): ReadingPlace {
  let latest = here();
  let place: Place | null = null;

  function here(): Place {
    return { element: document.activeElement, x: scrollX, y: scrollY };
  }
  function note(): void {
    if (document.activeElement !== host) latest = here();
  }

  // When focus has arrived, the window has scrolled already; so the place is noted when the key or button goes down.
  const early = { capture: true, passive: true, signal };
  document.addEventListener("keydown", note, early);
  document.addEventListener("pointerdown", note, early);
  host.addEventListener("focusin", () => (place = latest), { signal });
  host.addEventListener("focusout", () => (place = null), { signal });

  return {
    leave: note,
    goBack() {
      if (!place) return false;
      const { element, x, y } = place;
      if (element instanceof HTMLElement && element !== document.body) element.focus({ preventScroll: true });
      // Not the host: Firefox keeps the focus inside when its host is told to let go of it.
      else if (root.activeElement instanceof HTMLElement) root.activeElement.blur();
      scrollTo({ left: x, top: y, behavior: "instant" });
      return true;
    },
  };
}
