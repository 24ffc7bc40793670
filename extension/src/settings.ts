/**
 * What the extension keeps in this browser: how the reader uses it, the server, the consent. Nothing about pages. What an
 * organisation has decided (managed storage) comes before what the reader has.
 */

import { browser } from "./browser";

/** Consent is to sending articles to one server under one wording; another of either asks anew. */
export interface Consent {
  readonly server: string;
  readonly wording: number;
  /** An ISO moment. */
  readonly given: string;
}

/** How Sidelight is used: where the reader presses the button; also on the chosen sites by itself; not at all. */
export type Mode = "click" | "sites" | "paused";

export interface Settings {
  readonly mode: Mode;
  /** Sites (see `siteOf`) whose pages are read without a click while `mode` is "sites". */
  readonly sites: readonly string[];
  /** An origin, such as http://127.0.0.1:8470. */
  readonly server: string;
  /** What a private server wants to be shown. */
  readonly pairingToken: string | null;
  readonly consent: Consent | null;
  readonly policy: Policy;
}

/** What an organisation has decided; null: nothing. */
export interface Policy {
  readonly server: string | null;
  readonly pairingToken: string | null;
  /** The only sites on which anything may be read. */
  readonly sites: readonly string[] | null;
  /** False: nothing may be sent. */
  readonly sending: boolean;
}

declare const __DEFAULT_SERVER__: string;
export const DEFAULT_SERVER = __DEFAULT_SERVER__;

// Raise it when what is sent, or what is done with it, changes.
const WORDING = 2;

const KEPT = ["mode", "sites", "server", "pairingToken", "consent"] as const;
type Kept = Partial<Pick<Settings, (typeof KEPT)[number]>>;

export async function loadSettings(): Promise<Settings> {
  const [kept, policy] = await Promise.all([
    browser.storage.local.get([...KEPT]) as Promise<Kept>,
    loadPolicy(),
  ]);
  return {
    mode: kept.mode ?? "click",
    sites: kept.sites ?? [],
    server: policy.server ?? kept.server ?? DEFAULT_SERVER,
    pairingToken: policy.pairingToken ?? kept.pairingToken ?? null,
    consent: kept.consent ?? null,
    policy,
  };
}

async function loadPolicy(): Promise<Policy> {
  // Firefox rejects where there is no policy; Chromium gives nothing.
  const managed: Readonly<Record<string, unknown>> = await browser.storage.managed.get().catch(() => ({}));
  const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);
  const server = text(managed["server"]);
  const origin = server === null ? null : serverOrigin(server);
  const { sites } = managed;
  return {
    server: origin !== null && "origin" in origin ? origin.origin : null,
    pairingToken: text(managed["pairingToken"]),
    sites: Array.isArray(sites) ? sites.flatMap((site) => siteOf(withScheme(String(site))) ?? []) : null,
    // A server that cannot be used is no leave to use another.
    sending: managed["sending"] !== false && (origin === null || "origin" in origin),
  };
}

function withScheme(site: string): string {
  return site.includes("://") ? site : `https://${site}`;
}

/** The site of a page: protocol and host, such as https://news.example; null where the address is none of the web. */
export function siteOf(url: string | undefined): string | null {
  if (url === undefined || !URL.canParse(url)) return null;
  const { protocol, hostname } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? `${protocol}//${hostname}` : null;
}

export function hasConsent({ server, consent }: Settings): boolean {
  return consent !== null && consent.server === server && consent.wording === WORDING;
}

/** Keeps the consent to send articles to `server`. */
export async function giveConsent(server: string, now = new Date()): Promise<void> {
  const consent: Consent = { server, wording: WORDING, given: now.toISOString() };
  await browser.storage.local.set({ consent });
}

export async function withdrawConsent(): Promise<void> {
  await browser.storage.local.remove("consent");
}

/** Keeps another server's address. Consent that was given for the one before does not hold for it, nor does its token. */
export async function saveServer(server: string): Promise<void> {
  const before = await loadSettings();
  await browser.storage.local.set({ server });
  if (before.server !== server) await browser.storage.local.remove("pairingToken");
}

/** Keeps what the server wants to be shown; null: nothing. */
export async function savePairingToken(token: string | null): Promise<void> {
  if (token === null) await browser.storage.local.remove("pairingToken");
  else await browser.storage.local.set({ pairingToken: token });
}

export async function saveMode(mode: Mode): Promise<void> {
  await browser.storage.local.set({ mode });
}

/** Takes a site among those that are read without a click. To choose one is to choose that way of use. */
export async function addSite(site: string): Promise<void> {
  const { sites } = await loadSettings();
  await browser.storage.local.set({ sites: [...new Set([...sites, site])].sort(), mode: "sites" });
}

export async function removeSite(site: string): Promise<void> {
  const { sites } = await loadSettings();
  await browser.storage.local.set({ sites: sites.filter((each) => each !== site) });
}

export async function forgetEverything(): Promise<void> {
  await browser.storage.local.clear();
}

export type AddressProblem = "not-an-address" | "insecure";

/** The origin that a reader has typed, or what is wrong with it. */
export function serverOrigin(
  typed: string,
): { readonly origin: string } | { readonly problem: AddressProblem } {
  const text = typed.trim();
  if (!URL.canParse(text)) return { problem: "not-an-address" };
  const url = new URL(text);
  if (url.protocol !== "https:" && url.protocol !== "http:") return { problem: "not-an-address" };
  if (url.protocol === "http:" && !isThisComputer(url.origin)) return { problem: "insecure" };
  return { origin: url.origin };
}

export function isThisComputer(origin: string): boolean {
  return ["127.0.0.1", "localhost"].includes(new URL(origin).hostname);
}
