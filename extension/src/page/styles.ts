/** The style sheet of the shadow root. It is constructed, so that a page's content security policy does not matter. */

import card from "./card.css";
import marks from "./marks.css";
import surface from "./surface.css";

export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(surface + marks + card);
  return sheet;
}
