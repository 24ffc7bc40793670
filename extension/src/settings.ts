/** What the extension keeps in this browser: the server's address and the reader's consent. Nothing about pages. */

import { browser } from "./browser";

/** Consent is to sending articles to one server under one wording; another of either asks anew. */
export interface Consent {
  readonly server: string;
  readonly wording: number;
  /** An ISO moment. */
  readonly given: string;
}

export interface Settings {
  /** An origin, such as http://127.0.0.1:8470. */
  readonly server: string;
  readonly consent: Consent | null;
}

declare const __DEFAULT_SERVER__: string;
export const DEFAULT_SERVER = __DEFAULT_SERVER__;

// Raise it when what is sent, or what is done with it, changes.
const WORDING = 1;

export async function loadSettings(): Promise<Settings> {
  const kept = (await browser.storage.local.get(["server", "consent"])) as Partial<Settings>;
  return { server: kept.server ?? DEFAULT_SERVER, consent: kept.consent ?? null };
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

/** Keeps another server's address. Consent that was given for the one before does not hold for it. */
export async function saveServer(server: string): Promise<void> {
  await browser.storage.local.set({ server });
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
