/** What the page that asks for consent says besides what it always says. */

import { el } from "../../page/dom";
import { dateInWords } from "../../page/formats";
import { isThisComputer } from "../../settings";
import { say } from "../../strings";
import type { Asking } from "./asking";

/** Why the reader is asked, where that is not plain. */
export function reasonView(asking: Asking): readonly Node[] {
  switch (asking.kind) {
    case "locked":
      return [el("p", {}, say("consentLocked"))];
    case "first":
      return [];
    case "again":
      return [el("p", {}, say("consentAgain", dayOf(asking.given)))];
    case "moved":
      return [el("p", {}, say("consentMoved", new URL(asking.before).host))];
    case "changed":
      return [
        el("h2", {}, say("consentChanged", dayOf(asking.given))),
        el(
          "ul",
          { class: "plain" },
          el("li", {}, say("consentChangedSites")),
          el("li", {}, say("consentChangedRevision")),
          el("li", {}, say("consentChangedReports")),
        ),
      ];
  }
}

/** Where articles are sent, in a sentence. */
export function sayWhere(server: string): string {
  return say(isThisComputer(server) ? "consentWhereLocal" : "consentWhereRemote", new URL(server).host);
}

function dayOf(moment: string): string {
  return dateInWords(moment.slice(0, 10));
}
