/** What the consent and options pages make of the settings. */

import { describe, expect, it, vi } from "vitest";
import { NEVER_WORDS } from "../src/never/kinds";
import { el } from "../src/page/dom";
import { askingOf } from "../src/pages/consent/asking";
import { reasonView, sayWhere } from "../src/pages/consent/view";
import { allowedSitesView, keysView, neverView, sayConsent, sitesView } from "../src/pages/options/view";
import type { Settings } from "../src/settings";

const server = "http://127.0.0.1:8470";
const given = "2026-11-20T10:00:00.000Z";
const policy: Settings["policy"] = { server: null, pairingToken: null, sites: null, sending: true };
const fresh: Settings = { mode: "click", sites: [], server, pairingToken: null, consent: null, policy };
const agreed: Settings = { ...fresh, consent: { server, wording: 2, given } };
const agreedBefore: Settings = { ...fresh, consent: { server, wording: 1, given } };
const locked: Settings = { ...agreed, policy: { ...policy, sending: false } };

function textOf(nodes: readonly (Node | null)[]): string {
  return el("div", {}, ...nodes).textContent ?? "";
}

describe("consent", () => {
  it.each([
    ["first", fresh],
    ["again", agreed],
    ["changed", agreedBefore],
    ["moved", { ...agreed, server: "https://sidelight.example" }],
    ["locked", locked],
  ])("is asked as %s", (kind, settings) => {
    expect(askingOf(settings).kind).toBe(kind);
  });

  it("says what has changed to those who agreed before", () => {
    const words = textOf(reasonView(askingOf(agreedBefore)));
    expect(words).toContain("20 November 2026");
    expect(words).toContain("choose sites");
    expect(words).toContain("every few seconds");
    expect(words).toContain("word on a note");
  });

  it("says nothing more to those who are asked for the first time", () => {
    expect(reasonView(askingOf(fresh))).toEqual([]);
  });

  it("says where articles go, and whether that is this computer", () => {
    expect(sayWhere(server)).toContain("this computer");
    expect(sayWhere("https://sidelight.example")).toBe("To sidelight.example, and nowhere else.");
  });
});

describe("the options", () => {
  it("say how it stands with consent", () => {
    expect(sayConsent(fresh)).toContain("not agreed");
    expect(sayConsent(agreed)).toContain("20 November 2026");
    expect(sayConsent(agreedBefore)).toContain("anew");
    expect(sayConsent(locked)).toContain("organisation");
  });

  it("list the chosen sites, each with its own way out", () => {
    const acts = { remove: vi.fn(), removeAll: vi.fn() };
    const list = el("div", {}, ...sitesView(["https://a.example", "https://b.example"], acts));
    list.querySelector<HTMLElement>("[aria-label='Remove b.example']")?.click();
    expect(acts.remove).toHaveBeenCalledExactlyOnceWith("https://b.example");
    list.querySelector<HTMLElement>("[data-focus=remove-all]")?.click();
    expect(acts.removeAll).toHaveBeenCalledOnce();
    expect(textOf(sitesView([], acts))).toContain("none");
  });

  it("say which sites an organisation allows, if it has named any", () => {
    expect(allowedSitesView(policy)).toEqual([]);
    const words = textOf(allowedSitesView({ ...policy, sites: ["https://a.example"] }));
    expect(words).toContain("Decided by your organisation.");
    expect(words).toContain("a.example");
  });

  it("list the keys, with words for the button's and for none", () => {
    const commands = [
      { name: "_execute_action", description: "", shortcut: "Alt+Shift+S" },
      { name: "next-note", description: "Go to the next note", shortcut: "" },
    ];
    const list = el("div", {}, ...keysView(commands));
    expect([...list.querySelectorAll("dt")].map((each) => each.textContent)).toEqual([
      "The Sidelight button",
      "Go to the next note",
    ]);
    expect([...list.querySelectorAll("dd")].map((each) => each.textContent)).toEqual(["Alt+Shift+S", "none"]);
  });

  it("have a sentence for each kind of place where Sidelight never runs", () => {
    const items = [...el("div", {}, ...neverView()).querySelectorAll("li")].map((each) => each.textContent);
    expect(items.length).toBe(Object.keys(NEVER_WORDS).length);
    expect(items.every((words) => words !== "")).toBe(true);
  });
});
