/**
 * The one import of the browser's own interface. `browser` is the name that both browsers know; what the published types
 * of Chromium lack for Firefox is added here and nowhere else.
 */

export const browser = globalThis.browser;

type Port = chrome.runtime.Port;
export type { Port };

/** Whether this browser keeps its own consent for data that an extension sends (Firefox). */
export function hasDataConsent(): boolean {
  return "browser_specific_settings" in browser.runtime.getManifest();
}

interface FirefoxPermissions extends chrome.permissions.Permissions {
  readonly data_collection?: readonly string[];
}
const DATA_CONSENT: FirefoxPermissions = { data_collection: ["websiteContent"] };

/** Asks the browser's own consent and access to `origin`. Must be called in a click. */
export async function requestAccess(origin: string): Promise<boolean> {
  const origins = [matchPattern(origin)];
  return await browser.permissions.request({ origins, ...(hasDataConsent() ? DATA_CONSENT : {}) });
}

/** Whether the browser lets the extension reach `origin`, and send page text where that needs its own consent. */
export async function hasAccess(origin: string): Promise<boolean> {
  const granted = await browser.permissions.contains({ origins: [matchPattern(origin)] });
  if (!granted || !hasDataConsent()) return granted;
  const { data_collection: kinds = [] } = (await browser.permissions.getAll()) as FirefoxPermissions;
  return kinds.includes("websiteContent");
}

/** Gives back what was granted beyond the manifest, as far as the browser lets go of it. */
export async function giveBackAccess(): Promise<void> {
  const { origins = [] } = await browser.permissions.getAll();
  const fixed = browser.runtime.getManifest().host_permissions ?? [];
  const optional = origins.filter((origin) => !fixed.includes(origin));
  if (optional.length > 0) await browser.permissions.remove({ origins: optional });
  if (hasDataConsent()) await browser.permissions.remove(DATA_CONSENT);
}

// Firefox lists a pattern with a port but does not let the fetch through; without a port it means all of them.
function matchPattern(origin: string): string {
  const { protocol, hostname, host } = new URL(origin);
  return `${protocol}//${hasDataConsent() ? hostname : host}/*`;
}
