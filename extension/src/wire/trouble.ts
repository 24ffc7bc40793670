/** Why there is no answer. Each kind is one that a reader can be told in a sentence. `server` is its origin. */

import type { Key } from "../strings";

export type Trouble =
  /** No connection, or it broke off. */
  | { readonly kind: "unreachable"; readonly server: string }
  /** The server took longer than we wait. */
  | { readonly kind: "timeout" }
  /** The reader stopped it. */
  | { readonly kind: "stopped" }
  /** The server says that the request is wrong; `detail` is its own sentence. */
  | { readonly kind: "refused"; readonly status: number; readonly detail: string }
  /** The server is at its limit; `retryAfter` in seconds, where it says so. */
  | { readonly kind: "busy"; readonly retryAfter: number | null }
  /** The server is private, and wants a pairing token that it was not shown. */
  | { readonly kind: "not-paired"; readonly server: string }
  /** Something answered that does not speak Sidelight's language. */
  | { readonly kind: "not-sidelight"; readonly server: string }
  /** Nothing may be sent from here; `words` say why. */
  | { readonly kind: "blocked"; readonly words: Key }
  /** The browser cut the page off from the extension, as it does when that is updated. */
  | { readonly kind: "interrupted" };
