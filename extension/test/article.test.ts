import { describe, expect, it } from "vitest";
import * as finder from "../src/finder/find";
import { findArticle } from "../src/page/article";
import { readBlocks } from "../src/page/blocks";
import { atOnce } from "../src/page/slices";
import { setBody } from "./page";

const SENTENCES =
  "The second summit was postponed, officials said on Saturday, and no new date has been given by the hosts. " +
  "Diplomats from several countries said that they had expected as much, since the talks had slowed.";
const paragraphs = (count: number) =>
  Array.from({ length: count }, (_, n) => `<p>${n}. ${SENTENCES}</p>`).join("");

async function find() {
  const finding = (outline: Parameters<typeof finder.findArticle>[0]) =>
    Promise.resolve(finder.findArticle(outline));
  return await findArticle(document, finding, new AbortController().signal);
}

async function read(): Promise<readonly string[]> {
  const { root, scope } = await find();
  return atOnce(readBlocks(root, scope)).map((block) => block.text);
}

describe("findArticle", () => {
  it("keeps the article and leaves the furniture", async () => {
    setBody(`
      <nav><ul><li><a href="/a">World</a></li><li><a href="/b">Sport</a></li></ul></nav>
      <article><h1>Summit postponed</h1>${paragraphs(6)}</article>
      <aside class="sidebar"><p><a href="/c">Read more about something else entirely</a></p></aside>
      <footer><p>Copyright, all rights reserved, contact us</p></footer>`);
    const texts = await read();
    expect(texts.filter((text) => text.includes("second summit"))).toHaveLength(6);
    expect(texts.join(" ")).not.toMatch(/Sport|Copyright|Read more/);
  });

  it("reads paragraphs that are made of line breaks", async () => {
    const runs = Array.from({ length: 6 }, (_, n) => `${n}. ${SENTENCES}`).join("<br><br>");
    setBody(`<div><p><a href="/x">Home</a></p></div><div id="story">${runs}</div>`);
    const texts = await read();
    expect(texts.filter((text) => text.includes("second summit"))).toHaveLength(6);
  });

  it("reads a short page whole, because a reader asked for it", async () => {
    setBody("<nav>Menu</nav><main><p>The second summit was postponed.</p></main><footer>Contact</footer>");
    expect(await read()).toEqual(["The second summit was postponed."]);
  });

  it("finds nothing on an empty page", async () => {
    setBody("");
    expect(await read()).toEqual([]);
  });

  it("leaves the page byte for byte as it was", async () => {
    setBody(`<article id="a" class="b"><h1>Summit</h1>${paragraphs(6)}<ul><li>One</li></ul></article>`);
    const before = document.documentElement.outerHTML;
    await read();
    expect(document.documentElement.outerHTML).toBe(before);
  });
});
