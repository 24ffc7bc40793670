/** Takes sites out of those that are read without a press. */

import { giveBackSite } from "../browser";
import { removeSite } from "../settings";

/** Forgets the choice of `sites`, and gives back the browser's leave to read them. */
export async function dropSites(sites: readonly string[]): Promise<void> {
  for (const site of sites) await removeSite(site);
  // A browser keeps what the manifest itself asks for, as where a site shares its host with the server.
  await Promise.allSettled(sites.map(giveBackSite));
}
