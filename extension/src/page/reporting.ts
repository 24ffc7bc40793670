/** A reader's word on a note, as it is sent: which note, which rule, what the reader said, and nothing of the page. */

import type { Result } from "../result";
import type { Note, ReportMessage } from "../wire/messages";
import type { Trouble } from "../wire/trouble";
import type { ReportDraft } from "./card/report";
import { sayTrouble } from "./sentences";

/** Sends the report of `note`. Resolves to null, or to a sentence that says what went wrong. */
export async function sendReport(
  send: (report: ReportMessage) => Promise<Result<null, Trouble>>,
  note: Note,
  { kind, words, withSentence }: ReportDraft,
): Promise<string | null> {
  const { rule, version, claim, probability } = note.reason;
  const result = await send({
    entry: note.entry,
    revision: note.revision,
    rule,
    version,
    claim,
    probability,
    kind,
    words,
    sentence: withSentence ? note.target.selector.exact : null,
  });
  return result.ok || result.error.kind === "stopped" ? null : sayTrouble(result.error);
}
