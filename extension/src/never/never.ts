/**
 * Where Sidelight never runs, by the page's address; `document.ts` says it by the page itself. The lists are in
 * `hosts.ts`, and only the background looks at them.
 */

import { isAddress, isPublicAddress } from "./addresses";
import { LABELS, PATHS, READABLE, SHARED_SECOND_LEVEL, SITES, type Names } from "./hosts";
import type { Never } from "./kinds";

export { NEVER_WORDS, type Never } from "./kinds";

const sites = kindByName(SITES);
const labelKinds = kindByName(LABELS);
const pathKinds = kindByName(PATHS);
const readable = new Set(namesOf(READABLE));
const sharedSecondLevel = new Set(namesOf(SHARED_SECOND_LEVEL));

const LANGUAGE = /^[a-z]{2}([-_][a-z]{2})?$/;

/** Why the page at `url` is never read; null: its address is no reason. What is no address at all is `scheme`. */
export function neverAt(url: string): Never | null {
  if (!URL.canParse(url)) return "scheme";
  const { protocol, username, password, hostname, pathname } = new URL(url);
  if (protocol !== "https:" && protocol !== "http:") return "scheme";
  if (username !== "" || password !== "") return "credentials";

  // A name with the dot of the root at its end is the same name.
  const host = hostname.replace(/\.+$/, "");
  const paths = firstParts(pathname);
  if (isAddress(host)) return isPublicAddress(host) ? kindOfPath(paths) : "intranet";
  if (!host.includes(".")) return "intranet";
  // A label knows more than a site: outlook.office365.com is mail, the rest of it documents.
  return kindOfLabels(host) ?? kindOfSite(host, paths) ?? kindOfPath(paths);
}

function kindOfSite(host: string, paths: readonly string[]): Never | null {
  const names = [host, ...parentsOf(host)].flatMap((name) => [
    name,
    ...paths.map((path) => `${name}/${path}`),
  ]);
  return firstKind(names, sites);
}

function kindOfPath(paths: readonly string[]): Never | null {
  return firstKind(paths, pathKinds);
}

function kindOfLabels(host: string): Never | null {
  if ([host, ...parentsOf(host)].some((name) => readable.has(name))) return null;
  // The owner's own name says nothing: mail.ru is a news site, auth.gr a university.
  const labels = host.split(".").slice(0, -ownerLabels(host));
  return firstKind(
    labels.map((label) => label.replace(/\d+$/, "")),
    labelKinds,
  );
}

function firstKind(names: readonly string[], kinds: ReadonlyMap<string, Never>): Never | null {
  const name = names.find((each) => kinds.has(each));
  return name === undefined ? null : (kinds.get(name) ?? null);
}

// A rule of thumb in place of the Public Suffix List, which is larger than all the rest of this extension.
function ownerLabels(host: string): number {
  const [top = "", second = ""] = host.split(".").reverse();
  return top.length === 2 && sharedSecondLevel.has(second) ? 3 : 2;
}

function parentsOf(host: string): readonly string[] {
  const labels = host.split(".");
  return labels.slice(1).map((_label, index) => labels.slice(index + 1).join("."));
}

// The first part of a path, and the one after it where the first may be a language.
function firstParts(pathname: string): readonly string[] {
  const parts = pathname.toLowerCase().split("/").filter(Boolean);
  return parts.slice(0, LANGUAGE.test(parts[0] ?? "") ? 2 : 1);
}

function kindByName(names: Names): ReadonlyMap<string, Never> {
  return new Map(
    Object.entries(names).flatMap(([kind, lines]) =>
      namesOf(lines).map((name) => [name, kind as Never] as const),
    ),
  );
}

function namesOf(lines: readonly string[]): readonly string[] {
  return lines.flatMap((line) => line.split(" "));
}
