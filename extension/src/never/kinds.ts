/** Why Sidelight never runs on a page, and what readers are told. */

import type { Key } from "../strings";

/**
 * The kinds of pages that are never read:
 * - `scheme`: no web page, such as a file or a page of the browser's own;
 * - `format`: no text of the web, such as a PDF or a picture;
 * - `credentials`: the address itself holds a name or a password;
 * - `intranet`: an address inside a home, an office or a closed network;
 * - `mail`: mail, chats and other messages;
 * - `workspace`: documents, calendars and tools in which people work;
 * - `bank`: banks, insurers, payment services, and pages that ask for a card;
 * - `account`: pages on which people sign in or keep an account, and pages that ask for a password;
 * - `portal`: health, tax and other public services, as each person sees them;
 * - `form`: pages that are forms, or that are being edited.
 */
export type Never =
  | "scheme"
  | "format"
  | "credentials"
  | "intranet"
  | "mail"
  | "workspace"
  | "bank"
  | "account"
  | "portal"
  | "form";

/** The sentence that readers are shown for each. */
export const NEVER_WORDS: Readonly<Record<Never, Key>> = {
  scheme: "neverScheme",
  format: "neverFormat",
  credentials: "neverCredentials",
  intranet: "neverIntranet",
  mail: "neverMail",
  workspace: "neverWorkspace",
  bank: "neverBank",
  account: "neverAccount",
  portal: "neverPortal",
  form: "neverForm",
};
