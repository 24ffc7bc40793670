/**
 * The one element that Sidelight adds to a document: a host beside the body, with everything inside its shadow root. The
 * page's own tree stays as it is, and with a closed root the page's scripts cannot see which sentences have notes.
 */

import { say } from "../strings";
import { el } from "./dom";
import { icon } from "./icons";
import { styleSheet } from "./styles";

export interface Surface {
  readonly host: HTMLElement;
  readonly root: ShadowRoot;
  /** Says one sentence, seen and announced politely. Good news goes away by itself. */
  readonly tell: (sentence: string, tone: "news" | "trouble") => void;
  /** Takes the sentence away, because the reader has gone on. */
  readonly hush: () => void;
}

// Long enough to read two lines; the badge goes on showing the number.
const NEWS_MS = 7_000;

/** Adds the host to `document`, in the place of one that was left there; it goes when `signal` is aborted. */
export function openSurface(document: Document, mode: ShadowRootMode, signal: AbortSignal): Surface {
  // When the extension is updated, Firefox ends its scripts in open pages, and what they showed would stay for good.
  document.querySelector("sidelight-notes")?.remove();
  const host = document.createElement("sidelight-notes");
  const root = host.attachShadow({ mode });
  root.adoptedStyleSheets = [styleSheet()];
  const status = el("div", { class: "toast-text", role: "status" });
  const close = el(
    "button",
    { class: "icon-button", type: "button", "aria-label": say("close") },
    icon("close"),
  );
  const toast = el("div", { class: "toast", hidden: "" }, icon("mark"), status, close);
  root.append(toast);
  document.documentElement.append(host);
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
    tell(sentence, tone) {
      clearTimeout(timer);
      toast.dataset["tone"] = tone;
      toast.hidden = false;
      // A live region announces what changes while it is there, so the words come a moment after the box.
      timer = setTimeout(() => {
        status.textContent = sentence;
        if (tone === "news") timer = setTimeout(hide, NEWS_MS);
      }, 50);
    },
    hush: hide,
  };
}
