/** What the popup and the panel say and offer. */

import { describe, expect, it, vi } from "vitest";
import { el } from "../src/page/dom";
import type { ListedNote, PageState, PageView, Sent } from "../src/page/state";
import { makeList } from "../src/pages/panel/list";
import { button, part } from "../src/pages/part";
import { allNotesView, listView } from "../src/pages/popup/list";
import { saySent, sentView, textOfSent } from "../src/pages/popup/sent";
import { waysOf, waysView } from "../src/pages/popup/ways";
import { standingOf } from "../src/pages/standing";
import type { Settings } from "../src/settings";
import type { TabView } from "../src/tab-view";
import { makeNote } from "./notes";

const settings: Settings = {
  mode: "click",
  sites: [],
  server: "http://127.0.0.1:8470",
  pairingToken: null,
  consent: null,
  policy: { server: null, pairingToken: null, sites: null, sending: true },
};
const nothingRead: TabView = {
  settings,
  site: "https://news.example",
  chosen: false,
  refusal: null,
  page: null,
  trouble: null,
};

function pageIn(state: PageState, notes: readonly ListedNote[] = []): PageView {
  return { state, notes, published: null, sent: null };
}

function listed(entry: string, changes: Partial<ListedNote> = {}): ListedNote {
  return { note: makeNote({ entry, title: `About ${entry}` }), placed: true, corrected: false, ...changes };
}

function show(nodes: readonly (Node | null)[]): HTMLElement {
  document.body.replaceChildren(el("main", {}, ...nodes));
  return document.body;
}

function press(words: string): void {
  const found = [...document.querySelectorAll("button")].find((each) => each.textContent?.includes(words));
  expect(found, words).toBeDefined();
  found?.click();
}

describe("standingOf", () => {
  it.each<[string, Partial<TabView>, string, string | null]>([
    ["nothing was read", {}, "has not been read", "read"],
    ["the browser does not tell the page", { site: null }, "Press the Sidelight button", null],
    ["it is being read", { page: pageIn({ phase: "reading" }) }, "Reading", "cancel"],
    [
      "notes stand there",
      { page: pageIn({ phase: "shown", notes: 3, unplaced: 0, sentence: "3 notes." }) },
      "3 notes.",
      null,
    ],
    [
      "the server was away",
      { page: pageIn({ phase: "trouble", sentence: "No server." }) },
      "No server.",
      "again",
    ],
    ["nothing could be started", { trouble: "Cannot read." }, "Cannot read.", "again"],
    ["it was stopped", { page: pageIn({ phase: "stopped" }) }, "has not been read", "read"],
    ["nobody has agreed", { refusal: "no-consent" }, "agreed", "decide"],
    ["it is paused", { refusal: "paused", page: pageIn({ phase: "reading" }) }, "paused", null],
    ["an organisation forbids it", { refusal: "policy" }, "organisation", null],
    ["it is a mail site", { refusal: "mail" }, "mail", null],
  ])("where %s", (_where, changes, words, act) => {
    const standing = standingOf({ ...nothingRead, ...changes });
    expect(standing.sentence).toContain(words);
    expect(standing.act).toBe(act);
  });

  it("offers no second try where nothing can be started without the button", () => {
    expect(standingOf({ ...nothingRead, site: null, trouble: "Cannot read." }).act).toBeNull();
  });

  it("is busy only while it reads", () => {
    expect(standingOf({ ...nothingRead, page: pageIn({ phase: "reading" }) }).busy).toBe(true);
    expect(standingOf(nothingRead).busy).toBe(false);
  });
});

