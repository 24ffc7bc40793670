import { beforeEach, describe, expect, it } from "vitest";
import { readMetadata } from "../src/page/metadata";
import { setBody } from "./page";

const TODAY = new Date("2026-11-22T12:00:00Z");
const published = () => readMetadata(document, TODAY).published;

function head(html: string): void {
  document.head.innerHTML = html;
}

beforeEach(() => {
  setBody("");
  history.replaceState(null, "", "/");
});

describe("readMetadata", () => {
  it("reads the date from linked data, also in a graph, before all else", () => {
    head(`
      <meta property="article:published_time" content="2020-01-01">
      <script type="application/ld+json">{"@graph": [{"@type": "WebSite", "datePublished": "2001-01-01"},
        {"@type": ["NewsArticle"], "datePublished": "2024-10-12T23:30:00-04:00"}]}</script>`);
    expect(published()).toBe("2024-10-12");
  });

  it("passes over linked data that is broken", () => {
    head(`<script type="application/ld+json">{"@type": </script><meta name="DC.date" content="2024/10/12">`);
    expect(published()).toBe("2024-10-12");
  });

  it("reads the date from the article's own time element, not from another's", () => {
    setBody(
      "<aside><time datetime='2021-01-01'></time></aside><article><time datetime='2024-10-12T10:00Z'></time></article>",
    );
    expect(published()).toBe("2024-10-12");
  });

  it.each([
    ["/world/2024/10/12/summit", "2024-10-12"],
    ["/world/2024/oct/12/summit", "2024-10-12"],
    ["/2024-10-12-summit", "2024-10-12"],
    ["/2024/10/summit", null],
    ["/2024/13/45/summit", null],
  ])("reads the date from the address %s", (path, date) => {
    history.replaceState(null, "", path);
    expect(published()).toBe(date);
  });

  it("never takes a date in the future, and goes on to the next", () => {
    head(`<meta name="date" content="2031-01-01"><meta name="pubdate" content="2024-10-12">`);
    expect(published()).toBe("2024-10-12");
  });

  it.each(["12 October 2024", "2024-02-30", "2024-10", "yesterday", "2024-10-123"])(
    "takes no date from %s",
    (text) => {
      head(`<meta name="date" content="${text}">`);
      expect(published()).toBeNull();
    },
  );

  it.each([
    ["en", "en"],
    ["pt_BR", "pt-BR"],
    ["", null],
    ["not a language", null],
  ])("reads the language %j as %j", (stated, language) => {
    document.documentElement.lang = stated;
    expect(readMetadata(document, TODAY).language).toBe(language);
  });
});
