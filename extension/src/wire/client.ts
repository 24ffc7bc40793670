/**
 * The one place that talks to a server. An answer is compared with its schema before anybody sees it, and addresses that
 * are not http or https are taken out, so that no script address can ever become a link.
 */

import { failure, success, type Result } from "../result";
import * as validators from "./generated/validators";
import type { NotesAnswer, NotesRequest, ReportMessage, RevisionAnswer } from "./messages";
import type { Trouble } from "./trouble";

// Chromium and Firefox end a worker whose fetch has had no answer for 30 seconds; ours must give up, and say so, before.
const NOTES_TIMEOUT_MS = 25_000;
// Only a number is read from memory there, or a line is written; a server that needs longer is not well.
const SMALL_TIMEOUT_MS = 5_000;
const NOT_MODIFIED = 304;

export interface Server {
  /** Such as http://127.0.0.1:8470. */
  readonly origin: string;
  /** What a private server wants to be shown; null: nothing. */
  readonly pairingToken: string | null;
}

/** Asks `server` for the notes of a page. Never throws. */
export async function ask(
  server: Server,
  request: NotesRequest,
  signal: AbortSignal,
  timeoutMs = NOTES_TIMEOUT_MS,
): Promise<Result<NotesAnswer, Trouble>> {
  const sent = { method: "POST", body: JSON.stringify(request) };
  const called = await call(server, "/v1/notes", sent, signal, timeoutMs);
  if (!called.ok) return called;
  const answer = called.value.content;
  if (!validators.NotesAnswer(answer)) return failure({ kind: "not-sidelight", server: server.origin });
  return success(withoutOddAddresses(answer));
}

/** What a server said of its library, with the tag by which it can be asked whether that still holds. */
export interface KnownRevision {
  readonly answer: RevisionAnswer;
  readonly tag: string | null;
}

/** Asks `server` which library it holds, or whether it is still the `known` one. Never throws. */
export async function askRevision(
  server: Server,
  signal: AbortSignal,
  known: KnownRevision | null = null,
): Promise<Result<KnownRevision, Trouble>> {
  const tag = known?.tag ?? null;
  const sent = { method: "GET", headers: tag === null ? {} : { "if-none-match": tag } };
  const called = await call(server, "/v1/revision", sent, signal, SMALL_TIMEOUT_MS);
  if (!called.ok) return called;
  const { status, content: answer, tag: newTag } = called.value;
  if (status === NOT_MODIFIED && known) return success(known);
  return validators.RevisionAnswer(answer)
    ? success({ answer, tag: newTag })
    : failure({ kind: "not-sidelight", server: server.origin });
}

/** Sends a reader's word on a note. Never throws. */
export async function sendReport(
  server: Server,
  report: ReportMessage,
  signal: AbortSignal,
): Promise<Result<null, Trouble>> {
  const sent = { method: "POST", body: JSON.stringify(report) };
  const called = await call(server, "/v1/reports", sent, signal, SMALL_TIMEOUT_MS);
  return called.ok ? success(null) : called;
}

interface Called {
  readonly status: number;
  /** Parsed; null where the answer has no body. */
  readonly content: unknown;
  readonly tag: string | null;
}

async function call(
  { origin, pairingToken }: Server,
  path: string,
  sent: {
    readonly method: string;
    readonly body?: string;
    readonly headers?: Readonly<Record<string, string>>;
  },
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Result<Called, Trouble>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(origin + path, {
      ...sent,
      headers: {
        "content-type": "application/json",
        accept: "application/json, application/problem+json",
        ...(pairingToken === null ? {} : { authorization: `Bearer ${pairingToken}` }),
        ...sent.headers,
      },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    const { status } = response;
    if (!response.ok && status !== NOT_MODIFIED) return failure(refusal(origin, response, text));
    const content = text === "" ? success(null) : parsed(origin, text);
    return content.ok
      ? success({ status, content: content.value, tag: response.headers.get("etag") })
      : content;
  } catch {
    if (signal.aborted) return failure({ kind: "stopped" });
    return failure(timeout.aborted ? { kind: "timeout" } : { kind: "unreachable", server: origin });
  }
}

function parsed(server: string, text: string): Result<unknown, Trouble> {
  try {
    return success(JSON.parse(text));
  } catch {
    return failure({ kind: "not-sidelight", server });
  }
}

function refusal(server: string, response: Response, text: string): Trouble {
  if (response.status === 429 || response.status === 503) {
    const seconds = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
    return { kind: "busy", retryAfter: Number.isFinite(seconds) ? seconds : null };
  }
  if (response.status === 401) return { kind: "not-paired", server };
  const problem = parsed(server, text);
  if (!problem.ok || !validators.Problem(problem.value)) return { kind: "not-sidelight", server };
  return { kind: "refused", status: response.status, detail: problem.value.detail };
}

function withoutOddAddresses(answer: NotesAnswer): NotesAnswer {
  const notes = answer.notes.map((note) => ({
    ...note,
    sources: note.sources.map((source) => ({ ...source, url: webAddress(source.url) })),
  }));
  return { ...answer, notes };
}

function webAddress(url: string | null): string | null {
  if (url === null || !URL.canParse(url)) return null;
  const { protocol, href } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? href : null;
}
