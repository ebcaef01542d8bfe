"use strict";
/**
 * A new audio track. Premiere has no call for it: an insert on a track that is not there makes one
 * (Adobe's note: an index "greater than the number of existing tracks"). Whether the number itself
 * is greater enough is tried out, and what came of it is counted.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.addTrack = addTrack;
exports.takeOut = takeOut;
const open_1 = require("./open");
const said_1 = require("./said");
const tracks_1 = require("./tracks");
/** Make an audio track by inserting a sound of ours, which is taken out again. */
async function addTrack(open, sound) {
    const before = await (0, tracks_1.tracksOf)(open, "audio");
    const known = new Set(before.map((track) => track.id));
    const there = new Set((await all(open)).map(([key]) => key));
    // Behind everything: an insert pushes away what comes after it, and there is nothing.
    const end = (0, open_1.tickTime)(open, (0, open_1.ticksIn)(await open.sequence.getEndTime()));
    const editor = open.app.SequenceEditor.getEditor(open.sequence);
    for (const index of [before.length, before.length + 1]) {
        (0, open_1.transact)(open, "SceneScore", (add) => add(editor.createInsertProjectItemAction(sound, end, 0, index, true)));
        const came = (await all(open)).filter(([key]) => !there.has(key)).map(([, item]) => item);
        takeOut(open, came);
        const made = (await (0, tracks_1.tracksOf)(open, "audio")).find((track) => !known.has(track.id));
        if (made) {
            return made;
        }
    }
    throw new said_1.Refused("Premiere Pro made no new audio track.", "Add an empty stereo audio track by hand and import the exchange files.");
}
/** Take clips out of the sequence; what comes after them stays where it is. */
function takeOut(open, items) {
    if (!items.length) {
        return;
    }
    const { app, sequence } = open;
    (0, open_1.transact)(open, "SceneScore", (add) => {
        app.TrackItemSelection.createEmptySelection((selection) => {
            items.forEach((item) => selection.addItem(item, true));
            const editor = app.SequenceEditor.getEditor(sequence);
            add(editor.createRemoveItemsAction(selection, false, app.Constants.MediaType.AUDIO, false));
        });
    });
}
/** Every audio clip by what tells it apart: its track and its start. */
async function all(open) {
    const found = [];
    for (const track of await (0, tracks_1.tracksOf)(open, "audio")) {
        for (const item of (0, tracks_1.clipsOf)(open, track)) {
            found.push([`${track.id}:${(await item.getStartTime()).ticks}`, item]);
        }
    }
    return found;
}
