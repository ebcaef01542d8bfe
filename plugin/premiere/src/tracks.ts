/** Tracks and the clips on them, walked. */

import type {
  AudioClipTrackItem,
  AudioTrack,
  VideoClipTrackItem,
  VideoTrack,
} from "@adobe/premierepro";
import { Open, ticksIn } from "./open";

export type Kind = "video" | "audio";
export type Track = VideoTrack | AudioTrack;
export type Item = VideoClipTrackItem | AudioClipTrackItem;

/** All tracks of a kind from the lowest up. */
export async function tracksOf(open: Open, kind: "video"): Promise<VideoTrack[]>;
export async function tracksOf(open: Open, kind: "audio"): Promise<AudioTrack[]>;
export async function tracksOf(open: Open, kind: Kind): Promise<Track[]>;
export async function tracksOf(open: Open, kind: Kind): Promise<Track[]> {
  const { sequence } = open;
  const [count, one] =
    kind === "video"
      ? [await sequence.getVideoTrackCount(), (i: number) => sequence.getVideoTrack(i)]
      : [await sequence.getAudioTrackCount(), (i: number) => sequence.getAudioTrack(i)];
  const found: Track[] = [];
  for (let index = 0; index < count; index++) {
    found.push(await one(index));
  }
  return found;
}

/** The clips of a track. */
export function clipsOf(open: Open, track: Track): Item[] {
  return track.getTrackItems(open.app.Constants.TrackItemType.CLIP, false);
}

/** What a track is called by us, as long as the sequence lives: `A3`. Not its place, which moves. */
export function trackId(kind: Kind, track: Track): string {
  return `${kind === "video" ? "V" : "A"}${track.id}`;
}

/** First and last tick of a clip, the end exclusive. */
export async function spanOf(item: Item): Promise<[bigint, bigint]> {
  return [ticksIn(await item.getStartTime()), ticksIn(await item.getEndTime())];
}

/** The file that a clip plays, or "". */
export async function fileOf(open: Open, item: Item): Promise<string> {
  const project = await item.getProjectItem();
  const clip = project && open.app.ClipProjectItem.cast(project);
  if (!clip || (await clip.isSequence())) {
    return "";
  }
  return (await clip.getMediaFilePath()) || "";
}
