/** The options: which server, whether anything may be sent, and forgetting. */

import { browser, giveBackAccess, requestAccess } from "../../browser";
import { dateInWords } from "../../page/formats";
import { sayTrouble } from "../../page/sentences";
import {
  DEFAULT_SERVER,
  forgetEverything,
  hasConsent,
  loadSettings,
  saveServer,
  serverOrigin,
  withdrawConsent,
} from "../../settings";
import { say, sayCount } from "../../strings";
import { askRevision } from "../../wire/client";
import { byId, fillWords } from "../page";

fillWords();
const address = byId("address") as HTMLInputElement;
await showSettings();

byId("server").addEventListener("submit", (event) => {
  event.preventDefault();
  void withTypedServer(save);
});
byId("test").addEventListener("click", () => void withTypedServer(test));
byId("reset").addEventListener("click", () => {
  address.value = DEFAULT_SERVER;
  void withTypedServer(save);
});
byId("withdraw").addEventListener("click", () => void withdraw());
byId("ask").addEventListener("click", () => {
  void browser.tabs.create({ url: "pages/consent.html" });
});
byId("forget").addEventListener("click", () => void forget());
// Consent may be given or withdrawn in another tab.
browser.storage.onChanged.addListener(() => void showConsent());

async function showSettings(): Promise<void> {
  const { server } = await loadSettings();
  address.value = server;
  await showConsent();
}

async function showConsent(): Promise<void> {
  const settings = await loadSettings();
  const given = hasConsent(settings) ? settings.consent : null;
  byId("withdraw").hidden = given === null;
  byId("consent-state").textContent =
    given === null
      ? say("optionsConsentMissing")
      : say("optionsConsentGiven", dateInWords(given.given.slice(0, 10)), given.server);
}

// Called in a click and without a wait before it: a browser takes a request for permission only then.
async function withTypedServer(then: (origin: string) => Promise<string>): Promise<void> {
  const status = byId("server-status");
  const typed = serverOrigin(address.value);
  address.setAttribute("aria-invalid", String("problem" in typed));
  if ("problem" in typed) {
    status.textContent =
      typed.problem === "insecure" ? say("optionsInsecure") : say("optionsBadAddress", DEFAULT_SERVER);
    address.focus();
    return;
  }
  status.textContent = say("optionsTesting");
  status.textContent = (await requestAccess(typed.origin))
    ? await then(typed.origin)
    : say("optionsNotGranted");
}

async function save(origin: string): Promise<string> {
  await saveServer(origin);
  address.value = origin;
  await showConsent();
  return hasConsent(await loadSettings()) ? say("optionsUnchanged") : say("optionsSaved");
}

async function test(origin: string): Promise<string> {
  const answer = await askRevision(origin, new AbortController().signal);
  if (answer.ok) return sayCount("optionsTestGood", answer.value.entries, answer.value.revision);
  return answer.error.kind === "stopped" ? "" : sayTrouble(answer.error);
}

async function withdraw(): Promise<void> {
  await withdrawConsent();
  await showConsent();
  byId("ask").focus();
}

async function forget(): Promise<void> {
  await forgetEverything();
  await giveBackAccess();
  await showSettings();
  byId("server-status").textContent = "";
  byId("forget-status").textContent = say("optionsForgotten");
}
