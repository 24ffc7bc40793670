/** The page that asks before anything is sent. No is as easy as yes, and to close the page is no. */

import { browser, hasAccess, requestAccess } from "../../browser";
import { giveConsent, isThisComputer, loadSettings, withdrawConsent } from "../../settings";
import { say } from "../../strings";
import { byId, fillWords } from "../page";

fillWords();

// Read before the click: a browser takes a request for permission only from the click itself.
const { server } = await loadSettings();
byId("where").textContent = say(isThisComputer(server) ? "consentWhereLocal" : "consentWhereRemote", server);

byId("yes").addEventListener("click", () => void agree());
byId("no").addEventListener("click", () => void refuse());

async function agree(): Promise<void> {
  const granted = (await requestAccess(server)) && (await hasAccess(server));
  if (!granted) return finish(say("consentBlocked"));
  await giveConsent(server);
  const tabId = Number(new URLSearchParams(location.search).get("tab") ?? Number.NaN);
  const isOpen = await browser.tabs.get(tabId).then(
    () => true,
    () => false,
  );
  finish(say(isOpen ? "consentGivenReturn" : "consentGiven"));
  if (isOpen) offerReturn(tabId);
}

async function refuse(): Promise<void> {
  await withdrawConsent();
  finish(say("consentRefused"));
}

function finish(sentence: string): void {
  byId("question").hidden = true;
  byId("outcome").textContent = sentence;
}

function offerReturn(tabId: number): void {
  const button = byId("return");
  button.hidden = false;
  button.focus();
  button.addEventListener("click", () => {
    void browser.tabs.update(tabId, { active: true }).then(() => window.close());
  });
}
