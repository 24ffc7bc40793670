// @vitest-environment node
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { unzipSync } from "fflate";
import { describe, expect, it } from "vitest";

const ROOT = path.resolve(fileURLToPath(new URL(".", import.meta.url)), "..");
const ZIPS = ["chromium.zip", "firefox.zip", "sources.zip"];

function run(folder: string, ...command: readonly string[]): void {
  execFileSync("node", command, { cwd: folder, stdio: "pipe" });
}

function bytesOf(file: string): Uint8Array {
  return new Uint8Array(readFileSync(file));
}

function hashes(folder: string): readonly string[] {
  return ZIPS.map((zip) =>
    createHash("sha256")
      .update(bytesOf(path.join(folder, zip)))
      .digest("hex"),
  );
}

describe("the build", () => {
  it("gives the same bytes twice, and the same from its own sources", { timeout: 60_000 }, () => {
    const scratch = mkdtempSync(path.join(tmpdir(), "sidelight-build-"));
    const outs = ["one", "two", "three"].map((name) => path.join(scratch, name));
    const [one = "", two = "", three = ""] = outs;
    run(ROOT, "build.mjs", `--out=${one}`);
    run(ROOT, "build.mjs", `--out=${two}`);
    expect(hashes(two)).toEqual(hashes(one));

    const sources = path.join(scratch, "sources");
    for (const [name, bytes] of Object.entries(unzipSync(bytesOf(path.join(one, "sources.zip"))))) {
      const file = path.join(sources, name);
      mkdirSync(path.dirname(file), { recursive: true });
      writeFileSync(file, bytes);
    }
    symlinkSync(path.join(ROOT, "node_modules"), path.join(sources, "node_modules"));
    run(sources, "scripts/generate.mjs");
    run(sources, "build.mjs", `--out=${three}`);
    expect(hashes(three)).toEqual(hashes(one));
  });
});
