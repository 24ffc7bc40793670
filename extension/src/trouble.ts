/** Why a page could not even be started on: kept for the popup, by the number of the tab, until the tab goes on. */

import { browser } from "./browser";

function key(tabId: number): string {
  return `trouble-${tabId}`;
}

export async function keepTrouble(tabId: number, sentence: string): Promise<void> {
  await browser.storage.session.set({ [key(tabId)]: sentence });
}

export async function forgetTrouble(tabId: number): Promise<void> {
  await browser.storage.session.remove(key(tabId));
}

export async function troubleOf(tabId: number): Promise<string | null> {
  const kept = await browser.storage.session.get(key(tabId));
  return (kept[key(tabId)] as string | undefined) ?? null;
}
