/** The panel beside the page: every note of the tab that is in front, to be read without the page. */

import "./panel.css";
import { browser } from "../../browser";
import type { PageToWorker, WorkerAnswer } from "../../messages";
import type { ListedNote } from "../../page/state";
import { sendReport } from "../../page/reporting";
import { failure } from "../../result";
import { tell } from "../../tab-view";
import type { ReportMessage } from "../../wire/messages";
import { byId, startPage } from "../page";
import { standingOf } from "../standing";
import { standingPart } from "../standing-view";
import { followTab, perform, type Look } from "../tab";
import { takeAim } from "../target";
import { contentOf } from "./content";
import { makeList } from "./list";

startPage();

let shown: Look | null = null;

const showStanding = standingPart({ sentence: byId("sentence"), act: byId("act") }, (act) => {
  if (shown) void perform(act, shown);
});
const list = makeList(byId("notes"), (listed) => ({
  content: () => content(listed),
  showInPage: () => {
    if (shown) void tell(shown.tab, { type: "open", entry: listed.note.entry });
  },
}));
followTab((look) => void show(look));

async function show(look: Look | null): Promise<void> {
  if (look === null) return;
  shown = look;
  const { tab, view } = look;
  showStanding(standingOf(view));
  byId("article").textContent = view.page?.sent?.request.title ?? "";
  list.show(String(tab.id), view.page?.notes ?? []);
  const aim = await takeAim(tab.id);
  if (aim !== null) list.go(aim);
}

function content({ note, corrected }: ListedNote): HTMLElement {
  return contentOf(note, {
    published: shown?.view.page?.published ?? null,
    today: new Date(),
    news: corrected ? "corrected" : null,
    report: (draft) => sendReport(send, note, draft),
  });
}

async function send(report: ReportMessage): Promise<WorkerAnswer["report"]> {
  const message: PageToWorker = { type: "report", report };
  return (
    ((await browser.runtime.sendMessage(message)) as WorkerAnswer["report"] | undefined) ??
    failure({ kind: "interrupted" })
  );
}
