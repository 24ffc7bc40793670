import { readdir } from "node:fs/promises";
import path from "node:path";

/** The files under `folder`, sorted. */
export async function allFiles(folder) {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}
