"use strict";
/** Lanes of music in the sequence: found again, laid, taken out. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.laid = laid;
exports.swap = swap;
const bins_1 = require("./bins");
const newtrack_1 = require("./newtrack");
const open_1 = require("./open");
const registry_1 = require("./registry");
const ticks_1 = require("./ticks");
const tracks_1 = require("./tracks");
/** Our clips as they lie there now. */
async function laid(open) {
    return (await ours(open)).map((each) => each.laid);
}
async function ours(open) {
    const registry = await (0, registry_1.readRegistry)(open);
    const found = [];
    for (const track of await (0, tracks_1.tracksOf)(open, "audio")) {
        for (const item of (0, tracks_1.clipsOf)(open, track)) {
            const path = await (0, tracks_1.fileOf)(open, item);
            const known = registry.files[(0, registry_1.comparable)(path)];
            if (known) {
                found.push({ laid: await told(open, registry, track, item, path, known), item, track });
            }
        }
    }
    return found;
}
async function told(open, registry, track, item, path, known) {
    const [start, end] = await (0, tracks_1.spanOf)(item);
    return {
        track: nameOf(registry, track),
        ...known,
        path,
        start_frame: (0, ticks_1.fraction)(start, open.ticksPerFrame),
        end_frame: (0, ticks_1.fraction)(end, open.ticksPerFrame),
        source: (0, ticks_1.seconds)((0, open_1.ticksIn)(await item.getInPoint())),
        id: `${(0, tracks_1.trackId)("audio", track)}:${start}`,
    };
}
/** A track's name; before 26.3 tracks cannot be named, and ours are known by what we noted. */
function nameOf(registry, track) {
    return canBeNamed(track) ? track.name : (registry.tracks[track.id] ?? track.name);
}
function canBeNamed(track) {
    return "createSetNameAction" in track;
}
/**
 * Lay lanes in place of our clips of these ids, on tracks of ours, in one step of the undo. New
 * tracks are made before, what nothing plays any more goes after. May stop half way by throwing:
 * what it had laid by then is known as ours.
 */
async function swap(open, lanes, going) {
    const registry = await (0, registry_1.readRegistry)(open);
    lanes.forEach((lane) => {
        registry.files[(0, registry_1.comparable)(lane.path)] = { name: lane.name, cue: lane.cue };
    });
    await (0, registry_1.writeRegistry)(open, registry);
    const sounds = lanes.length ? await (0, bins_1.importSounds)(open, lanes.map((lane) => lane.path)) : new Map();
    const tracks = await tracksFor(open, lanes, sounds, registry);
    await (0, registry_1.writeRegistry)(open, registry);
    setRanges(open, lanes, sounds);
    await exchange(open, lanes, going, sounds, tracks);
    clearRanges(open, sounds);
    await forget(open);
    await (0, bins_1.tidy)(open);
}
/** A track of ours for each name: one of that name, one that was left empty, else a new one. */
async function tracksFor(open, lanes, sounds, registry) {
    const names = [...new Set(lanes.map((lane) => lane.track))];
    const free = (await (0, tracks_1.tracksOf)(open, "audio")).filter((track) => track.id in registry.tracks);
    const found = new Map();
    for (const name of names) {
        const same = free.findIndex((track) => registry.tracks[track.id] === name);
        const [track] = free.splice(Math.max(same, 0), 1);
        const lane = lanes.find((each) => each.track === name);
        const sound = sounds.get((0, registry_1.comparable)(lane.path));
        const taken = track ?? (await (0, newtrack_1.addTrack)(open, sound.item));
        registry.tracks[taken.id] = name;
        found.set(name, taken);
    }
    return found;
}
/** What of each sound is laid is set on the sound beforehand, in a step of its own. */
function setRanges(open, lanes, sounds) {
    if (!lanes.length) {
        return;
    }
    (0, open_1.transact)(open, "SceneScore", (add) => lanes.forEach((lane) => {
        const first = (0, ticks_1.ticksOf)(lane.source_frame, open.ticksPerFrame);
        const long = (0, ticks_1.ticksOf)(lane.end_frame - lane.start_frame, open.ticksPerFrame);
        const { clip } = sounds.get((0, registry_1.comparable)(lane.path));
        add(clip.createSetInOutPointsAction((0, open_1.tickTime)(open, first), (0, open_1.tickTime)(open, first + long)));
    }));
}
function clearRanges(open, sounds) {
    if (sounds.size) {
        (0, open_1.transact)(open, "SceneScore", (add) => sounds.forEach(({ clip }) => add(clip.createClearInOutPointsAction())));
    }
}
async function exchange(open, lanes, going, sounds, tracks) {
    const { app, sequence } = open;
    const old = (await ours(open)).filter((each) => going.includes(each.laid.id));
    const places = new Map();
    for (const track of tracks.values()) {
        places.set(track, await track.getIndex());
    }
    const editor = app.SequenceEditor.getEditor(sequence);
    (0, open_1.transact)(open, "SceneScore", (add) => {
        if (old.length) {
            app.TrackItemSelection.createEmptySelection((selection) => {
                old.forEach((each) => selection.addItem(each.item, true));
                add(editor.createRemoveItemsAction(selection, false, app.Constants.MediaType.AUDIO, false));
            });
        }
        for (const lane of lanes) {
            const { item } = sounds.get((0, registry_1.comparable)(lane.path));
            const time = (0, open_1.tickTime)(open, (0, ticks_1.ticksOf)(lane.start_frame, open.ticksPerFrame));
            const index = places.get(tracks.get(lane.track));
            add(editor.createOverwriteItemAction(item, time, 0, index));
        }
        for (const [name, track] of tracks) {
            if (canBeNamed(track) && track.name !== name) {
                add(track.createSetNameAction(name));
            }
        }
    });
}
/** Note only what still lies there. */
async function forget(open) {
    const registry = await (0, registry_1.readRegistry)(open);
    const there = new Set((await laid(open)).map((each) => (0, registry_1.comparable)(each.path)));
    const ids = new Set((await (0, tracks_1.tracksOf)(open, "audio")).map((track) => `${track.id}`));
    const kept = (all, keep) => Object.fromEntries(Object.entries(all).filter(([key]) => keep.has(key)));
    await (0, registry_1.writeRegistry)(open, { files: kept(registry.files, there), tracks: kept(registry.tracks, ids) });
}
