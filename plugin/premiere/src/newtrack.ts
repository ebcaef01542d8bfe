/**
 * A new audio track. Premiere has no call for it: an insert on a track that is not there makes one
 * (Adobe's note: an index "greater than the number of existing tracks"). Whether the number itself
 * is greater enough is tried out, and what came of it is counted.
 */

import type { AudioTrack, ProjectItem } from "@adobe/premierepro";
import { Open, tickTime, ticksIn, transact } from "./open";
import { Refused } from "./said";
import { Item, clipsOf, tracksOf } from "./tracks";

/** Make an audio track by inserting a sound of ours, which is taken out again. */
export async function addTrack(open: Open, sound: ProjectItem): Promise<AudioTrack> {
  const before = await tracksOf(open, "audio");
  const known = new Set(before.map((track) => track.id));
  const there = new Set((await all(open)).map(([key]) => key));
  // Behind everything: an insert pushes away what comes after it, and there is nothing.
  const end = tickTime(open, ticksIn(await open.sequence.getEndTime()));
  const editor = open.app.SequenceEditor.getEditor(open.sequence);
  for (const index of [before.length, before.length + 1]) {
    transact(open, "SceneScore", (add) =>
      add(editor.createInsertProjectItemAction(sound, end, 0, index, true)),
    );
    const came = (await all(open)).filter(([key]) => !there.has(key)).map(([, item]) => item);
    takeOut(open, came);
    const made = (await tracksOf(open, "audio")).find((track) => !known.has(track.id));
    if (made) {
      return made;
    }
  }
  throw new Refused(
    "Premiere Pro made no new audio track.",
    "Add an empty stereo audio track by hand and import the exchange files.",
  );
}

/** Take clips out of the sequence; what comes after them stays where it is. */
export function takeOut(open: Open, items: readonly Item[]): void {
  if (!items.length) {
    return;
  }
  const { app, sequence } = open;
  transact(open, "SceneScore", (add) => {
    app.TrackItemSelection.createEmptySelection((selection) => {
      items.forEach((item) => selection.addItem(item, true));
      const editor = app.SequenceEditor.getEditor(sequence);
      add(editor.createRemoveItemsAction(selection, false, app.Constants.MediaType.AUDIO, false));
    });
  });
}

/** Every audio clip by what tells it apart: its track and its start. */
async function all(open: Open): Promise<[string, Item][]> {
  const found: [string, Item][] = [];
  for (const track of await tracksOf(open, "audio")) {
    for (const item of clipsOf(open, track)) {
      found.push([`${track.id}:${(await item.getStartTime()).ticks}`, item]);
    }
  }
  return found;
}
