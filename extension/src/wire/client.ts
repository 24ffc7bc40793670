/**
 * The one place that talks to a server. An answer is compared with its schema before anybody sees it, and addresses that
 * are not http or https are taken out, so that no script address can ever become a link.
 */

import { failure, success, type Result } from "../result";
import * as validators from "./generated/validators";
import type { NotesAnswer, NotesRequest, RevisionAnswer } from "./messages";
import type { Trouble } from "./trouble";

// Chromium and Firefox end a worker whose fetch has had no answer for 30 seconds; ours must give up, and say so, before.
const NOTES_TIMEOUT_MS = 25_000;
// Only a number is read from memory there; a server that needs longer is not well.
const REVISION_TIMEOUT_MS = 5_000;

/** Asks `server` (an origin such as http://127.0.0.1:8470) for the notes of a page. Never throws. */
export async function ask(
  server: string,
  request: NotesRequest,
  signal: AbortSignal,
  timeoutMs = NOTES_TIMEOUT_MS,
): Promise<Result<NotesAnswer, Trouble>> {
  const body = JSON.stringify(request);
  const answer = await call(server, "/v1/notes", { method: "POST", body }, signal, timeoutMs);
  if (!answer.ok) return answer;
  if (!validators.NotesAnswer(answer.value)) return failure({ kind: "not-sidelight", server });
  return success(withoutOddAddresses(answer.value));
}

/** Asks `server` which library it holds: the way to test an address. Never throws. */
export async function askRevision(
  server: string,
  signal: AbortSignal,
): Promise<Result<RevisionAnswer, Trouble>> {
  const answer = await call(server, "/v1/revision", { method: "GET" }, signal, REVISION_TIMEOUT_MS);
  if (!answer.ok) return answer;
  return validators.RevisionAnswer(answer.value)
    ? success(answer.value)
    : failure({ kind: "not-sidelight", server });
}

async function call(
  server: string,
  path: string,
  init: { readonly method: string; readonly body?: string },
  signal: AbortSignal,
  timeoutMs: number,
): Promise<Result<unknown, Trouble>> {
  const timeout = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(server + path, {
      ...init,
      headers: { "content-type": "application/json", accept: "application/json, application/problem+json" },
      credentials: "omit",
      referrerPolicy: "no-referrer",
      redirect: "error",
      cache: "no-store",
      signal: AbortSignal.any([signal, timeout]),
    });
    const text = await response.text();
    return response.ok ? parsed(server, text) : failure(refusal(server, response, text));
  } catch {
    if (signal.aborted) return failure({ kind: "stopped" });
    return failure(timeout.aborted ? { kind: "timeout" } : { kind: "unreachable", server });
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
