/** The small drawings, built from nodes because no markup is ever put into a page. 16 units square, drawn in lines. */

import type { Kind } from "../wire/messages";
import { svg } from "./dom";

type Name = Kind | "mark" | "close" | "external" | "check";

const PATHS: Readonly<Record<Name, readonly string[]>> = {
  // A clock: what held when.
  status: ["M8 1.75a6.25 6.25 0 1 0 0 12.5a6.25 6.25 0 0 0 0-12.5Z", "M8 4.5V8l2.5 1.75"],
  // Bars side by side: who counts what.
  figures: ["M2 13.75h12", "M4 13.5V8.5", "M8 13.5V2.5", "M12 13.5V5.5"],
  // An open book: what came before.
  background: [
    "M8 3.75C6.5 2.6 4.4 2.25 2 2.5v10c2.4-.25 4.5.1 6 1.25c1.5-1.15 3.6-1.5 6-1.25v-10c-2.4-.25-4.5.1-6 1.25Z",
    "M8 3.75v10",
  ],
  // A line of text and the light beside it.
  mark: ["M6.5 4H14", "M6.5 8H14", "M6.5 12H11", "M2.5 2.5v11"],
  close: ["M3.5 3.5l9 9", "M12.5 3.5l-9 9"],
  check: ["M3 8.5l3.25 3.25L13 4.5"],
  external: ["M6.5 3.5H3v9.5h9.5V9.5", "M9 2.75h4.25V7", "M13 3L7.5 8.5"],
};

/** The drawing of `name`; decoration, so hidden from assistive technology. */
export function icon(name: Name): SVGSVGElement {
  return svg(
    "svg",
    { class: "icon", viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" },
    ...PATHS[name].map((d) => svg("path", { d })),
  );
}
