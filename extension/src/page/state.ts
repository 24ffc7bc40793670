/** How the reading of a page stands, and what there is to say about it: for the badge, the popup and the panel. */

import type { Note, NotesRequest } from "../wire/messages";

export type PageState =
  | { readonly phase: "reading" }
  /** `sentence` says how it went. */
  | { readonly phase: "shown"; readonly notes: number; readonly unplaced: number; readonly sentence: string }
  | { readonly phase: "trouble"; readonly sentence: string }
  | { readonly phase: "stopped" };

/** A note in the order of the page; those that did not find their sentence come last. */
export interface ListedNote {
  readonly note: Note;
  readonly placed: boolean;
  /** A newer revision than the one first shown has changed it while the page was open. */
  readonly corrected: boolean;
}

/** What left the browser for this page, last. */
export interface Sent {
  readonly server: string;
  /** An ISO moment. */
  readonly at: string;
  readonly request: NotesRequest;
}

export interface PageView {
  readonly state: PageState;
  readonly notes: readonly ListedNote[];
  /** The page's publication date, or null. */
  readonly published: string | null;
  readonly sent: Sent | null;
}
