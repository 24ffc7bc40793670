/** What the popup and the panel show of a tab. */

import { browser, hasSite, type Tab } from "./browser";
import type { ToPage } from "./messages";
import type { PageView } from "./page/state";
import { refusalOf, type Refusal } from "./permit";
import { loadSettings, siteOf, type Settings } from "./settings";
import { troubleOf } from "./trouble";

export interface TabView {
  readonly settings: Settings;
  /** The page's site; null where it is none of the web, or where the browser does not tell. */
  readonly site: string | null;
  /** Whether pages of this site are read without a click. */
  readonly chosen: boolean;
  /** Why the page may not be read; null: it may. */
  readonly refusal: Refusal | null;
  /** What was read; null: nothing was. */
  readonly page: PageView | null;
  /** Why nothing could be started on this page, in a sentence; null where nothing was wrong. */
  readonly trouble: string | null;
}

/** Looks at `tab`. */
export async function lookAt(tab: Tab): Promise<TabView> {
  const settings = await loadSettings();
  const site = siteOf(tab.url);
  return {
    settings,
    site,
    chosen:
      site !== null && settings.mode === "sites" && settings.sites.includes(site) && (await hasSite(site)),
    refusal: tab.url === undefined ? null : await refusalOf(tab.url, settings),
    page: await describe(tab),
    trouble: await troubleOf(tab),
  };
}

/** Sends a message to the page of `tab`; undefined where nobody listens there. */
export async function tell(tab: Tab, message: ToPage): Promise<unknown> {
  return tab.id === undefined
    ? undefined
    : await browser.tabs.sendMessage(tab.id, message).catch(() => undefined);
}

async function describe(tab: Tab): Promise<PageView | null> {
  return ((await tell(tab, { type: "describe" })) as PageView | undefined) ?? null;
}
