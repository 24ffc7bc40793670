/** The style sheet of the shadow root. It is constructed, so that a page's content security policy does not matter. */

import card from "./card/card.css";
import drawings from "./card/drawings.css";
import figures from "./card/figures.css";
import foot from "./card/foot.css";
import marks from "./marks.css";
import surface from "./surface.css";

export function styleSheet(): CSSStyleSheet {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(surface + marks + card + drawings + figures + foot);
  return sheet;
}
