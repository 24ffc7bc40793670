/**
 * The extension's part in a page. Put in by a press of the button, or by the browser on the sites that the reader has
 * chosen; it does nothing until it is told to read. All network is the worker's; this side only reads the page and shows
 * notes.
 */

import { browser, type Port } from "./browser";
import {
  NOTES_PORT,
  type PageToWorker,
  type PortToPage,
  type PortToWorker,
  type ToPage,
  type WorkerAnswer,
} from "./messages";
import { neverIn } from "./never/document";
import { NEVER_WORDS, type Never } from "./never/kinds";
import { startReading, type Link, type Reading } from "./page/reader";
import type { PageState, PageView, Sent } from "./page/state";
import { failure } from "./result";
import { say } from "./strings";
import { useBrowserWords } from "./words/browser";

declare const __SHADOW_MODE__: ShadowRootMode;

type By = "reader" | "site";

declare global {
  /** The extension's part in this page, in its own world. */
  var sidelight: { readonly read: (by: By) => Promise<void> } | undefined;
}

interface Current {
  readonly stop: AbortController;
  readonly reading: Reading | null;
  state: PageState;
}

function takePart(): { readonly read: (by: By) => Promise<void> } {
  useBrowserWords();
  const link: Link = {
    ask,
    find: async (outline) => (await request({ type: "find", outline })) ?? null,
    revision: async () => {
      // The extension was updated under the page: nobody would answer any more.
      if (!isConnected()) stop();
      return (await request({ type: "revision" })) ?? null;
    },
    report: async (report) => (await request({ type: "report", report })) ?? failure({ kind: "interrupted" }),
  };
  let current: Current | null = null;
  let lastSent: Sent | null = null;

  async function read(by: By): Promise<void> {
    if (by === "site" && !(await request({ type: "may-read" }))) return;
    const { phase } = current?.state ?? {};
    if (phase === "reading" || phase === "shown") return;
    end();
    const never = neverIn(document);
    if (never !== null) return refuse(never);
    const controller = new AbortController();
    const { signal } = controller;
    const mine: Current = {
      stop: controller,
      state: { phase: "stopped" },
      reading: null,
    };
    current = mine;
    const onState = (state: PageState) => {
      if (signal.aborted) return;
      mine.state = state;
      report(state);
    };
    const onLeave = () => {
      if (signal.aborted) return;
      stop();
      // On a chosen site, the page that comes next is to be read as well.
      if (by === "site") void read("site");
    };
    const reading = startReading({ link, signal, by, shadow: __SHADOW_MODE__, onState, onLeave });
    Object.assign(mine, { reading });
  }

  function refuse(never: Never): void {
    const state: PageState = { phase: "trouble", sentence: say(NEVER_WORDS[never]) };
    current = { stop: new AbortController(), reading: null, state };
    report(state);
  }

  // What was sent stays to be read, though the notes are gone.
  function end(): void {
    lastSent = current?.reading?.describe().sent ?? lastSent;
    current?.stop.abort();
    current = null;
  }

  function stop(): void {
    end();
    report({ phase: "stopped" });
  }

  function describe(): PageView | null {
    const view = current?.reading?.describe();
    if (view) return { ...view, sent: view.sent ?? lastSent };
    if (!current && !lastSent) return null;
    return { state: current?.state ?? { phase: "stopped" }, notes: [], published: null, sent: lastSent };
  }

  browser.runtime.onMessage.addListener((message: ToPage, _sender, answer) => {
    switch (message.type) {
      case "read":
        return void read(message.by);
      case "stop":
        return stop();
      case "go":
        return current?.reading?.go(message.step);
      case "open":
        return current?.reading?.enter(message.entry);
      case "describe":
        return answer(describe());
    }
  });
  return { read };
}

const ask: Link["ask"] = (page, signal, onSending) => {
  const never = neverIn(document);
  // A sign-in may have opened since the page was first looked at.
  if (never !== null) return Promise.resolve(failure({ kind: "blocked", words: NEVER_WORDS[never] }));
  return new Promise((resolve) => {
    let port: Port;
    try {
      port = browser.runtime.connect({ name: NOTES_PORT });
    } catch {
      return resolve(failure({ kind: "interrupted" }));
    }
    port.onMessage.addListener((message: PortToPage) => {
      if (message.type === "sending") return onSending(message.server);
      resolve(message.answer);
      port.disconnect();
    });
    port.onDisconnect.addListener(() => resolve(failure({ kind: "interrupted" })));
    signal.addEventListener("abort", () => {
      resolve(failure({ kind: "stopped" }));
      port.disconnect();
    });
    port.postMessage({ type: "ask", request: page } satisfies PortToWorker);
  });
};

function isConnected(): boolean {
  return browser.runtime?.id !== undefined;
}

// Undefined where nobody answers, as after an update of the extension.
async function request<Type extends PageToWorker["type"]>(
  message: Extract<PageToWorker, { type: Type }>,
): Promise<WorkerAnswer[Type] | undefined> {
  try {
    return (await browser.runtime.sendMessage(message)) as WorkerAnswer[Type] | undefined;
  } catch {
    return undefined;
  }
}

function report(state: PageState): void {
  void request({ type: "state", state });
}

globalThis.sidelight ??= takePart();
