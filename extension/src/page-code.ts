/** The page code as a global, for tests that measure it on pages in a real browser. Not part of the extension. */

import { findArticle as find } from "./finder/find";
import { findArticle } from "./page/article";
import { readBlocks } from "./page/blocks";
import { readMetadata } from "./page/metadata";
import { inSlices } from "./page/slices";
import { asSeen } from "./page/text";
import { useEnglish } from "./words/english";

useEnglish();

/** What would be sent of this document, and for each sentence of it what the ranges found for it say. */
async function readPage(language: string) {
  const { signal } = new AbortController();
  const article = await findArticle(document, (outline) => Promise.resolve(find(outline)), signal);
  const blocks = await inSlices(readBlocks(article.root, article.scope), signal);
  const segmenter = new Intl.Segmenter(language, { granularity: "sentence" });
  const sentences = blocks.flatMap((block, index) =>
    [...segmenter.segment(block.text)].map(({ segment, index: start }) => {
      const exact = segment.trimEnd();
      const ranges = block.ranges(start, start + exact.length);
      const boxes = ranges.flatMap((range) => [...range.getClientRects()]);
      return {
        block: index,
        exact,
        stands: asSeen(ranges.map((range) => range.toString()).join("")),
        seen: boxes.some(({ width, height }) => width > 0 && height > 0),
      };
    }),
  );
  return { title: article.title, ...readMetadata(document), isArticle: article.isArticle, sentences };
}

Object.assign(globalThis, { sidelightPageCode: { readPage } });
