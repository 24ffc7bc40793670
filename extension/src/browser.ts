/**
 * The one import of the browser's own interface. `browser` is the name that both browsers know; what the published types
 * of Chromium lack for Firefox is added here and nowhere else.
 */

export const browser = globalThis.browser;

type Port = chrome.runtime.Port;
type Tab = chrome.tabs.Tab;
export type { Port, Tab };

declare const __TARGET__: "chromium" | "firefox";
export const IS_FIREFOX = __TARGET__ === "firefox";

interface FirefoxPermissions extends chrome.permissions.Permissions {
  readonly data_collection?: readonly string[];
}
const DATA_CONSENT: FirefoxPermissions = { data_collection: ["websiteContent"] };

interface FirefoxOnly {
  readonly sidebarAction: { open(): Promise<void> };
  readonly commands: { openShortcutSettings(): Promise<void> };
}
const firefox = browser as unknown as FirefoxOnly;

/** Asks for access to the server at `origin`. Must be called in a click. */
export async function requestServer(origin: string): Promise<boolean> {
  return await browser.permissions.request({ origins: [originPattern(origin)] });
}

/** Gives back the access to a server, as far as it was granted beyond the manifest. */
export async function giveBackServer(origin: string): Promise<void> {
  const pattern = originPattern(origin);
  if (browser.runtime.getManifest().host_permissions?.includes(pattern)) return;
  await browser.permissions.remove({ origins: [pattern] });
}

/** Asks the browser's own consent to sending page text, where it keeps one, and access to `origin`. Must be called in a click. */
export async function requestAccess(origin: string): Promise<boolean> {
  const origins = [originPattern(origin)];
  return await browser.permissions.request({ origins, ...(IS_FIREFOX ? DATA_CONSENT : {}) });
}

/** Whether the browser lets the extension reach `origin`, and send page text where that needs its own consent. */
export async function hasAccess(origin: string): Promise<boolean> {
  const granted = await browser.permissions.contains({ origins: [originPattern(origin)] });
  if (!granted || !IS_FIREFOX) return granted;
  const { data_collection: kinds = [] } = (await browser.permissions.getAll()) as FirefoxPermissions;
  return kinds.includes("websiteContent");
}

/** Asks for leave to read the pages of a site without a click. Must be called in a click; a popup may close under it. */
export async function requestSite(site: string): Promise<boolean> {
  return await browser.permissions.request({ origins: [sitePattern(site)] });
}

export async function hasSite(site: string): Promise<boolean> {
  return await browser.permissions.contains({ origins: [sitePattern(site)] });
}

/** Gives back the leave to read a site. */
export async function giveBackSite(site: string): Promise<void> {
  await browser.permissions.remove({ origins: [sitePattern(site)] });
}

/** Gives back what was granted beyond the manifest, as far as the browser lets go of it. */
export async function giveBackAccess(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const fixed = browser.runtime.getManifest().host_permissions ?? [];
  const optional = origins.filter((origin) => !fixed.includes(origin));
  if (optional.length > 0) await browser.permissions.remove({ origins: optional });
  if (IS_FIREFOX) await browser.permissions.remove(DATA_CONSENT);
}

/** The match pattern of all pages of a site. It names no port: Firefox knows none there, and a site's pages have the usual. */
export function sitePattern(origin: string): string {
  const { protocol, hostname } = new URL(origin);
  return `${protocol}//${hostname}/*`;
}

// Firefox lists a pattern with a port but does not let the fetch through; without a port it means all of them.
function originPattern(origin: string): string {
  const { protocol, host } = new URL(origin);
  return IS_FIREFOX ? sitePattern(origin) : `${protocol}//${host}/*`;
}

/** Whether `url` is one of the extension's own pages. */
export function isOurs(url: string | undefined): boolean {
  return url?.startsWith(browser.runtime.getURL("")) === true;
}

/** Opens the list of notes beside the page. Must be called in a click or for a key. */
export async function openPanel(tab: { readonly windowId: number }): Promise<void> {
  await (IS_FIREFOX ? firefox.sidebarAction.open() : browser.sidePanel.open({ windowId: tab.windowId }));
}

/** Opens the browser's own page where keys are changed. */
export async function openShortcutSettings(): Promise<void> {
  if (IS_FIREFOX) await firefox.commands.openShortcutSettings();
  else await browser.tabs.create({ url: "chrome://extensions/shortcuts" });
}
