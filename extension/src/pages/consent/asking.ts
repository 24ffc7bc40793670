/** What is to be asked of a reader, given what they have agreed to before. */

import { hasConsent, type Settings } from "../../settings";

export type Asking =
  /** The organisation lets nothing be sent: there is nothing to ask. */
  | { readonly kind: "locked" }
  | { readonly kind: "first" }
  /** What was agreed to on `given` holds. */
  | { readonly kind: "again"; readonly given: string }
  /** What is sent, or what is done with it, is no longer what was agreed to on `given`. */
  | { readonly kind: "changed"; readonly given: string }
  /** What was agreed to was about another server. */
  | { readonly kind: "moved"; readonly before: string };

/** `given` and `before` are as the consent holds them: an ISO moment, an origin. */
export function askingOf(settings: Settings): Asking {
  const { consent, policy, server } = settings;
  if (!policy.sending) return { kind: "locked" };
  if (consent === null) return { kind: "first" };
  if (hasConsent(settings)) return { kind: "again", given: consent.given };
  if (consent.server !== server) return { kind: "moved", before: consent.server };
  return { kind: "changed", given: consent.given };
}
