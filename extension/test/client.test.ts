// @vitest-environment node
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { ask, askRevision, sendReport, type Server as Sidelight } from "../src/wire/client";
import type { NotesAnswer, ReportMessage } from "../src/wire/messages";
import { makeNote, SOURCES } from "./notes";

const REQUEST = { title: "", blocks: [{ kind: "paragraph" as const, text: "The summit was postponed." }] };
const ANSWER: NotesAnswer = {
  revision: 1,
  matcher: "test/1",
  language: "en",
  published: null,
  sentences: 1,
  notices: [],
  notes: [makeNote()],
};
const servers: Server[] = [];
const never = new AbortController().signal;
const at = (origin: string): Sidelight => ({ origin, pairingToken: null });

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function serveJson(status: number, body: unknown, headers: Record<string, string> = {}): Promise<string> {
  return serve((_request, response) => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe("ask", () => {
  it("sends the page as JSON and nothing about who asks, and gives the answer", async () => {
    let received:
      { body: string; headers: NodeJS.Dict<string | string[]>; path: string | undefined } | undefined;
    const server = await serve((request, response) => {
      let body = "";
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => {
        received = { body, headers: request.headers, path: request.url };
        response.end(JSON.stringify(ANSWER));
      });
    });
    expect(await ask(at(server), REQUEST, never)).toEqual({ ok: true, value: ANSWER });
    expect(received?.path).toBe("/v1/notes");
    expect(JSON.parse(received?.body ?? "")).toEqual(REQUEST);
    expect(received?.headers["content-type"]).toBe("application/json");
    expect(received?.headers).not.toHaveProperty("cookie");
    expect(received?.headers).not.toHaveProperty("referer");
  });

  it.each(["javascript:alert(1)", "data:text/html,x", "ftp://example.org/", "no address"])(
    "takes out the address %s",
    async (url) => {
      const odd = makeNote({ sources: SOURCES.map((source) => ({ ...source, url })) });
      const answer = await ask(at(await serveJson(200, { ...ANSWER, notes: [odd] })), REQUEST, never);
      expect(answer.ok && answer.value.notes[0]?.sources.map((source) => source.url)).toEqual([null, null]);
    },
  );

  it("lets an answer have keys that it does not know", async () => {
    expect((await ask(at(await serveJson(200, { ...ANSWER, later: true })), REQUEST, never)).ok).toBe(true);
  });

  it.each([
    ["not JSON", "<html>hello</html>"],
    ["another shape", { hello: "world" }],
    ["a note without a target", { ...ANSWER, notes: [{ ...makeNote(), target: undefined }] }],
    ["an odd date", { ...ANSWER, published: "yesterday" }],
  ])("does not trust %s", async (_what, body) => {
    const server = await serveJson(200, body);
    expect(await ask(at(server), REQUEST, never)).toEqual({
      ok: false,
      error: { kind: "not-sidelight", server },
    });
  });

  it("gives the server's own sentence where it refuses", async () => {
    const problem = {
      type: "about:blank",
      title: "Content too large",
      status: 413,
      detail: "The page is too long.",
      errors: [],
    };
    const answer = await ask(at(await serveJson(413, problem)), REQUEST, never);
    expect(answer).toEqual({
      ok: false,
      error: { kind: "refused", status: 413, detail: "The page is too long." },
    });
  });

  it("does not take any error page for a refusal", async () => {
    const server = await serveJson(404, "<h1>Not found</h1>");
    expect(await ask(at(server), REQUEST, never)).toEqual({
      ok: false,
      error: { kind: "not-sidelight", server },
    });
  });

  it("follows no redirect", async () => {
    const server = await serveJson(302, "", { location: "http://127.0.0.1:1/" });
    expect(await ask(at(server), REQUEST, never)).toEqual({
      ok: false,
      error: { kind: "unreachable", server },
    });
  });

  it.each([
    [503, { "retry-after": "7" }, 7],
    [429, {}, null],
  ])("says that the server is busy (%d)", async (status, headers, retryAfter) => {
    const answer = await ask(at(await serveJson(status, {}, headers)), REQUEST, never);
    expect(answer).toEqual({ ok: false, error: { kind: "busy", retryAfter } });
  });

  it("says that nobody answers", async () => {
    const server = await serveJson(200, ANSWER);
    servers.splice(0)[0]?.close();
    expect(await ask(at(server), REQUEST, never)).toEqual({
      ok: false,
      error: { kind: "unreachable", server },
    });
  });

  it("says that the connection broke off in the middle of the answer", async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { "content-length": "1000" });
      response.write("{", () => response.destroy());
    });
    expect(await ask(at(server), REQUEST, never)).toEqual({
      ok: false,
      error: { kind: "unreachable", server },
    });
  });

  it("gives up after its time", async () => {
    const server = await serve(() => undefined);
    expect(await ask(at(server), REQUEST, never, 50)).toEqual({ ok: false, error: { kind: "timeout" } });
  });

  it("stops when the reader stops it", async () => {
    const server = await serve(() => undefined);
    const stop = new AbortController();
    const answer = ask(at(server), REQUEST, stop.signal);
    stop.abort();
    expect(await answer).toEqual({ ok: false, error: { kind: "stopped" } });
  });
});

