/** Asks now and then whether the server's library has changed, while somebody looks at the page. */

// A correction must arrive within seconds; the question is one small conditional request.
const EVERY_MS = 5_000;

/** Calls `look` every few seconds while the document is visible, and whenever it comes back, until `signal` is aborted. */
export function whileVisible(look: () => Promise<void>, signal: AbortSignal): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const next = () => {
    clearTimeout(timer);
    if (!signal.aborted && document.visibilityState === "visible") timer = setTimeout(turn, EVERY_MS);
  };
  const turn = () => void look().finally(next);
  const back = () => {
    clearTimeout(timer);
    if (document.visibilityState === "visible") turn();
  };
  document.addEventListener("visibilitychange", back, { signal });
  addEventListener("pageshow", ({ persisted }) => persisted && back(), { signal });
  addEventListener("online", back, { signal });
  signal.addEventListener("abort", () => clearTimeout(timer));
  next();
}
