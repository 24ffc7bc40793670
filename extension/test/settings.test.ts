import { describe, expect, it } from "vitest";
import { hasConsent, serverOrigin, siteOf, type Settings } from "../src/settings";

describe("serverOrigin", () => {
  it.each([
    [" https://sidelight.example/path?x=1 ", { origin: "https://sidelight.example" }],
    ["http://127.0.0.1:8470/", { origin: "http://127.0.0.1:8470" }],
    ["http://localhost:9000", { origin: "http://localhost:9000" }],
    ["http://sidelight.example", { problem: "insecure" }],
    ["http://127.0.0.1.example", { problem: "insecure" }],
    ["sidelight.example", { problem: "not-an-address" }],
    ["javascript:alert(1)", { problem: "not-an-address" }],
    ["", { problem: "not-an-address" }],
  ])("reads %j", (typed, expected) => {
    expect(serverOrigin(typed)).toEqual(expected);
  });
});

describe("hasConsent", () => {
  const server = "http://127.0.0.1:8470";
  const given: Settings = {
    mode: "click",
    sites: [],
    server,
    pairingToken: null,
    consent: { server, wording: 2, given: "2026-11-22T10:00:00.000Z" },
    policy: { server: null, pairingToken: null, sites: null, sending: true },
  };

  it("holds for the server and the wording for which it was given, and no other", () => {
    expect(hasConsent(given)).toBe(true);
    expect(hasConsent({ ...given, server: "https://sidelight.example" })).toBe(false);
    expect(hasConsent({ ...given, consent: { server, wording: 1, given: "" } })).toBe(false);
    expect(hasConsent({ ...given, consent: null })).toBe(false);
  });
});

describe("siteOf", () => {
  it.each([
    ["https://news.example/a?b#c", "https://news.example"],
    ["http://news.example:8080/", "http://news.example"],
    ["about:blank", null],
    ["file:///home/a.html", null],
    ["news.example", null],
    [undefined, null],
  ])("of %j", (url, expected) => {
    expect(siteOf(url)).toBe(expected);
  });
});
