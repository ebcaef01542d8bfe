/**
 * What is ours in a sequence: kept in the sequence's own properties, so that it is saved with the
 * project, copied with the sequence, and undone with the step that wrote it.
 */

import type { Sequence } from "@adobe/premierepro";
import { Open, transact } from "./open";

export const KEY = "scenescore.ours";

/** Files of ours with what they play, and tracks of ours by the id of the track. */
export interface Registry {
  files: Record<string, { name: string; cue: string }>;
  tracks: Record<string, string>;
}

/** Paths that can be compared, however Premiere spells them. */
export function comparable(path: string): string {
  const plain = path.replace(/^\\\\\?\\/, "").replace(/\\/g, "/").normalize("NFC");
  return /^[A-Za-z]:/.test(plain) ? plain.toLowerCase() : plain;
}

/** What is ours in a sequence; nothing where nothing is noted, or what is noted cannot be read. */
export async function readRegistry(open: Open, sequence: Sequence = open.sequence): Promise<Registry> {
  const none: Registry = { files: {}, tracks: {} };
  const properties = await open.app.Properties.getProperties(sequence);
  if (!properties.hasValue(KEY)) {
    return none;
  }
  try {
    return { ...none, ...(JSON.parse(properties.getValue(KEY)) as Partial<Registry>) };
  } catch {
    return none;
  }
}

/** Note what is ours; nothing is noted where there is nothing. */
export async function writeRegistry(open: Open, registry: Registry): Promise<void> {
  const properties = await open.app.Properties.getProperties(open.sequence);
  const empty = !Object.keys(registry.files).length && !Object.keys(registry.tracks).length;
  if (empty && !properties.hasValue(KEY)) {
    return;
  }
  transact(open, "SceneScore", (add) =>
    add(
      empty
        ? properties.createClearValueAction(KEY)
        : properties.createSetValueAction(
            KEY,
            JSON.stringify(registry),
            open.app.Constants.PropertyType.PERSISTENT,
          ),
    ),
  );
}
