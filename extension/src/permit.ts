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
  const { mode, policy } = settings;
  if (!policy.sending) return "policy";
  const never = neverAt(url);
  if (never !== null) return never;
  if (policy.sites !== null && !policy.sites.includes(siteOf(url) ?? "")) return "policy";
  return (await generalRefusalOf(settings)) ?? (mode === "paused" ? "paused" : null);
}

/** Why nothing at all may be sent; null: something may. */
export async function generalRefusalOf(settings: Settings): Promise<Refusal | null> {
  if (!settings.policy.sending) return "policy";
  return hasConsent(settings) && (await hasAccess(settings.server)) ? null : "no-consent";
}