describe("the ways", () => {
  const chosen: Settings = { ...settings, mode: "sites", sites: ["https://news.example"] };

  it.each<[string, Partial<TabView>, readonly string[], string]>([
    ["a site that was not chosen", {}, ["press", "site", "paused"], "press"],
    ["a chosen site", { settings: chosen, chosen: true }, ["press", "site", "paused"], "site"],
    [
      "a pause",
      { settings: { ...chosen, mode: "paused" }, refusal: "paused" },
      ["press", "site", "paused"],
      "paused",
    ],
    ["a page without a site", { site: null }, ["press", "paused"], "press"],
    [
      "a page without a site, others chosen",
      { site: null, settings: chosen },
      ["press", "sites", "paused"],
      "sites",
    ],
    ["a site that is never read", { refusal: "bank" }, ["press", "paused"], "press"],
  ])("on %s", (_where, changes, all, current) => {
    expect(waysOf({ ...nothingRead, ...changes })).toMatchObject({ all, current });
  });

  it("are nobody's to choose before consent, or against the organisation", () => {
    expect(waysOf({ ...nothingRead, refusal: "no-consent" })).toBeNull();
    expect(waysOf({ ...nothingRead, refusal: "policy" })).toBeNull();
    expect(waysView(null, () => undefined)).toEqual([]);
  });

  it("are buttons that say which one holds, and name the site", () => {
    const choose = vi.fn();
    show(waysView(waysOf({ ...nothingRead, settings: chosen, chosen: true }), choose));
    expect(document.querySelector("[aria-pressed=true]")?.textContent).toContain("news.example");
    press("Pause everywhere");
    expect(choose).toHaveBeenCalledExactlyOnceWith("paused");
  });
});

describe("what was sent", () => {
  const at = new Date(2026, 10, 22, 14, 3);
  const sent: Sent = {
    server: "http://127.0.0.1:8470",
    at: at.toISOString(),
    request: {
      title: "Summit off",
      language: "en",
      published: "2026-11-20",
      blocks: [
        { kind: "paragraph", text: "One 😀." },
        { kind: "paragraph", text: "x".repeat(5000) },
      ],
    },
  };

  it("is told with the server, the hour, the parts and their length", () => {
    expect(saySent({ sent, answered: true }, at)).toBe(
      "Sent to 127.0.0.1:8470 at 14:03: the title, the language, the date and 2 blocks of text (5,006 characters).",
    );
  });

  it("is told with the day where that is another", () => {
    expect(saySent({ sent, answered: true }, new Date(2026, 10, 23))).toContain(
      "on 22 November 2026 at 14:03",
    );
  });

  it("names only what was there", () => {
    const bare = {
      ...sent,
      request: { title: "", language: null, published: null, blocks: [{ text: "1" }] },
    };
    expect(saySent({ sent: bare, answered: true }, at)).toBe(
      "Sent to 127.0.0.1:8470 at 14:03: 1 block of text (1 character).",
    );
    expect(textOfSent(bare.request)).toBe("Text\n1");
  });

  it("is called a try where there was trouble, also where no server was reached", () => {
    const sentence = saySent({ sent: { ...sent, server: "" }, answered: false }, at);
    expect(sentence).toBe(
      "Tried to send (14:03): the title, the language, the date and 2 blocks of text (5,006 characters).",
    );
  });

  it("is nothing where nothing was sent", () => {
    expect(show(sentView({ sent: null, answered: true }, false, () => undefined)).textContent).toBe(
      "Nothing was sent.",
    );
    expect(document.querySelector("details")).toBeNull();
  });

  it("is shown word for word, and copied as it is shown", () => {
    const copy = vi.fn();
    show(sentView({ sent, answered: true }, false, copy));
    const shown = [...document.querySelectorAll("dd")].map((each) => each.textContent);
    expect(shown).toEqual(["Summit off", "en", "2026-11-20", "One 😀.", "x".repeat(5000)]);
    press("Copy");
    const text = copy.mock.calls[0]?.[0] as string;
    for (const each of shown) expect(text).toContain(each);
  });
});

