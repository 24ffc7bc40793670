/**
 * What Sidelight says to people. The words are those of `_locales`; who starts a script says where they are looked up,
 * because the page code also runs where there is no extension. Dates and numbers are written in the language of the words.
 */

import type messages from "../_locales/en/messages.json";

export type Key = keyof typeof messages;
export type Counted = Key extends infer Each ? (Each extends `${infer Stem}_other` ? Stem : never) : never;

/** The words of `key` with $1, $2 ... replaced; "" where there are none. */
export type Words = (key: string, values: readonly string[]) => string;

let words: Words = () => "";
let locale = "en-GB";
let plurals = new Intl.PluralRules(locale);

/** Says where words are looked up. Must be called before anything else here. */
export function useWords(lookup: Words): void {
  words = lookup;
  locale = lookup("locale" satisfies Key, []);
  plurals = new Intl.PluralRules(locale);
}

/** The language of the words, as BCP 47. */
export function localeOfWords(): string {
  return locale;
}

/** The words of `key`, with $1, $2 ... replaced. */
export function say(key: Key, ...values: readonly (string | number)[]): string {
  return words(key, values.map(String));
}

/** The words for `count` things, which are $1. */
export function sayCount(key: Counted, count: number, ...values: readonly (string | number)[]): string {
  const all = [new Intl.NumberFormat(locale).format(count), ...values].map(String);
  // A language has only the forms that it needs: English no `few`.
  return words(`${key}_${plurals.select(count)}`, all) || words(`${key}_other`, all);
}
