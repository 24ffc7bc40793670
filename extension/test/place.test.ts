import { describe, expect, it } from "vitest";
import { placeNotes } from "../src/page/place";
import { makeNote } from "./notes";
import { blocksOf, setBody } from "./page";

const QUOTE = "The summit was postponed.";
const noteIn = (block: number, exact = QUOTE) =>
  makeNote({ target: { block, selector: { type: "TextQuoteSelector", exact, prefix: "", suffix: "" } } });
const says = (place: { ranges: readonly Range[] } | null | undefined) =>
  place?.ranges.map((range) => range.toString()).join("");

const textsIn = (blocks: readonly { text: string }[]) => blocks.map(({ text }) => text);

describe("placeNotes", () => {
  it("finds the sentence in the block that was sent", () => {
    const blocks = blocksOf(`<p>First.</p><p>So: The <b>summit</b> was post&shy;poned. Why?</p>`);
    const [found] = placeNotes(
      [noteIn(1)],
      blocks.map((block) => block.text),
      blocks,
    );
    expect(says(found?.place)).toBe("The summit was post\u00ADponed.");
  });

  it("finds it again where the page has put new nodes in the place of the old", () => {
    const sent = blocksOf(`<p>First.</p><p>${QUOTE}</p>`).map((block) => block.text);
    const blocks = blocksOf(`<p>New.</p><p>First.</p><div><p>The summit <i>was</i> postponed.</p></div>`);
    expect(says(placeNotes([noteIn(1)], sent, blocks)[0]?.place)).toBe(QUOTE);
  });

  it("takes of blocks that read alike the one that was meant, as long as all are there", () => {
    const blocks = blocksOf(`<p>${QUOTE}</p><p>Other.</p><p>${QUOTE}</p>`);
    const sent = blocks.map((block) => block.text);
    expect(placeNotes([noteIn(2)], sent, blocks)[0]?.place?.block).toBe(document.querySelectorAll("p")[2]);
    expect(placeNotes([noteIn(2)], sent, blocks.slice(1))[0]?.place).toBeNull();
  });

  it("leaves a note without a place where the sentence was rewritten", () => {
    const sent = blocksOf("<p>He paid $21 million.</p>").map((block) => block.text);
    const blocks = blocksOf("<p>He paid $22 million.</p>");
    expect(placeNotes([noteIn(0, "He paid $21 million.")], sent, blocks)[0]?.place).toBeNull();
  });

  it("does not trust ranges whose text was written over after it was read", () => {
    const blocks = blocksOf(`<p>${QUOTE} More of it.</p>`);
    const [text] = document.querySelector("p")?.childNodes ?? [];
    (text as Text).data = "The summit was cancelled. More of it.";
    expect(
      placeNotes(
        [noteIn(0)],
        blocks.map((block) => block.text),
        blocks,
      )[0]?.place,
    ).toBeNull();
  });

  it("does not trust nodes that the page has thrown away meanwhile", () => {
    const blocks = blocksOf(`<p>${QUOTE}</p>`);
    document.body.replaceChildren();
    expect(placeNotes([noteIn(0)], textsIn(blocks), blocks)[0]?.place).toBeNull();
  });

  it("has no place for a block that was never sent", () => {
    setBody("");
    expect(placeNotes([noteIn(7)], [], [])).toEqual([{ note: noteIn(7), text: null, place: null }]);
  });
});