describe("the popup's list", () => {
  it("keeps the notes without a place apart, and hands on which was chosen", () => {
    const choose = vi.fn();
    const lost = listed("lost", { placed: false });
    show(listView([listed("first"), listed("second", { corrected: true }), lost], choose));
    const groups = [...document.querySelectorAll("ul")];
    expect(groups.map((each) => each.children.length)).toEqual([2, 1]);
    expect(groups[0]?.children[1]?.textContent).toContain("corrected");
    expect(groups[0]?.children[0]?.textContent).not.toContain("corrected");
    press("About lost");
    expect(choose).toHaveBeenCalledExactlyOnceWith(lost);
  });

  it("says the kind of each note in words", () => {
    show(listView([listed("first")], () => undefined));
    expect(document.querySelector("button")?.textContent).toBe("Background: About first");
  });

  it("is nothing without notes", () => {
    const acts = { list: () => undefined, remove: () => undefined };
    expect(listView([], () => undefined).filter((each) => each !== null)).toEqual([]);
    expect(allNotesView([], acts)).toEqual([]);
  });
});

describe("a part", () => {
  it("stays as it is while its value says the same, and keeps the focus when it changes", () => {
    show([el("div", { id: "host" })]);
    const host = document.querySelector<HTMLElement>("#host")!;
    const update = part<readonly string[]>(host, (names) =>
      names.map((name) => button(name, name, () => undefined)),
    );
    update(["a", "b"]);
    const before = host.querySelector<HTMLElement>("[data-focus=b]");
    before?.focus();
    update(["a", "b"]);
    expect(host.querySelector("[data-focus=b]")).toBe(before);
    update(["b", "c"]);
    expect(host.querySelector("[data-focus=b]")).not.toBe(before);
    expect(document.activeElement).toBe(host.querySelector("[data-focus=b]"));
    update([]);
    expect(host.hidden).toBe(true);
  });
});

describe("the panel's list", () => {
  function makePanel() {
    show([el("div", { id: "host" })]);
    const showInPage = vi.fn();
    const host = document.querySelector<HTMLElement>("#host")!;
    const list = makeList(host, ({ note }) => ({
      content: () => el("p", { class: "made" }, note.now.text),
      showInPage: () => showInPage(note.entry),
    }));
    return { host, list, showInPage };
  }
  const opened = () =>
    [...document.querySelectorAll("[aria-expanded=true]")].map(
      (each) => each.querySelector(".title")?.textContent,
    );

  it("opens and closes an item by its heading, and makes its content only then", () => {
    const { list, showInPage } = makePanel();
    list.show("1", [listed("first"), listed("second")]);
    expect(document.querySelector(".made")).toBeNull();
    press("About second");
    expect(opened()).toEqual(["About second"]);
    expect(document.querySelectorAll(".made").length).toBe(1);
    press("Show in the page");
    expect(showInPage).toHaveBeenCalledExactlyOnceWith("second");
    press("About second");
    expect(opened()).toEqual([]);
  });

  it("leaves an unchanged item alone, and opens a changed one again with the focus where it was", () => {
    const { list } = makePanel();
    list.show("1", [listed("first"), listed("second")]);
    press("About first");
    press("About second");
    const untouched = document.querySelector(".item");
    document.querySelectorAll<HTMLElement>(".heading")[1]?.focus();
    list.show("1", [listed("first"), listed("second", { corrected: true })]);
    expect(document.querySelector(".item")).toBe(untouched);
    expect(opened()).toEqual(["About first", "About second"]);
    expect(document.activeElement?.textContent).toContain("corrected");
  });

  it("forgets nothing of a tab while another is shown", () => {
    const { list } = makePanel();
    list.show("1", [listed("first")]);
    press("About first");
    list.show("2", [listed("first")]);
    expect(opened()).toEqual([]);
    list.show("1", [listed("first")]);
    expect(opened()).toEqual(["About first"]);
  });

  it("quotes the sentence of a note that has lost its place, and does not offer to go there", () => {
    const { host, list } = makePanel();
    list.show("1", [listed("first"), listed("lost", { placed: false })]);
    press("About lost");
    expect(host.querySelector("blockquote")?.textContent).toBe("The summit was postponed.");
    expect(host.textContent).not.toContain("Show in the page");
    expect(host.querySelectorAll("ul").length).toBe(2);
  });
});
