// Writes src/wire/generated/ from the server's JSON Schemas: types for the compiler, validators for the answers.
// The validators are compiled here because an extension may not evaluate code (Manifest V3).
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import Ajv from "ajv/dist/2020.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import addFormats from "ajv-formats";
import { build } from "esbuild";
import { compile } from "json-schema-to-typescript";

const root = path.resolve(import.meta.dirname, "..");
const folder = path.join(root, "schemas");
const target = path.join(root, "src/wire/generated");

const files = (await readdir(folder)).filter((file) => file.endsWith(".json")).sort();
const schemas = Object.fromEntries(
  await Promise.all(
    files.map(async (file) => [
      path.basename(file, ".json"),
      JSON.parse(await readFile(path.join(folder, file), "utf8")),
    ]),
  ),
);
const names = Object.keys(schemas);

// Field titles would become a type alias each, and a remark beside a reference a second copy of the type.
function plain(node) {
  if (Array.isArray(node)) return node.map(plain);
  if (typeof node !== "object" || node === null) return node;
  if ("$ref" in node) return { $ref: node.$ref };
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === "title" && typeof value === "string"))
      .map(([key, value]) => [key, plain(value)]),
  );
}

async function writeValidators() {
  const ajv = new Ajv({ strict: false, unevaluated: false, messages: false, code: { source: true } });
  addFormats(ajv, ["date", "date-time"]);
  for (const name of names) ajv.addSchema(schemas[name], name);
  await build({
    stdin: {
      contents: standaloneCode(ajv, Object.fromEntries(names.map((name) => [name, name]))),
      resolveDir: root,
    },
    outfile: path.join(target, "validators.js"),
    bundle: true,
    preserveSymlinks: true,
    format: "esm",
    footer: { js: `export const { ${names.join(", ")} } = require_stdin();` },
    logLevel: "error",
  });
  const declarations = names.map(
    (name) => `export declare const ${name}: Validator<import("./messages").${name}>;`,
  );
  await writeFile(
    path.join(target, "validators.d.ts"),
    [
      "interface Validator<T> {",
      "  (data: unknown): data is T;",
      "  readonly errors?: readonly { readonly instancePath: string; readonly keyword: string }[] | null;",
      "}",
      ...declarations,
      "",
    ].join("\n"),
  );
}

async function writeTypes() {
  // One schema that holds all, so that a part which several messages share is written once.
  const parts = Object.assign({}, ...names.map((name) => schemas[name].$defs));
  for (const name of names) {
    const { $defs: _parts, $schema: _draft, ...message } = schemas[name];
    parts[name] = message;
  }
  const types = await compile({ $defs: plain(parts) }, "Messages", {
    bannerComment: "/* Generated from extension/schemas by scripts/generate.mjs. */",
    additionalProperties: false,
    unreachableDefinitions: true,
  });
  await writeFile(path.join(target, "messages.ts"), types);
}

await mkdir(target, { recursive: true });
await Promise.all([writeValidators(), writeTypes()]);
