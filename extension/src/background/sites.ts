/** The sites that the reader has chosen: the browser puts the reading script into their pages by itself. */

import { browser, hasSite, sitePattern } from "../browser";
import type { ToPage } from "../messages";
import { addSite, hasConsent, loadSettings, removeSite, siteOf, type Settings } from "../settings";

const SCRIPT = "sites";
const FILES = ["content.js", "auto.js"];

/** The site that the popup is asking the browser's leave for; the popup is closed by the browser's own question. */
export interface PendingSite {
  readonly site: string;
  readonly tabId: number;
}

let last: Promise<void> = Promise.resolve();

/** Registers the script for what the settings now say. Calls follow one another. */
export function syncSites(): Promise<void> {
  last = last.then(sync, sync);
  return last;
}

async function sync(): Promise<void> {
  const matches = (await sitesInUse(await loadSettings())).map(sitePattern);
  const registered = (await browser.scripting.getRegisteredContentScripts({ ids: [SCRIPT] })).length > 0;
  if (matches.length === 0) {
    if (registered) await browser.scripting.unregisterContentScripts({ ids: [SCRIPT] });
    return;
  }
  const script = {
    id: SCRIPT,
    js: FILES,
    matches,
    runAt: "document_idle",
    persistAcrossSessions: true,
  } as const;
  if (registered) await browser.scripting.updateContentScripts([{ ...script, js: [...FILES] }]);
  else await browser.scripting.registerContentScripts([{ ...script, js: [...FILES] }]);
}

async function sitesInUse(settings: Settings): Promise<readonly string[]> {
  const { mode, policy, sites } = settings;
  if (mode !== "sites" || !policy.sending || !hasConsent(settings)) return [];
  const allowed = sites.filter((site) => policy.sites === null || policy.sites.includes(site));
  const granted = await Promise.all(allowed.map(hasSite));
  return allowed.filter((_site, index) => granted[index]);
}

/** Takes the site that was asked for among the chosen ones, if its leave was just granted, and reads the page it came from. */
export async function onGranted(): Promise<void> {
  const { pendingSite } = (await browser.storage.session.get("pendingSite")) as { pendingSite?: PendingSite };
  if (!pendingSite || !(await hasSite(pendingSite.site))) return;
  await browser.storage.session.remove("pendingSite");
  await addSite(pendingSite.site);
  await readNow(pendingSite.tabId);
}

/** Lets go of the sites whose leave was taken back. */
export async function onRevoked(): Promise<void> {
  const { sites } = await loadSettings();
  for (const site of sites) if (!(await hasSite(site))) await removeSite(site);
}

/** Puts the script into the open pages of the chosen sites, as after an update of the extension. */
export async function readOpenPages(): Promise<void> {
  const sites = await sitesInUse(await loadSettings());
  if (sites.length === 0) return;
  for (const tab of await browser.tabs.query({ url: sites.map(sitePattern), discarded: false })) {
    if (tab.id !== undefined && sites.includes(siteOf(tab.url) ?? "")) await readNow(tab.id);
  }
}

/** Stops all readings, in every tab. */
export async function stopEverywhere(): Promise<void> {
  const message: ToPage = { type: "stop" };
  for (const { id } of await browser.tabs.query({})) {
    // Most pages have nobody who listens.
    if (id !== undefined) browser.tabs.sendMessage(id, message).catch(() => undefined);
  }
}

async function readNow(tabId: number): Promise<void> {
  await browser.scripting.executeScript({ target: { tabId }, files: FILES }).catch(() => undefined);
}
