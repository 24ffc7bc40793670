import { describe, expect, it } from "vitest";
import { findArticle } from "../src/finder/find";
import { readBlocks } from "../src/page/blocks";
import { outlineOf } from "../src/page/outline";
import { atOnce } from "../src/page/slices";
import { setBody } from "./page";

const LONG =
  "The second summit was postponed, officials said on Saturday, and no new date has been given by the hosts, " +
  "although diplomats from several countries had expected as much.";

function setShadowPage(): void {
  setBody(`<story-page><h1 slot="title">A title</h1><p>${LONG} One.</p><p>${LONG} Two.</p></story-page>`);
  const root = document.querySelector("story-page")?.attachShadow({ mode: "open" });
  const header = document.createElement("header");
  const title = Object.assign(document.createElement("slot"), { name: "title" });
  header.append(title);
  const main = document.createElement("article");
  const lead = document.createElement("p");
  lead.textContent = `${LONG} Lead.`;
  main.append(lead, document.createElement("slot"));
  root?.append(header, main);
}

describe("a page with a shadow tree", () => {
  it("is read as it is rendered", () => {
    setShadowPage();
    const texts = atOnce(readBlocks(document.body, () => true)).map((block) => block.text);
    expect(texts).toEqual(["A title", `${LONG} Lead.`, `${LONG} One.`, `${LONG} Two.`]);
  });

  it("is outlined as it is rendered, so that its article is found", () => {
    setShadowPage();
    const { outline, elements } = atOnce(outlineOf(document));
    const found = findArticle(outline);
    const kept = found?.kept.map((number) => elements[number]?.textContent) ?? [];
    expect(kept).toContain(`${LONG} Lead.`);
    expect(kept).toContain(`${LONG} Two.`);
  });
});

describe("outlineOf", () => {
  it("holds no scripts, no styles and nothing of ours, but what a page says of itself", () => {
    setBody(`<script>var secret</script><style>p {}</style><sidelight-notes>x</sidelight-notes>
      <script type="application/ld+json">{"headline": "A"}</script><p onclick="x()" class="lead">Text</p>`);
    const written = JSON.stringify(atOnce(outlineOf(document)).outline);
    expect(written).not.toMatch(/secret|sidelight-notes|onclick|p \{\}/);
    expect(written).toContain("headline");
    expect(written).toContain("lead");
  });
});
