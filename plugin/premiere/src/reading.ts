/** The sequence told to the engine: `scenescore.edit.ToldEdit` in JSON, item by item, in ticks. */

import { Open, ticksIn } from "./open";
import { comparable, readRegistry } from "./registry";
import { frameAt, nearestFrame, rateOf, seconds } from "./ticks";
import { Item, Kind, Track, clipsOf, fileOf, spanOf, tracksOf } from "./tracks";

/** How a sequence counts. */
export interface ToldClock {
  fps: string;
  start_frame: number;
  drop_frame: boolean;
}

interface ToldClip {
  name: string;
  start_frame: number;
  end_frame: number;
  path: string;
  source: string;
  speed: string;
  enabled: boolean;
  generator: string;
  cue: string;
}

interface ToldTrack {
  kind: Kind;
  name: string;
  enabled: boolean;
  clips: ToldClip[];
  blends: { start_frame: number; end_frame: number }[];
}

/** The formats 29.97 and 59.94 drop-frame of a sequence's display, as Premiere numbers them. */
const DROP_FRAME = [102, 106];

export async function clock(open: Open): Promise<ToldClock> {
  const zero = ticksIn(await open.sequence.getZeroPoint());
  const display = await open.sequence.getSequenceVideoTimeDisplayFormat();
  return {
    fps: rateOf(open.ticksPerFrame),
    start_frame: frameAt(zero, open.ticksPerFrame),
    drop_frame: DROP_FRAME.includes(display.type),
  };
}

/** The whole sequence; our own lanes in it carry their cue. */
export async function tell(open: Open): Promise<object> {
  const { fps, ...counted } = await clock(open);
  const registry = await readRegistry(open);
  const tracks: ToldTrack[] = [];
  for (const kind of ["video", "audio"] as const) {
    for (const track of await tracksOf(open, kind)) {
      const clips = await Promise.all(clipsOf(open, track).map((item) => clip(open, item)));
      clips.forEach((each) => {
        const known = kind === "audio" ? registry.files[comparable(each.path)] : undefined;
        Object.assign(each, known ?? {});
      });
      tracks.push({
        kind,
        name: track.name,
        enabled: !(await track.isMuted()),
        clips: clips.filter((each) => each.end_frame > each.start_frame),
        blends: await blends(open, track),
      });
    }
  }
  const full = tracks.filter((track) => track.clips.length);
  return { name: open.sequence.name, rate: { fps }, ...counted, tracks: full, markers: await markers(open) };
}

async function clip(open: Open, item: Item): Promise<ToldClip> {
  const [start, end] = await spanOf(item);
  const path = await fileOf(open, item);
  const backwards = Boolean(await item.isSpeedReversed());
  const [first, last] = [ticksIn(await item.getInPoint()), ticksIn(await item.getOutPoint())];
  const name = await item.getName();
  const speed = (await item.getSpeed()).toFixed(6);
  return {
    name,
    start_frame: nearestFrame(start, open.ticksPerFrame),
    end_frame: nearestFrame(end, open.ticksPerFrame),
    path,
    source: path ? seconds(backwards ? last : first) : "0",
    speed: path ? `${backwards ? "-" : ""}${speed}` : "1",
    enabled: !(await item.isDisabled()),
    generator: path ? "" : (await item.getMatchName()) || name,
    cue: "",
  };
}

async function blends(open: Open, track: Track): Promise<ToldTrack["blends"]> {
  const items: Item[] = track.getTrackItems(open.app.Constants.TrackItemType.TRANSITION, false);
  const spans = await Promise.all(items.map(spanOf));
  return spans.map(([start, end]) => ({
    start_frame: nearestFrame(start, open.ticksPerFrame),
    end_frame: nearestFrame(end, open.ticksPerFrame),
  }));
}

async function markers(open: Open): Promise<object[]> {
  const found = await open.app.Markers.getMarkers(open.sequence);
  return found
    .getMarkers()
    .map((marker) => ({
      text: marker.getName() || marker.getComments(),
      frame: nearestFrame(ticksIn(marker.getStart()), open.ticksPerFrame),
      frames: nearestFrame(ticksIn(marker.getDuration()), open.ticksPerFrame),
    }))
    .filter((marker) => marker.text && marker.frame >= 0)
    .sort((a, b) => a.frame - b.frame);
}
