/** What stands inside an article and is none of it: menus, boxes about other things, advertisements. */

import { parentOf } from "./flat";

const FURNITURE =
  "nav, aside, footer, dialog, [role=navigation], [role=complementary], [role=contentinfo], [role=search], " +
  "[role=dialog], [role=menu], [aria-label*='advert' i], " +
  // Some old sites put the whole page into a form.
  "form:not(:has(p ~ p ~ p))";
// A custom element says what it is by its name, if by anything.
const NAMED =
  /-(ad|ads|advert|advertisement|comments?|footer|menu|nav|navigation|newsletter|promo|related|share|sharing|social)(-|$)/;

/** Tells whether an element is furniture, or stands in some. */
export function furnitureFinder(): (element: Element) => boolean {
  const known = new Map<Element, boolean>();
  return function isFurniture(element: Element): boolean {
    let answer = known.get(element);
    if (answer === undefined) {
      const outer = parentOf(element);
      answer =
        element.matches(FURNITURE) ||
        (element.localName.includes("-") && NAMED.test(element.localName)) ||
        (outer !== null && isFurniture(outer));
      known.set(element, answer);
    }
    return answer;
  };
}
