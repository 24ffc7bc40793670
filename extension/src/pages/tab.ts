/** The tab that a popup or panel is about, and what is done to it from there. */

import { browser, type Tab } from "../browser";
import type { PageToWorker, PopupToWorker } from "../messages";
import type { Act } from "./standing";
import { lookAt, tell, type TabView } from "../tab-view";

/** A page opened by hand says in its own address which tab it is about: `?tab=7`. */
export function namedTab(): number | null {
  const named = Number.parseInt(new URLSearchParams(location.search).get("tab") ?? "", 10);
  return Number.isNaN(named) ? null : named;
}

/** The named tab, else the one that is in front in this page's own window; null where there is none. */
export async function tabOfPage(): Promise<Tab | null> {
  const named = namedTab();
  if (named !== null) return await browser.tabs.get(named).catch(() => null);
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab ?? null;
}

export interface Look {
  readonly tab: Tab;
  readonly view: TabView;
}

/**
 * Calls `show` with how the tab stands, now and whenever that may have changed; null: there is no tab. Looks that come
 * late are dropped.
 */
export function followTab(show: (look: Look | null) => void): void {
  let latest = 0;
  let shownTab: number | undefined;

  async function look(): Promise<void> {
    const number = ++latest;
    const tab = await tabOfPage();
    const view = tab && (await lookAt(tab));
    if (number !== latest) return;
    shownTab = tab?.id;
    show(tab && view ? { tab, view } : null);
  }
  const lookAgain = () => void look();

  browser.tabs.onActivated.addListener(lookAgain);
  browser.windows.onFocusChanged.addListener(lookAgain);
  browser.tabs.onUpdated.addListener((tabId, { status }) => {
    if (tabId === shownTab && status !== undefined) void look();
  });
  browser.runtime.onMessage.addListener((message: PageToWorker, sender) => {
    if (message.type === "state" && sender.tab?.id === shownTab) void look();
  });
  browser.storage.onChanged.addListener(lookAgain);
  void look();
}

/** Does what the reader can do as things stand in a tab. */
export async function perform(act: Act, { tab, view }: Look): Promise<void> {
  switch (act) {
    case "cancel":
      await tell(tab, { type: "stop" });
      return;
    case "decide":
      await browser.tabs.create({ url: `pages/consent.html?tab=${tab.id}` });
      return;
    case "again":
    case "read":
      if (view.page !== null) await tell(tab, { type: "read", by: "reader" });
      else if (tab.id !== undefined) await startReading(tab.id);
  }
}

/** Has the worker read the page of a tab for the reader. */
export async function startReading(tabId: number): Promise<void> {
  const message: PopupToWorker = { type: "start", tabId };
  await browser.runtime.sendMessage(message);
}
