import { describe, expect, it } from "vitest";
import messages from "../_locales/en/messages.json";
import { manifest } from "../src/manifest";

const SERVER = "http://127.0.0.1:8470";

describe("manifest", () => {
  it.each([
    ["chromium" as const, "http://127.0.0.1:8470/*", ["offscreen", "sidePanel"]],
    ["firefox" as const, "http://127.0.0.1/*", []],
  ])("asks for no more than it needs in %s", (target, host, own) => {
    const made = manifest(target, "1.0.0", SERVER);
    expect(made["permissions"]).toEqual(["activeTab", "scripting", "storage", ...own]);
    expect(made["host_permissions"]).toEqual([host]);
    expect(made["incognito"]).toBe("not_allowed");
    expect(made).not.toHaveProperty("content_scripts");
  });

  it.each(["chromium" as const, "firefox" as const])("names only messages that exist in %s", (target) => {
    const names = [...JSON.stringify(manifest(target, "1.0.0", SERVER)).matchAll(/__MSG_(\w+)__/g)];
    expect(names.length).toBeGreaterThan(0);
    for (const [, name = ""] of names) expect(messages).toHaveProperty(name);
  });
});
