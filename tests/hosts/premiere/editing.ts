/** What Premiere does to its timeline: overwrite, insert, remove. Undocumented parts as `Ways` say. */

import { Bin, Item, Media, Model, Track, Ways, allMedia, endOf } from "./model";

/** Put a sound down over what lies there; the track must be there. */
export function overwrite(model: Model, ways: Ways, media: Media, time: bigint, index: number): void {
  const track = tracks(model, "audio")[index];
  if (!track) {
    throw new RangeError(`overwrite on audio track ${index}: there is none`);
  }
  if (ways.failAfter === 0) {
    ways.failAfter = null;
    throw new Stopped();
  }
  if (ways.failAfter !== null) {
    ways.failAfter -= 1;
  }
  const at = ways.misplace ? time + model.ticksPerFrame : time;
  ways.misplace = false;
  const item = itemOf(media, at);
  clear(track, item.start, item.end);
  put(model, track, item);
}

/** Put a sound in and push away what comes after; beyond the last track it makes a new one. */
export function insert(
  model: Model,
  ways: Ways,
  media: Media,
  time: bigint,
  videoIndex: number,
  audioIndex: number,
  limitShift: boolean,
): void {
  if (!tracks(model, "video")[videoIndex]) {
    throw new RangeError("the fake makes no video tracks");
  }
  const audio = tracks(model, "audio");
  const isNew = audioIndex >= audio.length + ways.newTrackAt;
  const target = isNew ? newTrack(model, ways) : (audio[Math.min(audioIndex, audio.length - 1)] as Track);
  const item = itemOf(media, time);
  for (const track of limitShift ? [target] : model.tracks) {
    for (const each of track.items.filter((each) => each.start >= time)) {
      each.end += item.end - item.start;
      each.start += item.end - item.start;
    }
  }
  put(model, target, item);
}

/** Take clips out. */
export function remove(model: Model, items: readonly Item[], ripple: boolean): void {
  if (ripple) {
    throw new Error("nobody asked for a ripple");
  }
  for (const track of model.tracks) {
    track.items = track.items.filter((each) => !items.includes(each));
  }
}

/** Throw where a clip plays what is to go. */
export function refuseUsed(model: Model, gone: Media | Bin): void {
  const media = gone.kind === "media" ? [gone] : allMedia(gone);
  const used = model.tracks.flatMap((track) => track.items.map((item) => item.media));
  if (media.some((each) => used.includes(each))) {
    throw new Error("this media is in use");
  }
}

/** A transaction that the program gave up without saying so. */
export class Stopped extends Error {}

function tracks(model: Model, kind: Track["kind"]): Track[] {
  return model.tracks.filter((track) => track.kind === kind);
}

function newTrack(model: Model, ways: Ways): Track {
  const audio = tracks(model, "audio");
  const made: Track = {
    kind: "audio",
    id: model.nextId++,
    name: `Audio ${audio.length + 1}`,
    muted: false,
    items: [],
    blends: [],
  };
  const first = model.tracks.findIndex((track) => track.kind === "audio");
  model.tracks.splice(ways.newTrackFirst ? first : model.tracks.length, 0, made);
  return made;
}

function itemOf(media: Media, start: bigint): Item {
  const [first, last] = media.range ?? [0n, media.duration];
  const end = start + (last - first);
  return { media, name: media.name, start, end, first, speed: 1, disabled: false, selected: false };
}

/** Lay it, and do what the program does by the way: the clip is selected, the playhead runs on. */
function put(model: Model, track: Track, item: Item): void {
  track.items.push(item);
  track.items.sort((a, b) => (a.start < b.start ? -1 : 1));
  model.tracks.forEach((each) => each.items.forEach((other) => (other.selected = other === item)));
  model.playhead = endOf(model);
}

function clear(track: Track, start: bigint, end: bigint): void {
  for (const each of [...track.items]) {
    if (each.start >= start && each.end <= end) {
      track.items.splice(track.items.indexOf(each), 1);
    } else if (each.start < start && each.end > start) {
      each.end = start;
    } else if (each.start < end && each.end > end) {
      each.first += end - each.start;
      each.start = end;
    }
  }
}
