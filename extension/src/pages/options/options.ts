/** The options: how Sidelight is used, which server, whether anything may be sent, and forgetting. */

import "./options.css";
import { browser, giveBackAccess, openShortcutSettings } from "../../browser";
import {
  forgetEverything,
  hasConsent,
  loadSettings,
  saveMode,
  withdrawConsent,
  type Mode,
  type Settings,
} from "../../settings";
import { say } from "../../strings";
import { byId, startPage } from "../page";
import { part } from "../part";
import { dropSites } from "../sites";
import { showServer, startServerPart } from "./server";
import { allowedSitesView, keysView, neverView, sayConsent, sitesView } from "./view";

startPage();

const modes = [...document.querySelectorAll<HTMLInputElement>("input[name=mode]")];
const showSites = part<readonly string[]>(byId("sites"), (sites) =>
  sitesView(sites, { remove: (site) => void remove([site]), removeAll: () => void remove(sites) }),
);
const showAllowed = part<Settings["policy"]>(byId("allowed"), allowedSitesView);

startServerPart();
byId("never").replaceChildren(...neverView());
byId("withdraw").addEventListener("click", () => void withdraw());
byId("ask").addEventListener("click", () => void browser.tabs.create({ url: "pages/consent.html" }));
byId("change-keys").addEventListener("click", () => void openShortcutSettings());
byId("forget").addEventListener("click", () => void forget());
for (const mode of modes) mode.addEventListener("change", () => void saveMode(mode.value as Mode));

const settings = await loadSettings();
showServer(settings);
show(settings);
void showKeys();
// All of this may be changed in another tab, in the popup, or by the organisation.
browser.storage.onChanged.addListener(() => void showAgain());
// Keys are changed on a page of the browser's.
window.addEventListener("focus", () => void showKeys());

async function showAgain(): Promise<void> {
  show(await loadSettings());
}

// Not the server's fields: what is being typed there is the reader's.
function show(now: Settings): void {
  const consented = hasConsent(now);
  byId("sending-locked").hidden = now.policy.sending;
  for (const mode of modes) {
    mode.checked = mode.value === now.mode;
    mode.disabled = !now.policy.sending;
  }
  showSites(now.sites);
  showAllowed(now.policy);
  byId("consent-state").textContent = sayConsent(now);
  byId("withdraw").hidden = !consented;
  byId("ask").hidden = !now.policy.sending;
}

async function showKeys(): Promise<void> {
  byId("keys").replaceChildren(...keysView(await browser.commands.getAll()));
}

async function remove(sites: readonly string[]): Promise<void> {
  await dropSites(sites);
  byId("sites").focus();
}

async function withdraw(): Promise<void> {
  await withdrawConsent();
  await showAgain();
  byId("ask").focus();
}

async function forget(): Promise<void> {
  await forgetEverything();
  await giveBackAccess();
  const now = await loadSettings();
  showServer(now);
  show(now);
  byId("server-status").textContent = "";
  byId("token-status").textContent = "";
  byId("forget-status").textContent = say("optionsForgotten");
}
