/** Whether a page may be read: the reader's consent and choice, the organisation's, and where Sidelight never runs. */

import { hasAccess } from "./browser";
import { NEVER_WORDS, neverAt, type Never } from "./never/never";
import { hasConsent, siteOf, type Settings } from "./settings";
import type { Key } from "./strings";

/** Why a page is not read. */
export type Refusal = "paused" | "policy" | "no-consent" | Never;

export const REFUSAL_WORDS: Readonly<Record<Refusal, Key>> = {
  ...NEVER_WORDS,
  paused: "refusedPaused",
  policy: "refusedPolicy",
  "no-consent": "refusedNoConsent",
};

/** Why the page at `url` may not be read; null: it may. */
export async function refusalOf(url: string, settings: Settings): Promise<Refusal | null> {
  const { mode, policy, server } = settings;
  if (!policy.sending) return "policy";
  const never = neverAt(url);
  if (never !== null) return never;
  if (policy.sites !== null && !policy.sites.includes(siteOf(url) ?? "")) return "policy";
  if (!hasConsent(settings) || !(await hasAccess(server))) return "no-consent";
  return mode === "paused" ? "paused" : null;
}
