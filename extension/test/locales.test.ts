// @vitest-environment node
/**
 * The words in every language: none is missing, none is too many, and each takes the values that it takes in English.
 * TypeScript is asked which words are used: a text is a key where the type of its place is `Key` or `Counted`.
 */

import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { manifest } from "../src/manifest";

type Messages = Readonly<Record<string, { readonly message: string }>>;

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const LANGUAGES = readdirSync(path.join(ROOT, "_locales"));
// Chromium's documentation allows no more.
const LONGEST_NAME = 75;
const LONGEST_DESCRIPTION = 132;

const english = messagesIn("en");
const stems = Object.keys(english).flatMap((key) => (key.endsWith("_other") ? [stemOf(key)] : []));
// Here and not in a test: TypeScript takes its time.
const used = usedKeys();

function messagesIn(language: string): Messages {
  return JSON.parse(readFileSync(path.join(ROOT, "_locales", language, "messages.json"), "utf8"));
}

function stemOf(key: string): string {
  return key.replace(/_[a-z]+$/, "");
}

// The keys of words that are not counted, and for each that is counted the forms that the language has.
function keysFor(locale: string): readonly string[] {
  const { pluralCategories } = new Intl.PluralRules(locale).resolvedOptions();
  const plain = Object.keys(english).filter((key) => !stems.includes(stemOf(key)));
  return [...plain, ...stems.flatMap((stem) => pluralCategories.map((form) => `${stem}_${form}`))];
}

function valuesIn(message: string | undefined): readonly string[] {
  return [...new Set(message?.match(/\$\d/g))].toSorted();
}

function usedKeys(): ReadonlySet<string> {
  const { keys, counted } = keysInScripts();
  const forms = [...counted].flatMap((stem) => [`${stem}_one`, `${stem}_other`]);
  return new Set([...keys, ...forms, ...keysInPages(), ...keysInManifests()]);
}

function keysInScripts() {
  const { config } = ts.readConfigFile(path.join(ROOT, "tsconfig.json"), ts.sys.readFile);
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const sources = fileNames.filter((file) => file.startsWith(path.join(ROOT, "src")));
  const program = ts.createProgram(sources, options);
  const checker = program.getTypeChecker();
  const strings = checker.getSymbolAtLocation(program.getSourceFile(path.join(ROOT, "src/strings.ts"))!)!;
  const exported = checker.getExportsOfModule(strings);
  const typeNamed = (name: string) =>
    checker.getDeclaredTypeOfSymbol(exported.find((each) => each.name === name)!);
  const [key, stem] = [typeNamed("Key"), typeNamed("Counted")];

  const keys = new Set<string>();
  const counted = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && !isPropertyName(node)) {
      const expected = checker.getContextualType(node);
      const type = expected && checker.getNonNullableType(expected);
      if (type === key) keys.add(node.text);
      if (type === stem) counted.add(node.text);
    }
    ts.forEachChild(node, visit);
  };
  for (const file of sources) visit(program.getSourceFile(file)!);
  return { keys, counted };
}

// TypeScript gives such a name the type of the property's value.
function isPropertyName(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node.parent) && node === node.parent.name;
}

function keysInPages(): readonly string[] {
  const pages = path.join(ROOT, "src/pages");
  return readdirSync(pages, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".html"))
    .flatMap((file) => [...readFileSync(path.join(pages, file), "utf8").matchAll(/data-say="(\w+)"/g)])
    .map(([, key = ""]) => key);
}

function keysInManifests(): readonly string[] {
  return (["chromium", "firefox"] as const)
    .map((target) => JSON.stringify(manifest(target, "1.0.0", "http://127.0.0.1:8470")))
    .flatMap((text) => [...text.matchAll(/__MSG_(\w+)__/g)])
    .map(([, key = ""]) => key);
}

describe.each(LANGUAGES)("the words in %s", (language) => {
  const messages = messagesIn(language);
  const locale = messages["locale"]?.message ?? "";
  const all = Object.entries(messages).map(([key, { message }]) => ({ key, message }));

  it("name their own language and its direction", () => {
    expect(new Intl.Locale(locale).language).toBe(language);
    expect(messages["direction"]?.message).toMatch(/^(ltr|rtl)$/);
  });

  it("are those of English, counted in the forms of the language", () => {
    expect(Object.keys(messages).toSorted()).toEqual(keysFor(locale).toSorted());
  });

  it("take the values that they take in English", () => {
    const here = all.map(({ key, message }) => [key, valuesIn(message)]);
    const there = all.map(({ key }) => {
      const model = stems.includes(stemOf(key)) ? `${stemOf(key)}_other` : key;
      return [key, valuesIn(english[model]?.message)];
    });
    expect(here).toEqual(there);
  });

  it("say something, with typographic quotation marks and apostrophes", () => {
    const wrong = all.filter(({ message }) => message.trim() === "" || /["']/.test(message));
    expect(wrong).toEqual([]);
  });

  it("give a name and a description that Chromium takes", () => {
    expect(messages["extensionName"]?.message.length).toBeLessThanOrEqual(LONGEST_NAME);
    expect(messages["extensionDescription"]?.message.length).toBeLessThanOrEqual(LONGEST_DESCRIPTION);
  });
});

it("French has a narrow no-break space before its marks", () => {
  const wrong = Object.values(messagesIn("fr")).filter(({ message }) =>
    /[^\u202F][;:!?»]|«[^\u202F]/.test(message),
  );
  expect(wrong).toEqual([]);
});

it("each word in English is used, and each that is used exists", () => {
  expect([...used].toSorted()).toEqual(Object.keys(english).toSorted());
});
