/** All that goes to the server, for the pages. What a page asks is allowed anew each time. */

import { isOurs, type Port } from "../browser";
import type { PortToPage, PortToWorker } from "../messages";
import { generalRefusalOf, REFUSAL_WORDS, refusalOf } from "../permit";
import { failure, type Result } from "../result";
import { loadSettings, type Settings } from "../settings";
import type { ReportMessage } from "../wire/messages";
import { ask, askRevision, sendReport, type KnownRevision, type Server } from "../wire/client";
import type { Trouble } from "../wire/trouble";

// Two windows side by side need not ask twice.
const FRESH_MS = 2_000;

/** The last revision that each server told. Lost with the worker, which only costs a longer answer. */
const known = new Map<string, { readonly revision: KnownRevision; readonly at: number }>();

/** Answers what is asked on `port`; to close it is to stop asking. */
export function answerOn(port: Port): void {
  const stop = new AbortController();
  port.onDisconnect.addListener(() => stop.abort());
  port.onMessage.addListener((message: PortToWorker) => {
    if (message.type === "ask") void answer(port, message, stop.signal);
  });
}

async function answer(port: Port, { request }: PortToWorker, signal: AbortSignal): Promise<void> {
  const settings = await loadSettings();
  const blocked = await blockedBy(port.sender?.url, settings);
  const tell = (message: PortToPage) => signal.aborted || port.postMessage(message);
  // Each word on the port also keeps the browser from ending the worker meanwhile.
  const asked = () => {
    tell({ type: "sending", server: settings.server });
    return ask(serverOf(settings), request, signal);
  };
  tell({ type: "answer", answer: blocked ? failure(blocked) : await twice(asked) });
}

// What a server has read of a very long page by the time we give up, it keeps: the second time it is quicker.
async function twice<T>(asked: () => Promise<Result<T, Trouble>>): Promise<Result<T, Trouble>> {
  const result = await asked();
  return result.ok || result.error.kind !== "timeout" ? result : await asked();
}

/** The revision of the server's library, for the page at `url`; null where it cannot be told now. */
export async function revisionFor(url: string | undefined): Promise<number | null> {
  const settings = await loadSettings();
  if (await blockedBy(url, settings)) return null;
  const server = serverOf(settings);
  const before = known.get(server.origin);
  if (before && Date.now() - before.at < FRESH_MS) return before.revision.answer.revision;
  const result = await askRevision(server, new AbortController().signal, before?.revision);
  if (!result.ok) return null;
  known.set(server.origin, { revision: result.value, at: Date.now() });
  return result.value.answer.revision;
}

/** Whether the page at `url` may be read. */
export async function mayRead(url: string | undefined): Promise<boolean> {
  return (await blockedBy(url, await loadSettings())) === null;
}

/** Sends a reader's word on a note, from the page at `url` or from the panel. */
export async function report(
  url: string | undefined,
  message: ReportMessage,
): Promise<Result<null, Trouble>> {
  const settings = await loadSettings();
  const blocked = await blockedBy(url, settings);
  return blocked
    ? failure(blocked)
    : await sendReport(serverOf(settings), message, new AbortController().signal);
}

async function blockedBy(url: string | undefined, settings: Settings): Promise<Trouble | null> {
  // What the panel shows was read on a page where it might be.
  const refusal = await (isOurs(url) ? generalRefusalOf(settings) : refusalOf(url ?? "", settings));
  return refusal === null ? null : { kind: "blocked", words: REFUSAL_WORDS[refusal] };
}

function serverOf({ server, pairingToken }: Settings): Server {
  return { origin: server, pairingToken };
}
