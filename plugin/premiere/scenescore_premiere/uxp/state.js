"use strict";
/** What the editor has before them, and finds again: `scenescore.hosting.UserState`. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.state = state;
exports.restore = restore;
const open_1 = require("./open");
const ticks_1 = require("./ticks");
const tracks_1 = require("./tracks");
const KINDS = ["video", "audio"];
/** The playhead, the marks, what is selected, which tracks are mute, where imports go. */
async function state(open) {
    const { sequence, ticksPerFrame } = open;
    const [mark_in, mark_out] = await marks(open);
    const playhead = (0, ticks_1.frameAt)((0, open_1.ticksIn)(await sequence.getPlayerPosition()), ticksPerFrame);
    const bin = await open.project.getInsertionBin();
    return {
        playhead,
        mark_in,
        mark_out,
        selection: await selection(open),
        muted: await muted(open),
        bin: bin ? bin.getId() : "",
    };
}
/** Put it back; what is the same already is not touched. The bin cannot be set: it is never changed. */
async function restore(open, before) {
    const now = await state(open);
    if (before.playhead !== null && now.playhead !== before.playhead) {
        await open.sequence.setPlayerPosition((0, open_1.tickTime)(open, (0, ticks_1.ticksOf)(before.playhead, open.ticksPerFrame)));
    }
    if (JSON.stringify(now.selection) !== JSON.stringify(before.selection)) {
        await select(open, before.selection);
    }
    await restoreMutes(open, now.muted, before.muted);
    restoreMarks(open, now, before);
}
/** The marked stretch; Premiere gives the whole sequence, or nonsense, where none is marked. */
async function marks(open) {
    const { sequence, ticksPerFrame } = open;
    const [first, last] = [(0, open_1.ticksIn)(await sequence.getInPoint()), (0, open_1.ticksIn)(await sequence.getOutPoint())];
    const end = (0, open_1.ticksIn)(await sequence.getEndTime());
    if (first < 0n || last <= first || (first === 0n && last >= end)) {
        return [null, null];
    }
    return [(0, ticks_1.nearestFrame)(first, ticksPerFrame), (0, ticks_1.nearestFrame)(last, ticksPerFrame)];
}
function restoreMarks(open, now, before) {
    if (before.mark_in === null || before.mark_out === null) {
        return; // nothing of ours sets marks, and none can be taken away
    }
    if (now.mark_in !== before.mark_in || now.mark_out !== before.mark_out) {
        const [first, last] = [before.mark_in, before.mark_out].map((frame) => (0, open_1.tickTime)(open, (0, ticks_1.ticksOf)(frame, open.ticksPerFrame)));
        (0, open_1.transact)(open, "SceneScore", (add) => {
            add(open.sequence.createSetInPointAction(first));
            add(open.sequence.createSetOutPointAction(last));
        });
    }
}
// --- what is selected -----------------------------------------------------------------------------
async function eachClip(open, found) {
    for (const kind of KINDS) {
        for (const track of await (0, tracks_1.tracksOf)(open, kind)) {
            for (const item of (0, tracks_1.clipsOf)(open, track)) {
                await found(item, kind, track);
            }
        }
    }
}
async function selection(open) {
    const found = [];
    await eachClip(open, async (item, kind, track) => {
        if (await item.getIsSelected()) {
            const [start, end] = await (0, tracks_1.spanOf)(item);
            found.push({
                id: `${(0, tracks_1.trackId)(kind, track)}:${start}`,
                start_frame: (0, ticks_1.nearestFrame)(start, open.ticksPerFrame),
                end_frame: (0, ticks_1.nearestFrame)(end, open.ticksPerFrame),
            });
        }
    });
    return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}
async function select(open, wanted) {
    const ids = new Set(wanted.map((each) => each.id));
    const items = [];
    await eachClip(open, async (item, kind, track) => {
        const [start] = await (0, tracks_1.spanOf)(item);
        if (ids.has(`${(0, tracks_1.trackId)(kind, track)}:${start}`)) {
            items.push(item);
        }
    });
    if (!items.length) {
        await open.sequence.clearSelection();
        return;
    }
    open.app.TrackItemSelection.createEmptySelection((chosen) => {
        items.forEach((item) => chosen.addItem(item, true));
        open.sequence.setSelection(chosen);
    });
}
// --- what is mute ---------------------------------------------------------------------------------
async function muted(open) {
    const found = [];
    for (const kind of KINDS) {
        for (const track of await (0, tracks_1.tracksOf)(open, kind)) {
            if (await track.isMuted()) {
                found.push((0, tracks_1.trackId)(kind, track));
            }
        }
    }
    return found.sort();
}
async function restoreMutes(open, now, before) {
    for (const kind of KINDS) {
        for (const track of await (0, tracks_1.tracksOf)(open, kind)) {
            const id = (0, tracks_1.trackId)(kind, track);
            if (now.includes(id) !== before.includes(id)) {
                await track.setMute(before.includes(id));
            }
        }
    }
}
