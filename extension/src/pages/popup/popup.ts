/** The popup: what happened on the page, its notes, how Sidelight is used there, and what was sent. */

import "./popup.css";
import { browser, hasSite, openPanel } from "../../browser";
import type { ListedNote } from "../../page/state";
import { say } from "../../strings";
import { tell } from "../../tab-view";
import { byId, startPage } from "../page";
import { part } from "../part";
import { standingOf, type Act } from "../standing";
import { standingPart } from "../standing-view";
import { followTab, namedTab, perform, type Look } from "../tab";
import { aimPanel } from "../target";
import { goWay } from "./go-way";
import { allNotesView, listView } from "./list";
import { sentView, type Sending } from "./sent";
import { waysOf, waysView, type Way, type Ways } from "./ways";

startPage();

interface Shown extends Look {
  /** The browser lets the pages of this site be read without a press, so there is nothing to ask. */
  readonly granted: boolean;
}
let shown: Shown | null = null;

const showStanding = standingPart({ sentence: byId("sentence"), act: byId("act") }, (act) => void run(act));
const showNotes = part<readonly ListedNote[]>(byId("notes"), (notes) =>
  listView(notes, (note) => void go(note)),
);
const showAllNotes = part<readonly ListedNote[]>(byId("all-notes"), (notes) =>
  allNotesView(notes, { list: () => void list(), remove: () => void run("cancel") }),
);
const showWays = part<Ways | null>(byId("ways"), (ways) => waysView(ways, (way) => void choose(way)));
const showSent = part<Sending>(byId("sent"), (sending) => {
  const isOpen = byId("sent").querySelector("details")?.open ?? false;
  return sentView(sending, isOpen, (text) => void copy(text));
});

byId("options").addEventListener("click", () => void openOptions());
followTab((look) => void show(look));

async function show(look: Look | null): Promise<void> {
  if (look === null) return;
  const { site, page } = look.view;
  const isFirst = shown === null;
  shown = { ...look, granted: site !== null && (await hasSite(site)) };
  showStanding(standingOf(look.view));
  showNotes(page?.notes ?? []);
  showAllNotes(page?.notes ?? []);
  showWays(waysOf(look.view));
  showSent({ sent: page?.sent ?? null, answered: page?.state.phase !== "trouble" });
  // A press is meant to read the page, also where the browser still thought of the page before and opened this.
  if (isFirst && namedTab() === null && standingOf(look.view).act === "read") await run("read");
}

async function run(act: Act): Promise<void> {
  if (shown === null) return;
  await perform(act, shown);
  if (act === "decide") window.close();
}

// The browser opens the panel only from the click itself, before anything is waited for.
async function list(): Promise<void> {
  if (shown === null) return;
  await openPanel(shown.tab);
  window.close();
}

async function go({ note: { entry }, placed }: ListedNote): Promise<void> {
  if (shown === null) return;
  const { tab } = shown;
  if (placed) await tell(tab, { type: "open", entry });
  else await Promise.all([openPanel(tab), aimPanel({ tabId: tab.id, entry })]);
  window.close();
}

async function choose(way: Way): Promise<void> {
  if (shown === null) return;
  const went = await goWay(way, shown);
  byId("outcome").textContent = went ? "" : say("popupNotGranted");
}

async function copy(text: string): Promise<void> {
  await navigator.clipboard.writeText(text);
  byId("outcome").textContent = say("popupSentCopied");
}

async function openOptions(): Promise<void> {
  await browser.runtime.openOptionsPage();
  window.close();
}
