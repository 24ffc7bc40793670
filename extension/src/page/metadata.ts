/**
 * What the page states about itself: its language and the day on which it was published. A wrong date would make a note
 * say "then" about the wrong time, so only full calendar dates count, never one in the future, and none is guessed.
 */

/** What a page states; null where it states nothing that can be used. */
export interface Metadata {
  /** BCP 47. */
  readonly language: string | null;
  /** An ISO calendar date. */
  readonly published: string | null;
}

const LANGUAGE = /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/;
const META_NAMES = new Set([
  "article:published_time",
  "og:article:published_time",
  "og:published_time",
  "datepublished",
  "dc.date",
  "dc.date.issued",
  "dcterms.date",
  "dcterms.issued",
  "dcterms.created",
  "date",
  "pubdate",
  "publishdate",
  "publish-date",
  "publication_date",
  "parsely-pub-date",
  "sailthru.date",
  "citation_publication_date",
  "cxenseparse:recs:publishtime",
]);
const TIMES = [
  "time[itemprop~=datePublished][datetime]",
  "time[pubdate][datetime]",
  "article header time[datetime]",
  "article time[datetime], main time[datetime]",
];
const MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split(" ");

/** Reads the metadata of `document` as of `today`. */
export function readMetadata(document: Document, today = new Date()): Metadata {
  return { language: languageOf(document), published: publishedOf(document, today) };
}

function languageOf(document: Document): string | null {
  const stated =
    document.documentElement.lang ||
    document.querySelector("meta[http-equiv='content-language' i]")?.getAttribute("content") ||
    "";
  const tag = stated.trim().replaceAll("_", "-");
  return LANGUAGE.test(tag) ? tag : null;
}

function publishedOf(document: Document, today: Date): string | null {
  for (const stated of statements(document)) {
    const date = calendarDate(stated, today);
    if (date) return date;
  }
  return null;
}

// In the order of trust: what is written for machines first, what is only likely last.
function* statements(document: Document): Generator<string> {
  yield* linkedData(document);
  for (const meta of document.querySelectorAll("meta[content]")) {
    const name = meta.getAttribute("property") ?? meta.getAttribute("name") ?? meta.getAttribute("itemprop");
    if (name && META_NAMES.has(name.trim().toLowerCase())) yield meta.getAttribute("content") ?? "";
  }
  for (const selector of TIMES) {
    const time = document.querySelector(selector);
    if (time) yield time.getAttribute("datetime") ?? "";
  }
  yield dateInPath(document.location?.pathname ?? "");
}

function* linkedData(document: Document): Generator<string> {
  for (const script of document.querySelectorAll("script[type='application/ld+json' i]")) {
    let data: unknown;
    try {
      data = JSON.parse(script.textContent ?? "");
    } catch {
      continue;
    }
    yield* articleDates(data);
  }
}

function* articleDates(data: unknown): Generator<string> {
  if (Array.isArray(data)) {
    for (const item of data) yield* articleDates(item);
  } else if (typeof data === "object" && data !== null) {
    const { "@type": type, "@graph": graph, datePublished } = data as Record<string, unknown>;
    const types = Array.isArray(type) ? type : [type];
    const isArticle = types.some(
      (name) => typeof name === "string" && /(Article|Posting|Report)$/.test(name),
    );
    if (isArticle && typeof datePublished === "string") yield datePublished;
    yield* articleDates(graph);
  }
}

// /2024/10/12/, /2024-10-12/ and /2024/oct/12/
function dateInPath(path: string): string {
  const match = /\/(\d{4})[/-](\d{1,2}|[a-z]{3})[/-](\d{1,2})(?=[/-]|$)/i.exec(path);
  if (!match) return "";
  const [, year = "", month = "", day = ""] = match;
  const named = MONTHS.indexOf(month.toLowerCase());
  const number = named >= 0 ? String(named + 1) : month;
  return `${year}-${number.padStart(2, "0")}-${day.padStart(2, "0")}`;
}

// The day as written: the publisher's own, whatever the time zone that follows.
function calendarDate(stated: string, today: Date): string | null {
  const match = /^\s*(\d{4})([-/]?)(\d{2})\2(\d{2})(?!\d)/.exec(stated);
  if (!match) return null;
  const iso = `${match[1]}-${match[3]}-${match[4]}`;
  const date = new Date(`${iso}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso) return null;
  return iso <= dayOf(today) ? iso : null;
}

// By the reader's own calendar.
function dayOf(moment: Date): string {
  const [month, day] = [moment.getMonth() + 1, moment.getDate()].map((part) => String(part).padStart(2, "0"));
  return `${moment.getFullYear()}-${month}-${day}`;
}
