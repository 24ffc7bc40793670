/**
 * The one element that Sidelight adds to a document: a host beside the body, with everything inside its shadow root. The
 * page's own tree stays as it is.
 *
 * The root is closed, so the page's scripts cannot look inside. They can still measure from outside, so what they could
 * measure is the same whatever sentences carry notes: a layer over the whole document holds all marks, and clips them.
 * Hit tests pass through it (`elementFromPoint`), it covers all text alike (IntersectionObserver, `trackVisibility`), and
 * it alone makes the host's scroll size.
 */

import { say } from "../strings";
import { el } from "./dom";
import { icon } from "./icons";
import { pageSheet } from "./styles";

export interface Surface {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Where marks are drawn; its origin is the document's. */
  readonly layer: HTMLElement;
  /** Makes the layer as large as the document now is. */
  readonly fit: () => void;
  /** Announces one sentence politely; shows it as well where the reader has asked. What is shown goes away by itself. */
  readonly tell: (sentence: string, how: "shown" | "heard") => void;
  /** Takes the sentence away, because the reader has gone on. */
  readonly hush: () => void;
}

// Long enough to read two lines; the badge goes on showing the number.
const NEWS_MS = 7_000;
// Well below the length of the animation in surface.css.
const ALIVE_MS = 4_000;
// Some frameworks clear all that they did not make when they start; a page that does it again and again has its way.
const MOST_RETURNS = 3;

/** Adds the host to `document`, in the place of one that was left there; it goes when `signal` is aborted. */
export function openSurface(document: Document, mode: ShadowRootMode, signal: AbortSignal): Surface {
  // When the extension is updated, Firefox ends its scripts in open pages, and what they showed would stay for good.
  document.querySelector("sidelight-notes")?.remove();
  const host = document.createElement("sidelight-notes");
  const root = host.attachShadow({ mode });
  root.adoptedStyleSheets = [pageSheet()];
  const layer = el("div", { class: "layer" });
  const status = el("div", { class: "unseen", role: "status" });
  const words = el("div", { class: "toast-text", "aria-hidden": "true" });
  const close = el(
    "button",
    { class: "icon-button", type: "button", "aria-label": say("close") },
    icon("close"),
  );
  const toast = el("div", { class: "toast", hidden: "" }, icon("mark"), words, close);
  root.append(layer, status, toast);
  document.documentElement.append(host);
  comeBack(document, host, signal);
  stayAlive(document, root, signal);

  let timer: ReturnType<typeof setTimeout> | undefined;
  const hide = () => {
    clearTimeout(timer);
    toast.hidden = true;
    status.textContent = "";
  };
  close.addEventListener("click", hide);
  signal.addEventListener("abort", () => {
    clearTimeout(timer);
    host.remove();
  });

  return {
    host,
    root,
    layer,
    fit: () => fit(document, layer),
    tell(sentence, how) {
      clearTimeout(timer);
      words.textContent = sentence;
      toast.hidden = how === "heard";
      // A live region announces what changes while it is there, so its words come a moment after it.
      timer = setTimeout(() => {
        status.textContent = sentence;
        timer = setTimeout(hide, NEWS_MS);
      }, 50);
    },
    hush: hide,
  };
}

// An update of the extension ends its scripts in Firefox, with no word to them. What they showed would stay, and no longer
// follow its sentences; so all of it goes out by an animation that a living script keeps from ending.
function stayAlive(document: Document, root: ShadowRoot, signal: AbortSignal): void {
  const restart = () => {
    for (const animation of root.getAnimations()) {
      if (!(animation instanceof CSSAnimation) || animation.animationName !== "sidelight-alone") continue;
      animation.currentTime = 0;
      animation.play();
    }
  };
  const timer = setInterval(restart, ALIVE_MS);
  document.addEventListener("visibilitychange", restart, { signal });
  addEventListener("pageshow", restart, { signal });
  signal.addEventListener("abort", () => clearInterval(timer));
}

function comeBack(document: Document, host: HTMLElement, signal: AbortSignal): void {
  let returns = 0;
  const watch = new MutationObserver(() => {
    if (host.isConnected || returns === MOST_RETURNS) return;
    returns += 1;
    document.documentElement.append(host);
  });
  watch.observe(document, { childList: true });
  watch.observe(document.documentElement, { childList: true });
  signal.addEventListener("abort", () => watch.disconnect());
}

// The document's own size shows only while the layer has none. To look costs a layout, so it is done when something
// that can be seen without one has changed.
function fit({ documentElement: html, body }: Document, { style, dataset }: HTMLElement): void {
  const seen = [
    html.clientWidth,
    html.clientHeight,
    html.offsetHeight,
    body.scrollWidth,
    body.scrollHeight,
  ].join();
  if (dataset["seen"] === seen) return;
  style.width = style.height = "0";
  const { scrollWidth, scrollHeight } = html;
  style.width = `${scrollWidth}px`;
  style.height = `${scrollHeight}px`;
  dataset["seen"] = seen;
}
