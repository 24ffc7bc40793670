/** The part of the options where a server is chosen, tested, and shown what it wants to be shown. */

import { giveBackServer, requestServer } from "../../browser";
import { sayTrouble } from "../../page/sentences";
import {
  DEFAULT_SERVER,
  hasConsent,
  loadSettings,
  savePairingToken,
  saveServer,
  serverOrigin,
  type Settings,
} from "../../settings";
import { say, sayCount } from "../../strings";
import { askRevision } from "../../wire/client";
import { byId } from "../page";

const address = byId("address") as HTMLInputElement;
const token = byId("token") as HTMLInputElement;

/** Makes the part answer to its buttons. */
export function startServerPart(): void {
  byId("server").addEventListener("submit", (event) => {
    event.preventDefault();
    void withTypedServer(save);
  });
  byId("test").addEventListener("click", () => void withTypedServer(test));
  byId("reset").addEventListener("click", () => {
    address.value = DEFAULT_SERVER;
    void withTypedServer(save);
  });
  byId("pairing").addEventListener("submit", (event) => {
    event.preventDefault();
    void saveToken();
  });
  byId("reveal").addEventListener("click", () => reveal(token.type === "password"));
}

/** Shows what is kept, in place of what was typed. */
export function showServer({ server, pairingToken, policy }: Settings): void {
  address.value = server;
  token.value = pairingToken ?? "";
  byId("token-help").hidden = policy.pairingToken !== null;
  byId("token-help").textContent = say("optionsTokenHelp", new URL(server).host);
  byId("server-help").hidden = policy.server !== null;
  lock("server", policy.server !== null, [address, byId("save"), byId("reset")]);
  lock("token", policy.pairingToken !== null, [token, byId("save-token"), byId("reveal")]);
  reveal(false);
}

// What an organisation has decided stays readable; it only cannot be changed.
function lock(name: string, locked: boolean, controls: readonly HTMLElement[]): void {
  byId(`${name}-locked`).hidden = !locked;
  for (const control of controls) {
    if (control instanceof HTMLInputElement) control.readOnly = locked;
    else control.hidden = locked;
  }
}

function reveal(shown: boolean): void {
  token.type = shown ? "text" : "password";
  byId("reveal").setAttribute("aria-pressed", String(shown));
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
  status.textContent = (await requestServer(typed.origin))
    ? await then(typed.origin)
    : say("optionsNotGranted");
}

async function save(origin: string): Promise<string> {
  const { server: before } = await loadSettings();
  await saveServer(origin);
  if (before !== origin) await giveBackServer(before);
  const settings = await loadSettings();
  showServer(settings);
  return say(hasConsent(settings) ? "optionsUnchanged" : "optionsSaved");
}

async function test(origin: string): Promise<string> {
  const { server, pairingToken } = await loadSettings();
  // A token is for the server that gave it, and no other is shown it.
  const shown = { origin, pairingToken: origin === server ? pairingToken : null };
  const answer = await askRevision(shown, new AbortController().signal);
  if (!answer.ok) return answer.error.kind === "stopped" ? "" : sayTrouble(answer.error);
  const { entries, revision } = answer.value.answer;
  return sayCount("optionsTestGood", entries, revision);
}

async function saveToken(): Promise<void> {
  const typed = token.value.trim();
  await savePairingToken(typed === "" ? null : typed);
  byId("token-status").textContent = say(typed === "" ? "optionsTokenRemoved" : "optionsUnchanged");
}
