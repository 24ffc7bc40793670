/** The page that asks before anything is sent. No is as easy as yes, and to close the page is no. */

import "./consent.css";
import { browser, hasAccess, requestAccess } from "../../browser";
import { giveConsent, loadSettings, withdrawConsent } from "../../settings";
import { say } from "../../strings";
import { byId, startPage } from "../page";
import { part } from "../part";
import { namedTab, startReading } from "../tab";
import { askingOf, type Asking } from "./asking";
import { reasonView, sayWhere } from "./view";

startPage();

// Read before the click: a browser takes a request for permission only from the click itself.
const settings = await loadSettings();
const { server, policy } = settings;
const asking = askingOf(settings);
part<Asking>(byId("reason"), reasonView)(asking);
byId("where").textContent = sayWhere(server);
byId("where-locked").hidden = policy.server === null;
byId("question").hidden = asking.kind === "locked";

byId("yes").addEventListener("click", () => void agree());
byId("no").addEventListener("click", () => void refuse());

async function agree(): Promise<void> {
  const granted = (await requestAccess(server)) && (await hasAccess(server));
  if (!granted) return finish(say("consentBlocked"));
  await giveConsent(server);
  const tabId = namedTab();
  const tab = tabId === null ? null : await browser.tabs.get(tabId).catch(() => null);
  // A browser that tells the page's address still holds the press of the button for leave to read it.
  const mayRead = tab?.url !== undefined;
  finish(say(tab === null ? "consentGiven" : mayRead ? "consentGivenRead" : "consentGivenReturn"));
  if (tab?.id !== undefined) offerReturn(tab.id, mayRead);
}

async function refuse(): Promise<void> {
  await withdrawConsent();
  finish(say("consentRefused"));
}

function finish(sentence: string): void {
  byId("question").hidden = true;
  byId("reason").hidden = true;
  byId("outcome").textContent = sentence;
}

function offerReturn(tabId: number, mayRead: boolean): void {
  const button = byId("return");
  button.textContent = say(mayRead ? "consentReturnRead" : "consentReturn");
  button.hidden = false;
  button.focus();
  button.addEventListener("click", () => void goBack(tabId, mayRead));
}

async function goBack(tabId: number, mayRead: boolean): Promise<void> {
  await browser.tabs.update(tabId, { active: true });
  if (mayRead) await startReading(tabId);
  window.close();
}
