/**
 * Put into the page by a click on the toolbar button. A second click puts it in again, which takes the notes away. All
 * network is the worker's; this side only reads the page and shows notes.
 */

import { browser, type Port } from "./browser";
import {
  NOTES_PORT,
  type ContentToWorker,
  type PortToContent,
  type PortToWorker,
  type WorkerToContent,
} from "./messages";
import { startReading } from "./page/reader";
import { failure, type Result } from "./result";
import type { NotesAnswer, NotesRequest } from "./wire/messages";
import type { Trouble } from "./wire/trouble";

declare const __SHADOW_MODE__: ShadowRootMode;

declare global {
  /** The reading of this page, in the extension's own world. */
  var sidelightReading: { readonly stop: AbortController; failed: boolean } | undefined;
}

function toggle(): void {
  const before = globalThis.sidelightReading;
  before?.stop.abort();
  globalThis.sidelightReading = undefined;
  // After trouble a click means: try again.
  if (!before || before.failed) void start();
}

async function start(): Promise<void> {
  const stop = new AbortController();
  const { signal } = stop;
  const current = { stop, failed: false };
  globalThis.sidelightReading = current;
  report({ type: "reading" });

  const reading = startReading({ ask: askWorker, signal, shadow: __SHADOW_MODE__ });
  const listen = (message: WorkerToContent) => {
    if (message.type === "go") reading.go(message.step);
  };
  browser.runtime.onMessage.addListener(listen);
  signal.addEventListener("abort", () => {
    browser.runtime.onMessage.removeListener(listen);
    if (globalThis.sidelightReading === current) globalThis.sidelightReading = undefined;
    report({ type: "stopped" });
  });
  stopOnNavigation(stop);

  const outcome = await reading.outcome;
  if (!outcome) return;
  current.failed = outcome.notes === null;
  if (outcome.notes === null) report({ type: "trouble", sentence: outcome.sentence });
  else report({ type: "shown", notes: outcome.notes });
}

// Another address in the same document is another page: its reader has not asked for notes yet.
function stopOnNavigation(stop: AbortController): void {
  const { pathname, search } = location;
  const check = () => {
    if (location.pathname !== pathname || location.search !== search) stop.abort();
  };
  navigation.addEventListener("currententrychange", check, { signal: stop.signal });
}

function askWorker(request: NotesRequest, signal: AbortSignal): Promise<Result<NotesAnswer, Trouble>> {
  return new Promise((resolve) => {
    let port: Port;
    try {
      port = browser.runtime.connect({ name: NOTES_PORT });
    } catch {
      resolve(failure({ kind: "interrupted" }));
      return;
    }
    port.onMessage.addListener((message: PortToContent) => {
      resolve(message.answer);
      port.disconnect();
    });
    port.onDisconnect.addListener(() => resolve(failure({ kind: "interrupted" })));
    signal.addEventListener("abort", () => {
      resolve(failure({ kind: "stopped" }));
      port.disconnect();
    });
    port.postMessage({ type: "ask", request } satisfies PortToWorker);
  });
}

function report(message: ContentToWorker): void {
  // After an update nobody listens any more, and there is no badge to keep right.
  try {
    browser.runtime.sendMessage(message).catch(() => undefined);
  } catch {
    return;
  }
}

toggle();
