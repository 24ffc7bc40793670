import { describe, expect, it } from "vitest";
import { blocksOf, textsOf } from "./page";

describe("readBlocks", () => {
  it("joins inline elements into the text of their block", () => {
    expect(textsOf("<p>The <a href='/x'>peace</a> <b>sum</b>mit was <i>postponed</i>.</p>")).toEqual([
      "The peace summit was postponed.",
    ]);
  });

  it("reads white space as a reader sees it", () => {
    expect(textsOf("<p>\n  One\n\ttwo&nbsp; three  </p>\n<p> </p>")).toEqual(["One two three"]);
  });

  it("takes one line break as a space and two as the end of a block", () => {
    expect(textsOf("<div>One<br>two<br><br>Three<br> <br>Four</div>")).toEqual(["One two", "Three", "Four"]);
  });

  it("drops soft hyphens and zero-width characters, and finds the way back past them", () => {
    const [block] = blocksOf("<p>nego&shy;tia\u200Btions in Ka\uFEFFzan</p>");
    expect(block?.text).toBe("negotiations in Kazan");
    const [range] = block?.ranges(16, 21) ?? [];
    expect(range?.toString()).toBe("Ka\uFEFFzan");
  });

  it("keeps a floated drop cap with its word", () => {
    expect(
      textsOf("<p><span style='float:left; display:block'>T</span>he summit was postponed.</p>"),
    ).toEqual(["The summit was postponed."]);
  });

  it("leaves out footnote marks, and keeps exponents", () => {
    expect(
      textsOf("<p>It covers 5 km<sup>2</sup>.<sup>[1]</sup> So they say.<sup><a href='#n2'>2</a></sup></p>"),
    ).toEqual(["It covers 5 km2. So they say."]);
  });

  it("gives one range for each text node, so that skipped text stays out", () => {
    const [block] = blocksOf("<p>Before. The <b>summit</b><sup>[1]</sup> was postponed. After.</p>");
    const text = block?.text ?? "";
    const start = text.indexOf("The");
    const ranges = block?.ranges(start, text.indexOf(" After")) ?? [];
    expect(ranges.map(String)).toEqual(["The ", "summit", " was postponed."]);
  });

  it("leaves out what is not seen, not text, or the reader's own writing", () => {
    expect(
      textsOf(
        "<p>Seen <span hidden>not seen</span>.</p><script>no()</script><style>p{}</style><pre>code</pre>" +
          "<button>Share</button><textarea>mine</textarea><svg><text>drawn</text></svg>",
      ),
    ).toEqual(["Seen ."]);
  });

  it("says which kind each block is, by its nearest container", () => {
    const kinds = blocksOf(
      "<h2>Heading</h2><p>Paragraph</p><ul><li>Item</li><li><p>Item paragraph</p></li></ul>" +
        "<blockquote><p>Quote</p><blockquote>Nested quote</blockquote></blockquote>" +
        "<figure><figcaption>Caption</figcaption></figure>",
    ).map((block) => block.kind);
    expect(kinds).toEqual(["heading", "paragraph", "item", "item", "quote", "quote", "caption"]);
  });

  it("parts the text around a block inside a block", () => {
    expect(textsOf("<div>Before <p>inside</p> after</div>")).toEqual(["Before", "inside", "after"]);
  });

  it("reads right-to-left text in its logical order", () => {
    const [block] = blocksOf("<p dir='rtl'>תאריך <b>הפסגה</b> נדחה.</p>");
    expect(block?.text).toBe("תאריך הפסגה נדחה.");
    expect(block?.ranges(6, 11).map(String)).toEqual(["הפסגה"]);
  });

  it("replaces a lone surrogate, and keeps the offsets", () => {
    document.body.replaceChildren();
    const paragraph = document.createElement("p");
    paragraph.textContent = "a\uD800b 😀 end";
    document.body.append(paragraph);
    const [block] = blocksOf(document.body.innerHTML);
    expect(block?.text).toBe("a\uFFFDb 😀 end");
    expect(block?.ranges(7, 10).map(String)).toEqual(["end"]);
  });

  it("changes nothing in the page", () => {
    const html = "<p>The <b>summit</b>.<br><br>Text</p><ul><li>Item</li></ul>";
    blocksOf(html);
    expect(document.body.innerHTML).toBe(html);
  });
});