describe("askRevision", () => {
  const answer = { revision: 3, entries: 50, matcher: "test/1" };

  it("gives the revision and its tag, and asks with the tag whether it still holds", async () => {
    const asked: (string | undefined)[] = [];
    const server = await serve((request, response) => {
      asked.push(request.headers["if-none-match"]);
      if (request.headers["if-none-match"] === '"three"') return response.writeHead(304).end();
      return response.writeHead(200, { etag: '"three"' }).end(JSON.stringify(answer));
    });
    const first = await askRevision(at(server), never);
    expect(first).toEqual({ ok: true, value: { answer, tag: '"three"' } });
    expect(await askRevision(at(server), never, first.ok ? first.value : null)).toEqual(first);
    expect(asked).toEqual([undefined, '"three"']);
  });

  it("does not take another server for a Sidelight server", async () => {
    const server = await serveJson(200, []);
    expect(await askRevision(at(server), never)).toEqual({
      ok: false,
      error: { kind: "not-sidelight", server },
    });
  });
});

describe("a private server", () => {
  it("is shown the pairing token", async () => {
    let shown: string | undefined;
    const origin = await serve((request, response) => {
      shown = request.headers.authorization;
      response.end(JSON.stringify(ANSWER));
    });
    await ask({ origin, pairingToken: "sixteen-letters!" }, REQUEST, never);
    expect(shown).toBe("Bearer sixteen-letters!");
    await ask(at(origin), REQUEST, never);
    expect(shown).toBeUndefined();
  });

  it("is told from one that refuses for another reason", async () => {
    const server = await serveJson(401, {});
    expect(await ask(at(server), REQUEST, never)).toEqual({
      ok: false,
      error: { kind: "not-paired", server },
    });
  });
});

describe("sendReport", () => {
  const report: ReportMessage = {
    entry: "peace-summit",
    revision: 1,
    rule: "nearest-claim",
    version: "1",
    claim: "The summit was called off.",
    probability: 0.9,
    kind: "wrong-place",
    words: null,
    sentence: null,
  };

  it("sends the report and wants no words back", async () => {
    let body = "";
    const server = await serve((request, response) => {
      request.on("data", (chunk) => (body += chunk));
      request.on("end", () => response.writeHead(204).end());
    });
    expect(await sendReport(at(server), report, never)).toEqual({ ok: true, value: null });
    expect(JSON.parse(body)).toEqual(report);
  });

  it("says that it must wait", async () => {
    const server = await serveJson(429, {}, { "retry-after": "30" });
    expect(await sendReport(at(server), report, never)).toEqual({
      ok: false,
      error: { kind: "busy", retryAfter: 30 },
    });
  });
});
