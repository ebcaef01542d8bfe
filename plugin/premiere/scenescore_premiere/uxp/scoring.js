"use strict";
/** From the open sequence to music in it, step by step, by orders to the engine. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Scoring = void 0;
exports.lies = lies;
exports.markedIn = markedIn;
exports.lookedAt = lookedAt;
/** The work on one sequence. Rejects as the bridge does. */
class Scoring {
    constructor(bridge, host, memory, now = () => new Date()) {
        this.bridge = bridge;
        this.host = host;
        this.memory = memory;
        this.now = now;
        this.project = "";
        this.source = "";
        this.folder = "";
        this.found = null;
        this.undoing = null;
    }
    /** Whether a sequence is open. */
    async isOpen() {
        const { sequence } = (await this.host.answer("check", {}));
        return Boolean(sequence);
    }
    /** Read the open sequence and find its scenes. */
    async find(reading, analysing) {
        const { path } = (await this.host.answer("check", {}));
        this.project = path;
        await this.bridge.open(path);
        const read = (await this.bridge.order("host_read", {}, reading));
        this.source = read.source;
        this.folder = await this.bridge.open(read.source);
        await this.bridge.order("analyse", {}, analysing);
        const scenes = await this.bridge.scenes();
        const { key, name, state } = read;
        this.found = { key, name, scenes, marked: markedIn(state), looked: lookedAt(state, scenes) };
        return this.found;
    }
    /** Make music; none where none is wanted. */
    async score(wanted, told) {
        await this.bridge.open(this.source);
        const { stretch, which } = asked(wanted);
        const scored = await this.bridge.order("score", which, told);
        return { takes: scored["takes"], stretch };
    }
    /** Write the sound files: what was made now, and the music of other scenes that lies there. */
    async write(ready, told) {
        const { laid } = (await this.host.answer("laid", {}));
        const others = this.taken().filter((each) => !overlap(each.stretch, ready.stretch));
        const takes = [...others.filter((each) => lies(each.stretch, laid)), ready];
        const slash = this.folder.includes("\\") ? "\\" : "/";
        const target = `${this.folder}${slash}music ${this.now().toISOString().replace(/[:.]/g, "-")}`;
        const names = takes.flatMap((each) => each.takes);
        const { lanes } = await this.bridge.order("accept", { takes: names, target }, told);
        return { takes, lanes };
    }
    /** Lay them into the sequence; how many clips lie there now. Not to be cancelled half way. */
    async lay({ takes, lanes }) {
        await this.bridge.open(this.project);
        const written = await this.bridge.order("host_write", { lanes });
        const receipt = written["receipt"];
        this.undoing = { receipt, takes: this.taken() };
        this.remember(takes);
        return receipt.laid.length;
    }
    /** Take back what was laid last; the music of before comes back. */
    async undo() {
        if (this.undoing) {
            await this.bridge.open(this.project);
            await this.bridge.order("host_undo", { receipt: this.undoing.receipt });
            this.remember(this.undoing.takes);
            this.undoing = null;
        }
    }
    taken() {
        return JSON.parse(this.memory.getItem(this.memoryKey()) ?? "[]");
    }
    remember(takes) {
        this.memory.setItem(this.memoryKey(), JSON.stringify(takes));
    }
    memoryKey() {
        return `takes of ${this.found?.key ?? ""}`;
    }
}
exports.Scoring = Scoring;
/** What is wanted as a stretch of the sequence, none being all, and as the engine is asked for it. */
function asked(wanted) {
    if (wanted === "whole") {
        return { stretch: null, which: {} };
    }
    if ("scene" in wanted) {
        const { number, start_frame, end_frame } = wanted.scene;
        return { stretch: { start: start_frame, end: end_frame }, which: { scene: number } };
    }
    const { stretch } = wanted;
    return { stretch, which: { from_frame: stretch.start, to_frame: stretch.end } };
}
/** Whether music of ours lies in a stretch still: the editor may have taken it out by hand. */
function lies(stretch, laid) {
    return laid.some((each) => {
        const [start, end] = [each.start_frame, each.end_frame].map(frameOf);
        const middle = (start + end) / 2;
        return !stretch || (stretch.start <= middle && middle < stretch.end);
    });
}
/** The frame in a fraction such as "240/1". */
function frameOf(fraction) {
    const [over, under = "1"] = fraction.split("/");
    return Number(over) / Number(under);
}
/** Whether two stretches share a frame; none is all. */
function overlap(one, other) {
    return !one || !other || (one.start < other.end && other.start < one.end);
}
/** What is selected, else marked: as `looked_at` (scenescore.hosting) has it. */
function markedIn(state) {
    if (state.selection.length) {
        return {
            start: Math.max(0, Math.min(...state.selection.map((each) => each.start_frame))),
            end: Math.max(...state.selection.map((each) => each.end_frame)),
        };
    }
    return state.mark_in !== null && state.mark_out !== null
        ? { start: state.mark_in, end: state.mark_out }
        : null;
}
/** The scene that holds most of what the editor looks at, the first of equals. */
function lookedAt(state, scenes) {
    const playhead = state.playhead === null ? null : { start: state.playhead, end: state.playhead + 1 };
    const looked = markedIn(state) ?? playhead;
    let [best, most] = [null, 0];
    for (const scene of looked ? scenes : []) {
        const { start, end } = looked;
        const shared = Math.min(end, scene.end_frame) - Math.max(start, scene.start_frame);
        if (shared > most) {
            [best, most] = [scene.number, shared];
        }
    }
    return best;
}
