/** The English words, built in: for the server's reading page and for tests. */

import messages from "../../_locales/en/messages.json";
import { useWords } from "../strings";

export function useEnglish(): void {
  const all: Readonly<Record<string, { readonly message: string }>> = messages;
  useWords((key, values) =>
    (all[key]?.message ?? "").replace(/\$(\d)/g, (_whole, number) => values[Number(number) - 1] ?? ""),
  );
}
