// @vitest-environment node
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import * as validators from "../src/wire/generated/validators";

// Both sides judge the same examples: the server's tests by its classes, these by the compiled schemas.
const folder = fileURLToPath(new URL("../../tests/contract/examples", import.meta.url));
const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
const judges: Readonly<Record<string, (data: unknown) => boolean>> = validators;

describe("the examples of the wire format", () => {
  it("are there", () => {
    expect(files.length).toBeGreaterThan(0);
  });

  it.each(files)("%s", (file) => {
    const [message = "", name = ""] = file.split(".");
    const judge = judges[message];
    expect(judge, `no message is called ${message}`).toBeDefined();
    const data: unknown = JSON.parse(readFileSync(path.join(folder, file), "utf8"));
    expect(judge?.(data)).toBe(!name.startsWith("invalid-"));
  });
});
