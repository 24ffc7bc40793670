/**
 * Long work on the page's own thread, cut into slices: between two of them the page may answer its reader. Work is a
 * generator that stops wherever it could pause.
 */

// A tenth of a second is felt, and a block above 50 ms counts as long (W3C Long Tasks); this leaves room for the page.
const SLICE_MS = 10;

export type Work<T> = Generator<void, T, void>;

/** Runs `work` in slices. Throws the signal's reason when `signal` is aborted meanwhile. */
export async function inSlices<T>(work: Work<T>, signal: AbortSignal): Promise<T> {
  for (;;) {
    const until = performance.now() + SLICE_MS;
    while (performance.now() < until) {
      const step = work.next();
      if (step.done) return step.value;
    }
    await scheduler.yield();
    signal.throwIfAborted();
  }
}

/** Runs `work` without a pause. */
export function atOnce<T>(work: Work<T>): T {
  for (;;) {
    const step = work.next();
    if (step.done) return step.value;
  }
}
