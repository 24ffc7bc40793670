/** How things stand in a tab, in one sentence, and the one thing that the reader can do about it. */

import { REFUSAL_WORDS } from "../permit";
import { say } from "../strings";
import type { TabView } from "../tab-view";

export type Act = "decide" | "cancel" | "again" | "read";

export interface Standing {
  readonly sentence: string;
  readonly tone: "news" | "trouble";
  /** An answer is being waited for. */
  readonly busy: boolean;
  readonly act: Act | null;
}

/** How things stand in the tab of `view`. */
export function standingOf({ refusal, page, trouble, site }: TabView): Standing {
  if (refusal !== null) {
    return news(say(REFUSAL_WORDS[refusal]), refusal === "no-consent" ? "decide" : null);
  }
  const state = page?.state ?? { phase: "stopped" };
  // Where the browser does not tell the site, it lets nothing be started: that takes a press of the button.
  const mayRead = page !== null || site !== null;
  switch (state.phase) {
    case "reading":
      return { ...news(say("popupReading"), "cancel"), busy: true };
    case "shown":
      return news(state.sentence, null);
    case "trouble":
      return failed(state.sentence, mayRead);
    case "stopped":
      if (trouble !== null) return failed(trouble, mayRead);
      return mayRead ? news(say("popupNotRead"), "read") : news(say("popupPress"), null);
  }
}

function news(sentence: string, act: Act | null): Standing {
  return { sentence, tone: "news", busy: false, act };
}

function failed(sentence: string, mayRead: boolean): Standing {
  return { sentence, tone: "trouble", busy: false, act: mayRead ? "again" : null };
}
