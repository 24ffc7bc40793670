/** Shows how things stand: the sentence, and the one thing that can be done. */

import { el } from "../page/dom";
import { say, type Key } from "../strings";
import { button, part } from "./part";
import type { Act, Standing } from "./standing";

const ACT_WORDS: Readonly<Record<Act, Key>> = {
  decide: "popupDecide",
  cancel: "popupCancel",
  again: "popupAgain",
  read: "popupRead",
};

/** Gives a function that shows a standing in the elements of a page; `perform` is called with what the reader does. */
export function standingPart(
  { sentence, act }: { readonly sentence: HTMLElement; readonly act: HTMLElement },
  perform: (act: Act) => void,
): (standing: Standing) => void {
  const showAct = part<Standing>(act, (standing) => actView(standing, perform));
  return (standing) => {
    // The same words again would be announced again.
    if (sentence.textContent !== standing.sentence) sentence.textContent = standing.sentence;
    sentence.dataset["tone"] = standing.tone;
    showAct(standing);
  };
}

function actView({ act, busy }: Standing, perform: (act: Act) => void): readonly (Node | null)[] {
  return [
    busy ? el("div", { class: "progress", "aria-hidden": "true" }) : null,
    act === "decide" ? el("p", {}, say("popupConsentAbout")) : null,
    act === null
      ? null
      : button(say(ACT_WORDS[act]), "act", () => perform(act), { class: act === "cancel" ? null : "main" }),
  ];
}
