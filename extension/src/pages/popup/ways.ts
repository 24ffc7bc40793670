/** The ways in which Sidelight is used, as a reader chooses them from the page that is open. */

import { el } from "../../page/dom";
import { say } from "../../strings";
import type { TabView } from "../../tab-view";
import { button } from "../part";

/** On this page's site only by the button; also without; or, where there is no site, on those chosen; or not at all. */
export type Way = "press" | "site" | "sites" | "paused";

export interface Ways {
  readonly all: readonly Way[];
  /** The one that holds. */
  readonly current: Way;
  /** The host of the page's site; null where there is none to choose. */
  readonly host: string | null;
}

/** The ways that are open in the tab of `view`; null where they are not the reader's to choose, or not yet. */
export function waysOf({ settings, site, chosen, refusal }: TabView): Ways | null {
  const { mode, sites } = settings;
  if (refusal === "policy" || refusal === "no-consent") return null;
  const isPaused = mode === "paused";
  if (site !== null && (refusal === null || isPaused)) {
    return {
      all: ["press", "site", "paused"],
      current: isPaused ? "paused" : chosen ? "site" : "press",
      host: new URL(site).hostname,
    };
  }
  const all: readonly Way[] = sites.length > 0 ? ["press", "sites", "paused"] : ["press", "paused"];
  const current = isPaused ? "paused" : mode === "sites" && sites.length > 0 ? "sites" : "press";
  return { all, current, host: null };
}

/** The ways as buttons of which one is pressed; `choose` is called with the one that the reader presses. */
export function waysView(ways: Ways | null, choose: (way: Way) => void): readonly Node[] {
  if (ways === null) return [];
  const words: Readonly<Record<Way, string>> = {
    press: say("modePress"),
    site: say("modeSite", ways.host ?? ""),
    sites: say("modeSites"),
    paused: say("modePaused"),
  };
  const buttons = ways.all.map((way) =>
    button(words[way], `way-${way}`, () => choose(way), {
      class: "way",
      "aria-pressed": String(way === ways.current),
    }),
  );
  return [
    el("h2", { id: "ways-title" }, say("popupWays")),
    // Not radio buttons: there the arrow keys choose, and to choose a site opens a question of the browser.
    el("div", { role: "group", "aria-labelledby": "ways-title" }, ...buttons),
  ];
}
