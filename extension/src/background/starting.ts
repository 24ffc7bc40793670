/** From a press of the button to the script in the page. */

import { browser, type Tab } from "../browser";
import { prepare } from "#finder";
import type { ToPage } from "../messages";
import type { PageState } from "../page/state";
import { refusalOf } from "../permit";
import { loadSettings } from "../settings";
import { say } from "../strings";
import { forgetTrouble, keepTrouble } from "../trouble";
import { openPopup, showState } from "./badge";

const CONSENT_PAGE = "pages/consent.html";
// Below this, an answer seems to come at once; above it, a reader wants to see that something happens.
const SLOW_MS = 400;
const GRANT_WAITS_MS = [10, 30, 60];

/** Tabs whose reader waits for an answer, each with the timer after which the popup shows that it takes long. */
const waiting = new Map<number, ReturnType<typeof setTimeout>>();

/** Reads the page of `tab` for a reader who has asked for it; where it may not be read, the popup says why. */
export async function start(tab: Tab): Promise<void> {
  const { id } = tab;
  if (id === undefined) return;
  const refusal = await refusalOf(tab.url ?? "", await loadSettings());
  if (refusal === "no-consent") return askConsent(id);
  if (refusal !== null) return openPopup(id);
  waitFor(id);
  try {
    const message: ToPage = { type: "read", by: "reader" };
    void prepare();
    await putIn(id);
    await browser.tabs.sendMessage(id, message);
    await forgetTrouble(tab);
  } catch {
    // The browser's own pages and its shop: nothing can be put in there.
    stopWaiting(id);
    const sentence = say("cannotRead");
    await keepTrouble(tab, sentence);
    await showState(id, { phase: "trouble", sentence });
    await openPopup(id);
  }
}

// A press grants access to its page, but the grant may reach the page a moment after the press reaches us.
async function putIn(tabId: number): Promise<void> {
  const put = () => browser.scripting.executeScript({ target: { tabId }, files: ["content.js"] });
  for (const wait of GRANT_WAITS_MS) {
    try {
      await put();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  await put();
}

/** Takes note of how a reading goes: where the reader waits for it and there is nothing to see, the popup says so. */
export async function onState(tabId: number, state: PageState): Promise<void> {
  await showState(tabId, state);
  if (state.phase === "reading" || !stopWaiting(tabId)) return;
  if (state.phase === "trouble" || (state.phase === "shown" && state.notes === 0)) await openPopup(tabId);
}

/** Opens the page that asks for consent; with a tab, it leads back there. */
export async function askConsent(tabId?: number): Promise<void> {
  const url = tabId === undefined ? CONSENT_PAGE : `${CONSENT_PAGE}?tab=${tabId}`;
  await browser.tabs.create(tabId === undefined ? { url } : { url, openerTabId: tabId });
}

function waitFor(tabId: number): void {
  stopWaiting(tabId);
  waiting.set(
    tabId,
    setTimeout(() => void openPopup(tabId), SLOW_MS),
  );
}

function stopWaiting(tabId: number): boolean {
  clearTimeout(waiting.get(tabId));
  return waiting.delete(tabId);
}
