/** Text as a reader sees it. */

/** Characters that a reader does not see: soft hyphens and those of no width. */
export const INVISIBLE = /[\u00AD\u200B\u2060\uFEFF]/;
const ALL_INVISIBLE = new RegExp(INVISIBLE, "g");

/** `text` with each run of white space as one space, and none at its ends. */
export function foldSpace(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

/** `text` as a block holds it: white space folded, soft hyphens and zero-width characters gone. */
export function asSeen(text: string): string {
  return foldSpace(text.replace(ALL_INVISIBLE, ""));
}
