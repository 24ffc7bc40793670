/** Why a page could not even be started on: kept for the popup, for as long as the tab shows that page. */

import { browser, type Tab } from "./browser";

interface Kept {
  readonly url: string | undefined;
  readonly sentence: string;
}

function key(tab: Tab): string {
  return `trouble-${tab.id}`;
}

export async function keepTrouble(tab: Tab, sentence: string): Promise<void> {
  await browser.storage.session.set({ [key(tab)]: { url: tab.url, sentence } satisfies Kept });
}

export async function forgetTrouble(tab: Tab): Promise<void> {
  await browser.storage.session.remove(key(tab));
}

/** What was kept of the page that `tab` now shows. */
export async function troubleOf(tab: Tab): Promise<string | null> {
  const kept = (await browser.storage.session.get(key(tab)))[key(tab)] as Kept | undefined;
  return kept && kept.url === tab.url ? kept.sentence : null;
}
