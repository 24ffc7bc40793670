/** What passes between the parts of the extension: one union for each direction. */

import type { Found } from "./finder/find";
import type { Outline } from "./page/outline";
import type { PageState } from "./page/state";
import type { Result } from "./result";
import type { NotesAnswer, NotesRequest, ReportMessage } from "./wire/messages";
import type { Trouble } from "./wire/trouble";

/** The name of the connection over which a page asks for its notes. To close it is to stop asking. */
export const NOTES_PORT = "notes";

export interface PortToWorker {
  readonly type: "ask";
  readonly request: NotesRequest;
}
export type PortToPage =
  /** The request leaves now, to that origin. */
  | { readonly type: "sending"; readonly server: string }
  | { readonly type: "answer"; readonly answer: Result<NotesAnswer, Trouble> };

/** From the page to the worker. Each has its answer's type in `WorkerAnswer`. */
export type PageToWorker =
  /** How the reading stands; also for the popup and the panel, if one is open. */
  | { readonly type: "state"; readonly state: PageState }
  /** Before a page of a chosen site is read: whether it may be. */
  | { readonly type: "may-read" }
  | { readonly type: "find"; readonly outline: Outline }
  | { readonly type: "revision" }
  | { readonly type: "report"; readonly report: ReportMessage };

export interface WorkerAnswer {
  readonly state: undefined;
  readonly "may-read": boolean;
  /** Null where no article stands out. */
  readonly find: Found | null;
  /** The revision of the server's library; null where it cannot be told now. */
  readonly revision: number | null;
  readonly report: Result<null, Trouble>;
}

/** From the popup to the worker: read the page of that tab. */
export interface PopupToWorker {
  readonly type: "start";
  readonly tabId: number;
}

/** From the worker, the popup or the panel to the page. */
export type ToPage =
  | { readonly type: "read"; readonly by: "reader" | "site" }
  | { readonly type: "stop" }
  | { readonly type: "go"; readonly step: 1 | -1 }
  /** Shows the note of `entry` at its sentence, and takes the reader there. */
  | { readonly type: "open"; readonly entry: string }
  /** Answered by a PageView. */
  | { readonly type: "describe" };

/** From the worker to the finder's document (Chromium). */
export interface ToFinder {
  readonly type: "find-article";
  readonly outline: Outline;
}
