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
import { startReading, type Asked, type Link, type Reading } from "./page/reader";
import type { PageState, PageView } from "./page/state";
import { failure } from "./result";
import { say } from "./strings";
import type { NotesRequest } from "./wire/messages";
import { useBrowserWords } from "./words/browser";

declare const __SHADOW_MODE__: ShadowRootMode;

type By = "reader" | "site";

declare global {
  /** The extension's part in this page, in its own world. */
  var sidelight: { readonly read: (by: By) => void } | undefined;
}

interface Current {
  readonly stop: AbortController;
  readonly reading: Reading | null;
  state: PageState;
}

function takePart(): { readonly read: (by: By) => void } {
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

  function read(by: By): void {
    const { phase } = current?.state ?? {};
    if (phase === "reading" || phase === "shown") return;
    current?.stop.abort();
    const never = neverIn(document);
    if (never !== null) return refuse(never);
    const controller = new AbortController();
    const { signal } = controller;
    signal.addEventListener("abort", () => report({ phase: "stopped" }));
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
      if (by === "site") read("site");
    };
    const reading = startReading({ link, signal, by, shadow: __SHADOW_MODE__, onState, onLeave });
    Object.assign(mine, { reading });
  }

  function refuse(never: Never): void {
    const state: PageState = { phase: "trouble", sentence: say(NEVER_WORDS[never]) };
    current = { stop: new AbortController(), reading: null, state };
    report(state);
  }

  function stop(): void {
    current?.stop.abort();
    current = null;
  }

  function describe(): PageView | null {
    if (!current) return null;
    return current.reading?.describe() ?? { state: current.state, notes: [], published: null, sent: null };
  }

  browser.runtime.onMessage.addListener((message: ToPage, _sender, answer) => {
    switch (message.type) {
      case "read":
        return read(message.by);
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

function ask(page: NotesRequest, signal: AbortSignal): Promise<Asked> {
  return new Promise((resolve) => {
    const interrupted: Asked = { server: "", answer: failure({ kind: "interrupted" }) };
    let port: Port;
    try {
      port = browser.runtime.connect({ name: NOTES_PORT });
    } catch {
      return resolve(interrupted);
    }
    port.onMessage.addListener(({ server, answer }: PortToPage) => {
      resolve({ server, answer });
      port.disconnect();
    });
    port.onDisconnect.addListener(() => resolve(interrupted));
    signal.addEventListener("abort", () => {
      resolve({ server: "", answer: failure({ kind: "stopped" }) });
      port.disconnect();
    });
    port.postMessage({ type: "ask", request: page } satisfies PortToWorker);
  });
}

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
