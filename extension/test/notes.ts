/** Notes for the tests, each with only what its test is about. */

import type { Note, NoteDevelopment, NoteEstimate, NoteSource } from "../src/wire/messages";

export const SOURCES: readonly NoteSource[] = [
  {
    id: "S1",
    publisher: "Host country",
    title: "Joint communiqué",
    url: "https://example.org/communique",
    document: null,
    published: "2024-06-16",
    read: "2026-05-10",
    stance: "primary",
  },
  {
    id: "S2",
    publisher: "Presidential office",
    title: "Briefing",
    url: null,
    document: "No. 188",
    published: null,
    read: "2026-05",
    stance: "party",
  },
];

export function makeNote(changes: Partial<Note> = {}): Note {
  return {
    entry: "peace-summit",
    revision: 1,
    kind: "background",
    title: "The summit",
    language: "en",
    target: { block: 0, selector: { exact: "The summit was postponed.", prefix: "", suffix: "" } },
    reason: { claim: "The summit was called off.", probability: 0.93, rule: "nearest-claim", version: "1" },
    then: null,
    now: { date: "2026-05", text: "No second summit is reported." },
    developments: [],
    estimates: [],
    sources: SOURCES,
    reviewed: "2026-05",
    review_by: "2026-12",
    published_at: "2026-05-12T12:00:00Z",
    correction: null,
    ...changes,
  };
}

export function makeStep(changes: Partial<NoteDevelopment> = {}): NoteDevelopment {
  return {
    date: "2024-10-08",
    until: null,
    text: "The second was put off.",
    since_page: false,
    sources: [],
    ...changes,
  };
}

export function makeEstimate(changes: Partial<NoteEstimate> = {}): NoteEstimate {
  return {
    counter: "United Nations",
    quantity: "killed",
    value: 14383,
    low: null,
    high: null,
    qualifier: null,
    unit: "people",
    as_of: "2024-10",
    method: null,
    known_then: true,
    sources: [],
    ...changes,
  };
}
