/** Which note the panel is to open: said by the popup, which closes before the panel is there. */

import { browser } from "../browser";

export interface PanelTarget {
  readonly tabId: number | undefined;
  readonly entry: string;
}

const KEY = "panelTarget";

export async function aimPanel(target: PanelTarget): Promise<void> {
  await browser.storage.session.set({ [KEY]: target });
}

/** The note to open in the panel of that tab; it is given once. */
export async function takeAim(tabId: number | undefined): Promise<string | null> {
  const target = (await browser.storage.session.get(KEY))[KEY] as PanelTarget | undefined;
  if (!target || target.tabId !== tabId) return null;
  await browser.storage.session.remove(KEY);
  return target.entry;
}
