/** Before each file of tests: the words, and what jsdom lacks of a browser. */

import { useEnglish } from "../src/words/english";

useEnglish();

// jsdom lays nothing out, so it cannot say what is seen; what a test hides, it hides by `hidden`.
if (typeof Element !== "undefined") {
  Element.prototype.checkVisibility ??= function (this: Element) {
    return this.closest("[hidden]") === null;
  };
}
globalThis.scheduler ??= { yield: () => Promise.resolve() } as Scheduler;
