/** The finder of Firefox, whose background is a page: it has documents, and a thread that is no page's. */

import type { Outline } from "../page/outline";
import { findArticle, type Found } from "./find";

/** Nothing needs to be opened. */
export function prepare(): Promise<void> {
  return Promise.resolve();
}

/** The article of the page that `outline` shows; null where none stands out. */
export function find(outline: Outline): Promise<Found | null> {
  return Promise.resolve(findArticle(outline));
}
