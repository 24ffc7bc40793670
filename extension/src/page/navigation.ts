/**
 * When a one-page app goes to another address. The Navigation API tells in both browsers; pages that replace it, or that
 * write the address in ways of their own, are noticed by looking when they change.
 */

export interface Navigation {
  /** Looks now; for moments at which the page has changed. */
  readonly check: () => void;
}

/**
 * Calls `onMove` once for each new address until `signal` is aborted. A fragment is the same page, but for those in which
 * some apps keep a path (#/… and #!…).
 */
export function watchNavigation(onMove: () => void, signal: AbortSignal): Navigation {
  let address = addressNow();
  const check = () => {
    const now = addressNow();
    if (now === address) return;
    address = now;
    onMove();
  };
  for (const event of ["currententrychange", "navigatesuccess"]) {
    navigation.addEventListener(event, check, { signal });
  }
  for (const event of ["popstate", "hashchange", "pageshow"]) addEventListener(event, check, { signal });
  return { check };
}

function addressNow(): string {
  const { pathname, search, hash } = location;
  return pathname + search + (/^#[/!]/.test(hash) ? hash : "");
}
