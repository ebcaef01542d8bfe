"use strict";
/** The sequence told to the engine: `scenescore.edit.ToldEdit` in JSON, item by item, in ticks. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.clock = clock;
exports.tell = tell;
const open_1 = require("./open");
const registry_1 = require("./registry");
const ticks_1 = require("./ticks");
const tracks_1 = require("./tracks");
/** The formats 29.97 and 59.94 drop-frame of a sequence's display, as Premiere numbers them. */
const DROP_FRAME = [102, 106];
async function clock(open) {
    const zero = (0, open_1.ticksIn)(await open.sequence.getZeroPoint());
    const display = await open.sequence.getSequenceVideoTimeDisplayFormat();
    return {
        fps: (0, ticks_1.rateOf)(open.ticksPerFrame),
        start_frame: (0, ticks_1.frameAt)(zero, open.ticksPerFrame),
        drop_frame: DROP_FRAME.includes(display.type),
    };
}
/** The whole sequence; our own lanes in it carry their cue. */
async function tell(open) {
    const { fps, ...counted } = await clock(open);
    const registry = await (0, registry_1.readRegistry)(open);
    const tracks = [];
    for (const kind of ["video", "audio"]) {
        for (const track of await (0, tracks_1.tracksOf)(open, kind)) {
            const clips = await Promise.all((0, tracks_1.clipsOf)(open, track).map((item) => clip(open, item)));
            clips.forEach((each) => {
                const known = kind === "audio" ? registry.files[(0, registry_1.comparable)(each.path)] : undefined;
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
async function clip(open, item) {
    const [start, end] = await (0, tracks_1.spanOf)(item);
    const path = await (0, tracks_1.fileOf)(open, item);
    const backwards = Boolean(await item.isSpeedReversed());
    const [first, last] = [(0, open_1.ticksIn)(await item.getInPoint()), (0, open_1.ticksIn)(await item.getOutPoint())];
    const name = await item.getName();
    const speed = (await item.getSpeed()).toFixed(6);
    return {
        name,
        start_frame: (0, ticks_1.nearestFrame)(start, open.ticksPerFrame),
        end_frame: (0, ticks_1.nearestFrame)(end, open.ticksPerFrame),
        path,
        source: path ? (0, ticks_1.seconds)(backwards ? last : first) : "0",
        speed: path ? `${backwards ? "-" : ""}${speed}` : "1",
        enabled: !(await item.isDisabled()),
        generator: path ? "" : (await item.getMatchName()) || name,
        cue: "",
    };
}
async function blends(open, track) {
    const items = track.getTrackItems(open.app.Constants.TrackItemType.TRANSITION, false);
    const spans = await Promise.all(items.map(tracks_1.spanOf));
    return spans.map(([start, end]) => ({
        start_frame: (0, ticks_1.nearestFrame)(start, open.ticksPerFrame),
        end_frame: (0, ticks_1.nearestFrame)(end, open.ticksPerFrame),
    }));
}
async function markers(open) {
    const found = await open.app.Markers.getMarkers(open.sequence);
    return found
        .getMarkers()
        .map((marker) => ({
        text: marker.getName() || marker.getComments(),
        frame: (0, ticks_1.nearestFrame)((0, open_1.ticksIn)(marker.getStart()), open.ticksPerFrame),
        frames: (0, ticks_1.nearestFrame)((0, open_1.ticksIn)(marker.getDuration()), open.ticksPerFrame),
    }))
        .filter((marker) => marker.text && marker.frame >= 0)
        .sort((a, b) => a.frame - b.frame);
}
