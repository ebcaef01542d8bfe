/** The fake's export as OpenTimelineIO, in the shape that is known of Premiere's own. */

import * as fs from "node:fs";
import { Item, Model, Track } from "./model";

const SECOND = 254_016_000_000n;

export function writeOtio(path: string, model: Model): void {
  const fps = Number(SECOND) / Number(model.ticksPerFrame);
  const time = (ticks: bigint): object => ({
    OTIO_SCHEMA: "RationalTime.1", rate: fps, value: Number(ticks) / Number(model.ticksPerFrame),
  });
  const range = (start: bigint, long: bigint): object => ({
    OTIO_SCHEMA: "TimeRange.1", start_time: time(start), duration: time(long),
  });
  const clip = (item: Item): object => ({
    OTIO_SCHEMA: "Clip.2", name: item.name, enabled: !item.disabled, effects: [], markers: [],
    metadata: { PremierePro_OTIO: {} },
    source_range: range(item.first, item.end - item.start),
    active_media_reference_key: "DEFAULT_MEDIA",
    media_references: {
      DEFAULT_MEDIA: {
        OTIO_SCHEMA: "ExternalReference.1", name: item.name, metadata: {}, available_image_bounds: null,
        available_range: range(0n, item.media?.duration ?? 0n),
        target_url: `file://${encodeURI(item.media?.path ?? "").replace(/#/g, "%23")}`,
      },
    },
  });
  const gap = (long: bigint): object => ({
    OTIO_SCHEMA: "Gap.1", name: "", enabled: true, effects: [], markers: [], metadata: {},
    source_range: range(0n, long),
  });
  const track = (each: Track): object => {
    let end = 0n;
    const children = each.items.flatMap((item) => {
      const before = item.start > end ? [gap(item.start - end)] : [];
      end = item.end;
      return [...before, clip(item)];
    });
    return {
      OTIO_SCHEMA: "Track.1", name: each.name, kind: each.kind === "video" ? "Video" : "Audio",
      enabled: !each.muted, children, effects: [], markers: [], metadata: {}, source_range: null,
    };
  };
  const markers = model.markers.map((marker) => ({
    OTIO_SCHEMA: "Marker.2", name: marker.name, color: "GREEN", comment: "", metadata: {},
    marked_range: range(marker.start, marker.duration),
  }));
  const tree = {
    OTIO_SCHEMA: "Timeline.1", name: model.name, metadata: { PremierePro_OTIO: { MetadataVersion: "1.0" } },
    global_start_time: time(model.zero),
    tracks: {
      OTIO_SCHEMA: "Stack.1", name: "", enabled: true, effects: [], metadata: {}, source_range: null,
      markers, children: model.tracks.map(track),
    },
  };
  fs.writeFileSync(path, JSON.stringify(tree));
}
