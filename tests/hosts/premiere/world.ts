/** Making a project from a told edit, and telling what is in one, past the panel's own code. */

import { Bin, Item, Media, Model, Track } from "./model";

const SECOND = 254_016_000_000n;
const BIN = "SceneScore";
const OURS = "scenescore.ours";

/** `ToldEdit` as the rig sends it. */
export interface Told {
  name: string;
  rate: { fps: string };
  start_frame: number;
  drop_frame: boolean;
  tracks: ToldTrack[];
  markers: { text: string; frame: number; frames: number }[];
}

interface ToldTrack {
  kind: "video" | "audio";
  name: string;
  enabled: boolean;
  clips: { name: string; start_frame: number; end_frame: number; path: string; source: string }[];
}

/** Where the project lies, and where the rig wants the playhead and the marks, in frames. */
export interface Looks {
  project?: string;
  playhead: number;
  marks: [number, number];
}

export function build(told: Told, looks: Looks, opened: number): Model {
  const tpf = ticks(told.rate.fps, true);
  const root: Bin = { kind: "bin", id: "root", name: "root", items: [] };
  const theirs: Bin = { kind: "bin", id: "b1", name: "내 빈", items: [] };
  root.items.push(theirs);
  const media = new Map<string, Media>();
  const mediaOf = (path: string): Media => {
    if (!media.has(path)) {
      const made: Media = {
        kind: "media", id: `m-${media.size}`, name: path.split("/").pop() as string,
        path, duration: 3600n * SECOND, range: null,
      };
      media.set(path, made);
      theirs.items.push(made);
    }
    return media.get(path) as Media;
  };
  const tracks = told.tracks.map(
    (track, index): Track => ({
      kind: track.kind, id: index + 1, name: track.name, muted: !track.enabled, blends: [],
      items: track.clips.map((clip, at): Item => ({
        media: mediaOf(clip.path), name: clip.name,
        start: BigInt(clip.start_frame) * tpf, end: BigInt(clip.end_frame) * tpf,
        first: ticks(clip.source), speed: 1, disabled: false, selected: index === 0 && at === 1,
      })),
    }),
  );
  return {
    path: looks.project ?? "/nowhere/프로젝트.prproj",
    guid: "project", sequenceGuid: `sequence ${opened}`, name: told.name, ticksPerFrame: tpf,
    zero: BigInt(told.start_frame) * tpf, display: told.drop_frame ? 102 : 103, tracks,
    markers: told.markers.map((marker) => ({
      name: marker.text, start: BigInt(marker.frame) * tpf, duration: BigInt(marker.frames) * tpf,
    })),
    properties: { theirs: "1" }, playhead: BigInt(looks.playhead) * tpf,
    marks: [BigInt(looks.marks[0]) * tpf, BigInt(looks.marks[1]) * tpf],
    root, insertionBin: theirs, nextId: 100,
  };
}

/** A fraction of seconds in ticks, or, of a rate, the ticks of a frame. */
function ticks(text: string, rate = false): bigint {
  const [over, under = "1"] = text.split("/");
  const [a, b] = rate ? [under, over] : [over, under];
  const exact = SECOND * BigInt(a as string);
  if (exact % BigInt(b as string)) {
    throw new Error(`${text} is no whole number of ticks`);
  }
  return exact / BigInt(b as string);
}

/**
 * All that is there: ours apart from theirs. A track that was not there at first and holds only our
 * clips, or none, is ours: Premiere has no call by which a track could be taken away again.
 */
export function world(model: Model, theirTracks: number): object {
  const bin = model.root.items.find((each): each is Bin => each.kind === "bin" && each.name === BIN);
  const sounds = new Set<unknown>(bin?.items ?? []);
  const isOurs = (item: Item): boolean => sounds.has(item.media);
  const theirs = model.tracks.filter((track) => track.id <= theirTracks || !track.items.every(isOurs));
  return JSON.parse(
    JSON.stringify(
      {
        theirs: {
          ...model,
          tracks: theirs.map((track) => ({ ...track, items: track.items.filter((item) => !isOurs(item)) })),
          properties: { ...model.properties, [OURS]: undefined },
          root: { ...model.root, items: model.root.items.filter((each) => each !== bin) },
          emptyBin: Boolean(bin && !bin.items.length),
          insertionBin: model.insertionBin.id,
          nextId: 0,
        },
        ours: model.tracks.flatMap((track) =>
          track.items.filter(isOurs).map((item) => ours(model, track, item)),
        ),
        ranges: (bin?.items ?? []).filter((each) => each.kind === "media" && each.range).length,
      },
      (_, value: unknown) => (typeof value === "bigint" ? value.toString() : value),
    ),
  ) as object;
}

function ours(model: Model, track: Track, item: Item): object {
  const noted = JSON.parse(model.properties[OURS] ?? "{}") as {
    files: Record<string, { name: string; cue: string }>;
    tracks: Record<string, string>;
  };
  const path = (item.media as Media).path;
  return {
    track: track.name.startsWith("Audio ") ? noted.tracks[track.id] : track.name,
    ...noted.files[path.normalize("NFC")],
    path,
    start_frame: `${item.start}/${model.ticksPerFrame}`,
    end_frame: `${item.end}/${model.ticksPerFrame}`,
    source: `${item.first}/${SECOND}`,
    id: `A${track.id}:${item.start}`,
  };
}
