/** Where a note comes from: each source with its publisher, its stance and its date. */

import { say, type Key } from "../../strings";
import type { Note, NoteSource, Stance } from "../../wire/messages";
import { el } from "../dom";
import { dateInWords } from "../formats";
import { icon } from "../icons";

const STANCE_WORDS: Readonly<Record<Stance, Key>> = {
  primary: "stancePrimary",
  independent: "stanceIndependent",
  party: "stanceParty",
};

/** The list of the sources of `note`; null where it has none. */
export function sources(note: Note): HTMLElement | null {
  if (note.sources.length === 0) return null;
  return el(
    "section",
    { class: "sources" },
    el("h3", {}, say("sources")),
    el("ol", {}, ...note.sources.map((source) => el("li", {}, ...sourceParts(source, note.language)))),
  );
}

function sourceParts(source: NoteSource, language: string): readonly (Node | string | null)[] {
  const date =
    source.published === null
      ? say("sourceRead", dateInWords(source.read))
      : say("sourcePublished", dateInWords(source.published));
  return [
    el("bdi", { class: "publisher", lang: language }, source.publisher),
    " ",
    sourceTitle(source, language),
    source.document !== null && source.url !== null ? ` (${source.document})` : null,
    el("span", { class: "stance" }, `${say(STANCE_WORDS[source.stance])}; ${date}`),
  ];
}

function sourceTitle({ title, url, document }: NoteSource, language: string): HTMLElement {
  const cited = { lang: language, dir: "auto" };
  if (url === null) return el("cite", cited, document === null ? title : `${title}, ${document}`);
  return el(
    "a",
    { href: url, target: "_blank", rel: "noopener noreferrer", referrerpolicy: "no-referrer" },
    el("cite", cited, el("span", { class: "linked" }, title), icon("external")),
    el("span", { class: "unseen" }, ` (${say("opensTab")})`),
  );
}
