"use strict";
/** Tracks and the clips on them, walked. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.tracksOf = tracksOf;
exports.clipsOf = clipsOf;
exports.trackId = trackId;
exports.spanOf = spanOf;
exports.fileOf = fileOf;
const open_1 = require("./open");
async function tracksOf(open, kind) {
    const { sequence } = open;
    const [count, one] = kind === "video"
        ? [await sequence.getVideoTrackCount(), (i) => sequence.getVideoTrack(i)]
        : [await sequence.getAudioTrackCount(), (i) => sequence.getAudioTrack(i)];
    const found = [];
    for (let index = 0; index < count; index++) {
        found.push(await one(index));
    }
    return found;
}
/** The clips of a track. */
function clipsOf(open, track) {
    return track.getTrackItems(open.app.Constants.TrackItemType.CLIP, false);
}
/** What a track is called by us, as long as the sequence lives: `A3`. Not its place, which moves. */
function trackId(kind, track) {
    return `${kind === "video" ? "V" : "A"}${track.id}`;
}
/** First and last tick of a clip, the end exclusive. */
async function spanOf(item) {
    return [(0, open_1.ticksIn)(await item.getStartTime()), (0, open_1.ticksIn)(await item.getEndTime())];
}
/** The file that a clip plays, or "". */
async function fileOf(open, item) {
    const project = await item.getProjectItem();
    const clip = project && open.app.ClipProjectItem.cast(project);
    if (!clip || (await clip.isSequence())) {
        return "";
    }
    return (await clip.getMediaFilePath()) || "";
}
