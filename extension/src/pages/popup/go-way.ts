/** Takes the way that a reader has chosen in the popup. */

import type { PendingSite } from "../../background/sites";
import { browser, requestSite } from "../../browser";
import { addSite, saveMode } from "../../settings";
import { dropSites } from "../sites";
import { perform, type Look } from "../tab";
import type { Way } from "./ways";

/**
 * Goes `way` on the site of `look`; false: the browser did not grant what it needs. Must be called in a click. `granted`
 * says that the browser's leave for the site is there already.
 */
export async function goWay(way: Way, look: Look & { readonly granted: boolean }): Promise<boolean> {
  const { site } = look.view;
  switch (way) {
    case "press":
      await pressOnly(look);
      return true;
    case "site":
      return site !== null && (await addThisSite(site, look));
    case "sites":
    case "paused":
      await saveMode(way);
      return true;
  }
}

// The other sites go on as they were.
async function pressOnly({ view: { site, settings } }: Look): Promise<void> {
  const others = settings.sites.filter((each) => each !== site);
  if (site === null) await saveMode("click");
  else if (settings.mode === "paused") await saveMode(others.length > 0 ? "sites" : "click");
  if (site !== null && others.length < settings.sites.length) await dropSites([site]);
}

async function addThisSite(site: string, look: Look & { readonly granted: boolean }): Promise<boolean> {
  if (look.granted) {
    await addSite(site);
    if (look.view.page === null) await perform("read", look);
    return true;
  }
  // The popup may close under the browser's question; the worker then finds here what it was about. Nothing is waited
  // for before the question, which a browser takes only from the click itself.
  const pendingSite: PendingSite | undefined =
    look.tab.id === undefined ? undefined : { site, tabId: look.tab.id };
  const kept = browser.storage.session.set({ pendingSite });
  const granted = await requestSite(site).catch(() => false);
  await kept;
  if (!granted) await browser.storage.session.remove("pendingSite");
  return granted;
}
