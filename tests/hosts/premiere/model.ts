/** A project as the fake holds it: plain, and open to the bench. Times in ticks. */

export interface Media {
  kind: "media";
  id: string;
  name: string;
  path: string;
  duration: bigint;
  /** In and out points set on the project item. */
  range: [bigint, bigint] | null;
}

export interface Bin {
  kind: "bin";
  id: string;
  name: string;
  items: (Media | Bin)[];
}

export interface Item {
  media: Media | null;
  name: string;
  start: bigint;
  end: bigint;
  first: bigint;
  speed: number;
  disabled: boolean;
  selected: boolean;
}

export interface Track {
  kind: "video" | "audio";
  id: number;
  name: string;
  muted: boolean;
  items: Item[];
  blends: { start: bigint; end: bigint }[];
}

export interface Model {
  /** The project's own file. */
  path: string;
  guid: string;
  sequenceGuid: string;
  name: string;
  ticksPerFrame: bigint;
  zero: bigint;
  display: number;
  tracks: Track[];
  markers: { name: string; start: bigint; duration: bigint }[];
  properties: Record<string, string>;
  playhead: bigint;
  marks: [bigint, bigint];
  root: Bin;
  insertionBin: Bin;
  nextId: number;
}

/** How the program behaves where its documents leave it open, and what goes wrong next. */
export interface Ways {
  /** What must be added to the number of tracks for an insert to make a new one. */
  newTrackAt: 0 | 1;
  /** Whether a new audio track comes first instead of last. */
  newTrackFirst: boolean;
  /** Let a transaction stop after so many overwrites, and say that all is well. */
  failAfter: number | null;
  /** Let the next overwrite land a frame late. */
  misplace: boolean;
}

export function endOf(model: Model): bigint {
  const ends = model.tracks.flatMap((track) => track.items.map((item) => item.end));
  return ends.reduce((a, b) => (a > b ? a : b), 0n);
}

export function allMedia(bin: Bin): Media[] {
  return bin.items.flatMap((each) => (each.kind === "media" ? [each] : allMedia(each)));
}

export function parentOf(bin: Bin, wanted: Media | Bin): Bin | null {
  if (bin.items.includes(wanted)) {
    return bin;
  }
  for (const each of bin.items) {
    const found = each.kind === "bin" ? parentOf(each, wanted) : null;
    if (found) {
      return found;
    }
  }
  return null;
}
