// Builds the extension for each browser and the script of the server's reading page.
//   node build.mjs                          dist/chromium, dist/firefox, their zips, the sources' zip, the reading page's script
//   node build.mjs --test                   dist/chromium-test, dist/firefox-test: the shadow root is open, so that tests can
//                                           look inside; and dist/page-code.js, the page code as a global for tests
//   node build.mjs --server=URL --out=DIR   another default server, another folder
import { existsSync } from "node:fs";
import { cp, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { parseArgs } from "node:util";
import { build, transform } from "esbuild";
import { gzipSync, zipSync } from "fflate";
import { allFiles } from "./scripts/files.mjs";

const root = import.meta.dirname;
const { values: options } = parseArgs({
  options: {
    test: { type: "boolean", default: false },
    server: { type: "string", default: "http://127.0.0.1:8470" },
    out: { type: "string", default: path.join(root, "dist") },
  },
});
const { version } = JSON.parse(await readFile(path.join(root, "package.json"), "utf8"));
const readingPage = path.join(root, "../server/sidelight/api/static/built/reading-page.js");

// What a page has to load and parse before the reader sees a first note.
const CONTENT_LIMIT = 30_000;
const PAGES = ["consent", "options", "popup", "panel"];
// What a reviewer needs to build the same zips.
const SOURCES =
  "README.md build.mjs package.json package-lock.json tsconfig.json vitest.config.ts _locales icons schemas scripts src test".split(
    " ",
  );
// Libraries whose code is in the bundles.
const LICENCES = { "@mozilla/readability": "LICENSE.md", ajv: "LICENSE", "ajv-formats": "LICENSE" };
// A zip holds times; a fixed one makes the same source give the same bytes.
const ZIP_TIME = new Date("2020-01-01T00:00:00");

const minifiedCss = {
  name: "minified-css",
  setup(context) {
    context.onLoad({ filter: /[\\/]src[\\/]page[\\/].*\.css$/ }, async ({ path: file }) => {
      const { code } = await transform(await readFile(file, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

const common = {
  absWorkingDir: root,
  // Where a library lies must not show in the output, which would differ from one machine to another.
  preserveSymlinks: true,
  bundle: true,
  minify: true,
  target: ["chrome148", "firefox150"],
  legalComments: "none",
  charset: "utf8",
  define: {
    __DEFAULT_SERVER__: JSON.stringify(new URL(options.server).origin),
    __SHADOW_MODE__: JSON.stringify(options.test ? "open" : "closed"),
  },
  plugins: [minifiedCss],
  logLevel: "warning",
};

async function buildExtension(target, folder) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(path.join(folder, "pages"), { recursive: true });
  const forTarget = {
    ...common,
    define: { ...common.define, __TARGET__: JSON.stringify(target) },
    alias: { "#finder": path.join(root, `src/finder/${target}.ts`) },
  };
  const scripts = { content: "src/content.ts", auto: "src/auto.ts", worker: "src/worker.ts" };
  // Firefox's background has documents, and needs none of its own to find articles in.
  const pages = target === "chromium" ? [...PAGES, "finder"] : PAGES;
  const pageScripts = Object.fromEntries(pages.map((page) => [page, `src/pages/${page}/${page}.ts`]));
  await build({ ...forTarget, entryPoints: scripts, outdir: folder, format: "iife" });
  await build({ ...forTarget, entryPoints: pageScripts, outdir: path.join(folder, "pages"), format: "esm" });
  for (const page of pages) {
    await cp(path.join(root, `src/pages/${page}/${page}.html`), path.join(folder, `pages/${page}.html`));
  }
  await cp(path.join(root, "src/pages/pages.css"), path.join(folder, "pages/pages.css"));
  await cp(path.join(root, "src/managed.json"), path.join(folder, "managed.json"));
  await cp(path.join(root, "icons"), path.join(folder, "icons"), { recursive: true });
  await cp(path.join(root, "_locales"), path.join(folder, "_locales"), { recursive: true });
  await writeFile(path.join(folder, "LICENCES.txt"), await licences());
  const { manifest } = await importTypeScript("src/manifest.ts");
  const contents = manifest(target, version, options.server);
  await writeFile(path.join(folder, "manifest.json"), `${JSON.stringify(contents, null, 2)}\n`);
}

async function importTypeScript(file) {
  const { outputFiles } = await build({
    entryPoints: [path.join(root, file)],
    bundle: true,
    format: "esm",
    write: false,
  });
  return await import(
    `data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`
  );
}

async function licences() {
  const texts = Object.entries(LICENCES).map(async ([name, file]) => {
    const text = await readFile(path.join(root, "node_modules", name, file), "utf8");
    return `${name}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(texts)).join("\n----\n\n");
}

async function zip(folder, files, target) {
  const entries = {};
  for (const file of files) {
    entries[path.relative(folder, file).replaceAll(path.sep, "/")] = await readFile(file);
  }
  await writeFile(target, zipSync(entries, { mtime: ZIP_TIME, level: 9 }));
}

async function zipSources(target) {
  const files = await Promise.all(
    SOURCES.map(async (name) => {
      const file = path.join(root, name);
      return (await stat(file)).isDirectory() ? await allFiles(file) : [file];
    }),
  );
  const generated = path.join(root, "src/wire/generated");
  await zip(
    root,
    files.flat().filter((file) => !file.startsWith(generated)),
    target,
  );
}

async function checkSize(folder) {
  const size = gzipSync(await readFile(path.join(folder, "content.js")), { level: 9 }).length;
  console.log(`content script: ${(size / 1000).toFixed(1)} kB gzipped (limit ${CONTENT_LIMIT / 1000} kB)`);
  if (size > CONTENT_LIMIT) throw new Error("the content script is over its limit");
}

if (options.test) {
  for (const target of ["chromium", "firefox"]) {
    await buildExtension(target, path.join(options.out, `${target}-test`));
  }
  const pageCode = { entryPoints: ["src/page-code.ts"], outfile: path.join(options.out, "page-code.js") };
  await build({ ...common, ...pageCode, format: "iife" });
} else {
  for (const target of ["chromium", "firefox"]) {
    const folder = path.join(options.out, target);
    await buildExtension(target, folder);
    await zip(folder, await allFiles(folder), `${folder}.zip`);
  }
  await zipSources(path.join(options.out, "sources.zip"));
  await checkSize(path.join(options.out, "chromium"));
  // The sources' zip comes without the server.
  if (existsSync(path.join(root, "../server"))) {
    await build({ ...common, entryPoints: ["src/reading-page.ts"], outfile: readingPage, format: "iife" });
    await writeFile(path.join(path.dirname(readingPage), "reading-page.LICENCES.txt"), await licences());
  }
}
