/**
 * The shapes that the drawings of a card share. Places are in per cent of the drawing's width, so that it needs no script
 * to fit another width, and runs the other way where the words do. Filled: known when the page was published; hollow: not yet.
 */

import { svg } from "../dom";

/** A drawing of full width and this height in pixels; decoration, so hidden from assistive technology. */
export function drawing(height: number, ...shapes: readonly SVGElement[]): SVGSVGElement {
  return svg("svg", { class: "drawing", width: "100%", height, "aria-hidden": "true" }, ...shapes);
}

/** A value or a day. */
export function dot(at: number, y: number, hollow: boolean): SVGElement {
  return svg("circle", { class: hollow ? "dot hollow" : "dot", cx: `${at}%`, cy: y, r: hollow ? 3.5 : 4.25 });
}

/** A range or a span. */
export function bar(from: number, to: number, y: number, hollow: boolean): SVGElement {
  const ends = { x1: `${from}%`, x2: `${to}%`, y1: y, y2: y };
  return svg(
    "g",
    {},
    svg("line", { ...ends, class: "bar-edge" }),
    svg("line", { ...ends, class: "bar" }),
    hollow ? svg("line", { ...ends, class: "bar-inside" }) : null,
  );
}

/** A straight line of the class `kind`. */
export function line(kind: string, x1: number, y1: number, x2: number, y2: number): SVGElement {
  return svg("line", { class: kind, x1: `${x1}%`, y1, x2: `${x2}%`, y2 });
}

/** A path in pixels around a place. */
export function pathAt(at: number, y: number, d: string): SVGElement {
  return svg("svg", { class: "at", x: `${at}%`, y }, svg("path", { d }));
}

/** Sets where an element stands along a drawing, for the style sheet. */
export function place<E extends HTMLElement>(element: E, at: number): E {
  element.style.setProperty("--at", `${at}%`);
  return element;
}
