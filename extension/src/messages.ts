/** What passes between the parts of the extension: one union for each direction. */

import type { Result } from "./result";
import type { NotesAnswer, NotesRequest } from "./wire/messages";
import type { Trouble } from "./wire/trouble";

/** The name of the connection over which a page asks for its notes. To close it is to stop asking. */
export const NOTES_PORT = "notes";

export type PortToWorker = { readonly type: "ask"; readonly request: NotesRequest };
export type PortToContent = { readonly type: "answer"; readonly answer: Result<NotesAnswer, Trouble> };

/** How a reading went, for the badge. */
export type ContentToWorker =
  | { readonly type: "reading" }
  | { readonly type: "shown"; readonly notes: number }
  | { readonly type: "trouble"; readonly sentence: string }
  | { readonly type: "stopped" };

export type WorkerToContent = { readonly type: "go"; readonly step: 1 | -1 };
