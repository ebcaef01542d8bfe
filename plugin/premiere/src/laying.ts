/** Lanes of music in the sequence: found again, laid, taken out. */

import type { AudioTrack } from "@adobe/premierepro";
import { Sound, importSounds, tidy } from "./bins";
import { addTrack } from "./newtrack";
import { Open, tickTime, ticksIn, transact } from "./open";
import { Registry, comparable, readRegistry, writeRegistry } from "./registry";
import { Laid, Lane } from "./said";
import { fraction, seconds, ticksOf } from "./ticks";
import { Item, clipsOf, fileOf, spanOf, trackId, tracksOf } from "./tracks";

/** A clip of ours with what Premiere knows it by. */
interface Ours {
  laid: Laid;
  item: Item;
  track: AudioTrack;
}

/** Our clips as they lie there now. */
export async function laid(open: Open): Promise<Laid[]> {
  return (await ours(open)).map((each) => each.laid);
}

async function ours(open: Open): Promise<Ours[]> {
  const registry = await readRegistry(open);
  const found: Ours[] = [];
  for (const track of await tracksOf(open, "audio")) {
    for (const item of clipsOf(open, track)) {
      const path = await fileOf(open, item);
      const known = registry.files[comparable(path)];
      if (known) {
        found.push({ laid: await told(open, registry, track, item, path, known), item, track });
      }
    }
  }
  return found;
}

async function told(
  open: Open,
  registry: Registry,
  track: AudioTrack,
  item: Item,
  path: string,
  known: { name: string; cue: string },
): Promise<Laid> {
  const [start, end] = await spanOf(item);
  return {
    track: nameOf(registry, track),
    ...known,
    path,
    start_frame: fraction(start, open.ticksPerFrame),
    end_frame: fraction(end, open.ticksPerFrame),
    source: seconds(ticksIn(await item.getInPoint())),
    id: `${trackId("audio", track)}:${start}`,
  };
}

/** A track's name; before 26.3 tracks cannot be named, and ours are known by what we noted. */
function nameOf(registry: Registry, track: AudioTrack): string {
  return canBeNamed(track) ? track.name : (registry.tracks[track.id] ?? track.name);
}

function canBeNamed(track: AudioTrack): boolean {
  return "createSetNameAction" in track;
}

/**
 * Lay lanes in place of our clips of these ids, on tracks of ours, in one step of the undo. New
 * tracks are made before, what nothing plays any more goes after. May stop half way by throwing:
 * what it had laid by then is known as ours.
 */
export async function swap(open: Open, lanes: readonly Lane[], going: readonly string[]): Promise<void> {
  const registry = await readRegistry(open);
  lanes.forEach((lane) => {
    registry.files[comparable(lane.path)] = { name: lane.name, cue: lane.cue };
  });
  await writeRegistry(open, registry);
  const sounds = lanes.length ? await importSounds(open, lanes.map((lane) => lane.path)) : new Map();
  const tracks = await tracksFor(open, lanes, sounds, registry);
  await writeRegistry(open, registry);
  setRanges(open, lanes, sounds);
  await exchange(open, lanes, going, sounds, tracks);
  clearRanges(open, sounds);
  await forget(open);
  await tidy(open);
}

/** A track of ours for each name: one of that name, one that was left empty, else a new one. */
async function tracksFor(
  open: Open,
  lanes: readonly Lane[],
  sounds: Map<string, Sound>,
  registry: Registry,
): Promise<Map<string, AudioTrack>> {
  const names = [...new Set(lanes.map((lane) => lane.track))];
  const free = (await tracksOf(open, "audio")).filter((track) => track.id in registry.tracks);
  const found = new Map<string, AudioTrack>();
  for (const name of names) {
    const same = free.findIndex((track) => registry.tracks[track.id] === name);
    const [track] = free.splice(Math.max(same, 0), 1);
    const lane = lanes.find((each) => each.track === name) as Lane;
    const sound = sounds.get(comparable(lane.path)) as Sound;
    const taken = track ?? (await addTrack(open, sound.item));
    registry.tracks[taken.id] = name;
    found.set(name, taken);
  }
  return found;
}

/** What of each sound is laid is set on the sound beforehand, in a step of its own. */
function setRanges(open: Open, lanes: readonly Lane[], sounds: Map<string, Sound>): void {
  if (!lanes.length) {
    return;
  }
  transact(open, "SceneScore", (add) =>
    lanes.forEach((lane) => {
      const first = ticksOf(lane.source_frame, open.ticksPerFrame);
      const long = ticksOf(lane.end_frame - lane.start_frame, open.ticksPerFrame);
      const { clip } = sounds.get(comparable(lane.path)) as Sound;
      add(clip.createSetInOutPointsAction(tickTime(open, first), tickTime(open, first + long)));
    }),
  );
}

function clearRanges(open: Open, sounds: Map<string, Sound>): void {
  if (sounds.size) {
    transact(open, "SceneScore", (add) =>
      sounds.forEach(({ clip }) => add(clip.createClearInOutPointsAction())),
    );
  }
}

async function exchange(
  open: Open,
  lanes: readonly Lane[],
  going: readonly string[],
  sounds: Map<string, Sound>,
  tracks: Map<string, AudioTrack>,
): Promise<void> {
  const { app, sequence } = open;
  const old = (await ours(open)).filter((each) => going.includes(each.laid.id));
  const places = new Map<AudioTrack, number>();
  for (const track of tracks.values()) {
    places.set(track, await track.getIndex());
  }
  const editor = app.SequenceEditor.getEditor(sequence);
  transact(open, "SceneScore", (add) => {
    if (old.length) {
      app.TrackItemSelection.createEmptySelection((selection) => {
        old.forEach((each) => selection.addItem(each.item, true));
        add(editor.createRemoveItemsAction(selection, false, app.Constants.MediaType.AUDIO, false));
      });
    }
    for (const lane of lanes) {
      const { item } = sounds.get(comparable(lane.path)) as Sound;
      const time = tickTime(open, ticksOf(lane.start_frame, open.ticksPerFrame));
      const index = places.get(tracks.get(lane.track) as AudioTrack) as number;
      add(editor.createOverwriteItemAction(item, time, 0, index));
    }
    for (const [name, track] of tracks) {
      if (canBeNamed(track) && track.name !== name) {
        add(track.createSetNameAction(name));
      }
    }
  });
}

/** Note only what still lies there. */
async function forget(open: Open): Promise<void> {
  const registry = await readRegistry(open);
  const there = new Set((await laid(open)).map((each) => comparable(each.path)));
  const ids = new Set((await tracksOf(open, "audio")).map((track) => `${track.id}`));
  const kept = <T>(all: Record<string, T>, keep: Set<string>): Record<string, T> =>
    Object.fromEntries(Object.entries(all).filter(([key]) => keep.has(key)));
  await writeRegistry(open, { files: kept(registry.files, there), tracks: kept(registry.tracks, ids) });
}
