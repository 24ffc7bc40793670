/** The kinds of notes in words. */

import type { Key } from "../../strings";
import type { Kind } from "../../wire/messages";

export const KIND_WORDS: Readonly<Record<Kind, Key>> = {
  status: "kindStatus",
  figures: "kindFigures",
  background: "kindBackground",
};
