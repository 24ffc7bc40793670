/**
 * The extension's background: what happens is wired to what is done. It holds nothing that it could not lose, because the
 * browser may end it at any time.
 */

import { browser, isOurs, openPanel, type Tab } from "./browser";
import { find } from "#finder";
import { answerOn, mayRead, report, revisionFor } from "./background/asking";
import { onGranted, onRevoked, readOpenPages, stopEverywhere, syncSites } from "./background/sites";
import { askConsent, onState, start } from "./background/starting";
import { NOTES_PORT, type PageToWorker, type PopupToWorker, type ToPage } from "./messages";
import { hasConsent, loadSettings } from "./settings";
import { useBrowserWords } from "./words/browser";

useBrowserWords();

browser.runtime.onInstalled.addListener(({ reason }) => void onInstalled(reason));
browser.runtime.onStartup.addListener(() => void syncSites());
browser.action.onClicked.addListener((tab) => void start(tab));
browser.commands.onCommand.addListener(onCommand);
browser.runtime.onConnect.addListener((port) => {
  if (port.name === NOTES_PORT) answerOn(port);
});
browser.runtime.onMessage.addListener((message: PageToWorker | PopupToWorker, { tab, url }, answer) => {
  switch (message.type) {
    case "state":
      if (tab?.id !== undefined) void onState(tab.id, message.state);
      return;
    case "start":
      // A page's script may not start readings in other tabs.
      if (isOurs(url)) void browser.tabs.get(message.tabId).then(start, () => undefined);
      return;
    case "may-read":
      void mayRead(url).then(answer);
      return true;
    case "find":
      // Without an article, the page is read as a whole.
      find(message.outline).then(answer, () => answer(null));
      return true;
    case "revision":
      void revisionFor(url).then(answer);
      return true;
    case "report":
      void report(url, message.report).then(answer);
      return true;
  }
});
browser.permissions.onAdded.addListener(() => void onGranted());
browser.permissions.onRemoved.addListener(() => void onRevoked());
browser.storage.onChanged.addListener((changes, area) => {
  if (area === "session") return;
  void syncSites();
  // In managed storage, what an organisation has decided.
  const isOver =
    changes["mode"]?.newValue === "paused" ||
    (changes["consent"] && !changes["consent"].newValue) ||
    area === "managed";
  if (isOver) void stopEverywhere();
});

async function onInstalled(reason: string): Promise<void> {
  // Content scripts live in pages; what the reader has chosen is none of their business.
  await browser.storage.local.setAccessLevel?.({ accessLevel: "TRUSTED_CONTEXTS" });
  const settings = await loadSettings();
  const isNew = reason === "install" && settings.policy.sending;
  // What is done with a page's text has changed since the reader agreed.
  const isOutdated = settings.consent?.server === settings.server && !hasConsent(settings);
  if (isNew || isOutdated) await askConsent();
  await syncSites();
  await readOpenPages();
}

function onCommand(command: string, tab: Tab | undefined): void {
  if (tab?.id === undefined) return;
  if (command === "open-list") return void openPanel(tab);
  const message: ToPage = { type: "go", step: command === "next-note" ? 1 : -1 };
  // A page without notes has nobody who listens.
  browser.tabs.sendMessage(tab.id, message).catch(() => undefined);
}
