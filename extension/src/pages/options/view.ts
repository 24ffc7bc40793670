/** What the options show of the settings. */

import { el } from "../../page/dom";
import { dateInWords } from "../../page/formats";
import { NEVER_WORDS } from "../../never/kinds";
import { hasConsent, type Settings } from "../../settings";
import { say } from "../../strings";
import { button } from "../part";

/** The sites that are read without a press, each with the way to take it out again. */
export function sitesView(
  sites: readonly string[],
  acts: { readonly remove: (site: string) => void; readonly removeAll: () => void },
): readonly (Node | null)[] {
  if (sites.length === 0) return [el("p", { class: "small" }, say("optionsSitesNone"))];
  const rows = sites.map((site) => {
    const host = new URL(site).hostname;
    return el(
      "li",
      {},
      el("span", { class: "site" }, host),
      button(say("optionsRemove"), `remove-${host}`, () => acts.remove(site), {
        "aria-label": say("optionsRemoveSite", host),
        class: "small-button",
      }),
    );
  });
  return [
    el("ul", { class: "rows", "aria-labelledby": "sites-title" }, ...rows),
    sites.length > 1
      ? button(say("optionsRemoveAll"), "remove-all", acts.removeAll, { class: "small-button" })
      : null,
  ];
}

/** The only sites that the organisation lets be read; nothing where it has named none. */
export function allowedSitesView({ sites }: Settings["policy"]): readonly Node[] {
  if (sites === null) return [];
  return [
    el("p", {}, say("optionsLocked"), " ", say("optionsSitesAllowed")),
    el("ul", { class: "rows" }, ...sites.map((site) => el("li", {}, new URL(site).hostname))),
  ];
}

/** How it stands with the reader's consent, in a sentence. */
export function sayConsent(settings: Settings): string {
  const { consent, policy } = settings;
  if (!policy.sending) return say("consentLocked");
  if (consent === null) return say("optionsConsentMissing");
  if (!hasConsent(settings)) return say("optionsConsentOld");
  return say("optionsConsentGiven", dateInWords(consent.given.slice(0, 10)), new URL(consent.server).host);
}

interface Command {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly shortcut?: string | undefined;
}

/** The keys, each with what it does. */
export function keysView(commands: readonly Command[]): readonly Node[] {
  const rows = commands.map(({ name, description, shortcut }) => [
    // The browsers have no words for the button's own key.
    el("dt", {}, name === "_execute_action" ? say("optionsKeyButton") : (description ?? "")),
    el("dd", {}, shortcut ? el("kbd", {}, shortcut) : say("optionsKeyNone")),
  ]);
  return [el("dl", { class: "keys" }, ...rows.flat())];
}

/** Where Sidelight never runs, a sentence for each kind of place. */
export function neverView(): readonly Node[] {
  const sentences = [...new Set(Object.values(NEVER_WORDS))].map((key) => say(key));
  return [el("ul", { class: "no" }, ...sentences.map((sentence) => el("li", {}, sentence)))];
}
