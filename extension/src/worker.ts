/**
 * The extension's background: answers the toolbar button, asks the server, keeps the badge. It holds nothing between
 * events, because the browser may end it at any time.
 */

import { browser, hasAccess, type Port } from "./browser";
import {
  NOTES_PORT,
  type ContentToWorker,
  type PortToContent,
  type PortToWorker,
  type WorkerToContent,
} from "./messages";
import { hasConsent, loadSettings } from "./settings";
import { say, sayCount } from "./strings";
import { ask } from "./wire/client";

const CONSENT_PAGE = "pages/consent.html";
const READABLE = /^https?:/;
const BADGE_GROUND = "#14577c";
const BADGE_TROUBLE_GROUND = "#9c2a1d";

browser.runtime.onInstalled.addListener(() => {
  // Content scripts live in pages; what the reader has chosen is none of their business.
  void browser.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
});

browser.action.onClicked.addListener((tab) => void onButton(tab));

browser.commands.onCommand.addListener((command, tab) => {
  if (tab?.id === undefined) return;
  const message: WorkerToContent = { type: "go", step: command === "next-note" ? 1 : -1 };
  // A page without notes has nobody who listens.
  browser.tabs.sendMessage(tab.id, message).catch(() => undefined);
});

browser.runtime.onMessage.addListener((message: ContentToWorker, { tab }) => {
  if (tab?.id !== undefined) void showState(tab.id, message);
});

browser.runtime.onConnect.addListener((port) => {
  if (port.name === NOTES_PORT) answerOn(port);
});

async function onButton(tab: chrome.tabs.Tab): Promise<void> {
  if (tab.id === undefined) return;
  const settings = await loadSettings();
  if (!hasConsent(settings) || !(await hasAccess(settings.server))) {
    await browser.tabs.create({ url: `${CONSENT_PAGE}?tab=${tab.id}`, openerTabId: tab.id });
    return;
  }
  try {
    if (!READABLE.test(tab.url ?? "")) throw new Error("not a web page");
    await browser.scripting.executeScript({ target: { tabId: tab.id }, files: ["content.js"] });
  } catch {
    // The browser's own pages, its shop, files and PDFs: nothing can be shown there but this.
    await showState(tab.id, { type: "trouble", sentence: say("cannotRead") });
  }
}

function answerOn(port: Port): void {
  const stop = new AbortController();
  port.onDisconnect.addListener(() => stop.abort());
  port.onMessage.addListener((message: PortToWorker) => {
    if (message.type === "ask") void answer(port, message, stop.signal);
  });
}

async function answer(port: Port, { request }: PortToWorker, signal: AbortSignal): Promise<void> {
  const settings = await loadSettings();
  // Consent may have been withdrawn since the button was pressed.
  if (!hasConsent(settings)) return port.disconnect();
  const result = await ask(settings.server, request, signal);
  if (!signal.aborted) port.postMessage({ type: "answer", answer: result } satisfies PortToContent);
}

async function showState(tabId: number, state: ContentToWorker): Promise<void> {
  const { text, title, color } = badge(state);
  // The tab may be closed by now; then there is no badge to set.
  await Promise.allSettled([
    browser.action.setBadgeBackgroundColor({ tabId, color }),
    browser.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setTitle({ tabId, title }),
  ]);
}

function badge(state: ContentToWorker): {
  readonly text: string;
  readonly title: string;
  readonly color: string;
} {
  switch (state.type) {
    case "reading":
      return { text: "…", title: say("readingWait"), color: BADGE_GROUND };
    case "shown":
      return {
        text: String(state.notes),
        title: state.notes === 0 ? say("notesNone") : sayCount("notes", state.notes),
        color: BADGE_GROUND,
      };
    case "trouble":
      return { text: "!", title: state.sentence, color: BADGE_TROUBLE_GROUND };
    case "stopped":
      return { text: "", title: say("actionTitle"), color: BADGE_GROUND };
  }
}
