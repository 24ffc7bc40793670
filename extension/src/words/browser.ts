/** The words in the browser's language, or in English where `_locales` does not have it. */

import { browser } from "../browser";
import { useWords } from "../strings";

export function useBrowserWords(): void {
  useWords((key, values) => browser.i18n.getMessage(key, [...values]));
}
