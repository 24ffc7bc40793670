/**
 * What Sidelight says to people. The words are those of `_locales`, built in, so that the same page code works where
 * there is no extension; dates and numbers are written in the language of the words.
 */

import messages from "../_locales/en/messages.json";

/** The language of the words. */
export const LOCALE = "en-GB";

export type Key = keyof typeof messages;
type Counted = Key extends infer Each ? (Each extends `${infer Stem}_other` ? Stem : never) : never;

const plurals = new Intl.PluralRules(LOCALE);

/** The words of `key`, with $1, $2 ... replaced. */
export function say(key: Key, ...values: readonly (string | number)[]): string {
  return messages[key].message.replace(/\$(\d)/g, (_whole, number) =>
    String(values[Number(number) - 1] ?? ""),
  );
}

/** The words for `count` things, which are $1. */
export function sayCount(key: Counted, count: number, ...values: readonly (string | number)[]): string {
  const form = plurals.select(count) === "one" ? "one" : "other";
  return say(`${key}_${form}`, new Intl.NumberFormat(LOCALE).format(count), ...values);
}
