/** The toolbar button of a tab: what its badge says, and whether a press reads the page or opens the popup. */

import { browser } from "../browser";
import type { PageState } from "../page/state";
import { say, sayCount } from "../strings";

export const POPUP = "pages/popup.html";
const GROUND = "#14577c";
const TROUBLE_GROUND = "#9c2a1d";

/** Shows how the reading of the page in the tab stands. Once it has begun, a press opens the popup. */
export async function showState(tabId: number, state: PageState): Promise<void> {
  const { text, title, color } = badge(state);
  // The tab may be closed by now; then there is no badge to set.
  await Promise.allSettled([
    browser.action.setBadgeBackgroundColor({ tabId, color }),
    browser.action.setBadgeTextColor({ tabId, color: "#ffffff" }),
    browser.action.setBadgeText({ tabId, text }),
    browser.action.setTitle({ tabId, title }),
    browser.action.setPopup({ tabId, popup: state.phase === "stopped" ? "" : POPUP }),
  ]);
}

/** Opens the popup over `tab`, if the reader still has it before them. */
export async function openPopup(tabId: number): Promise<void> {
  const tab = await browser.tabs.get(tabId).catch(() => null);
  if (!tab?.active) return;
  await browser.action.setPopup({ tabId, popup: POPUP });
  // Refused where a popup is open already, or where the window has lost the focus.
  await browser.action.openPopup({ windowId: tab.windowId }).catch(() => undefined);
}

function badge(state: PageState): { readonly text: string; readonly title: string; readonly color: string } {
  switch (state.phase) {
    case "reading":
      return { text: "…", title: say("readingWait"), color: GROUND };
    case "shown":
      return {
        text: String(state.notes),
        title: state.notes === 0 ? say("notesNone") : sayCount("notes", state.notes),
        color: GROUND,
      };
    case "trouble":
      return { text: "!", title: state.sentence, color: TROUBLE_GROUND };
    case "stopped":
      return { text: "", title: say("actionTitle"), color: GROUND };
  }
}
