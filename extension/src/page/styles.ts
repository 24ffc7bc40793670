/** Style sheets for shadow roots. They are constructed, so that a page's content security policy does not matter. */

import base from "./base.css";
import card from "./card/card.css";
import drawings from "./card/drawings.css";
import figures from "./card/figures.css";
import foot from "./card/foot.css";
import marks from "./marks.css";
import surface from "./surface.css";

const CARD = base + card + drawings + figures + foot;

/** For the root that stands in a page: marks, cards and messages. */
export function pageSheet(): CSSStyleSheet {
  return sheetOf(surface + CARD + marks);
}

/** For a card alone, where the colours are given from outside. */
export function cardSheet(): CSSStyleSheet {
  return sheetOf(CARD);
}

function sheetOf(css: string): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  return sheet;
}
