"use strict";
/** The panel's page: what is shown when, and what its buttons do. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Panel = void 0;
const announcement_1 = require("./announcement");
const bridge_1 = require("./bridge");
const host_1 = require("./host");
const rows_1 = require("./rows");
const said_1 = require("./said");
const scoring_1 = require("./scoring");
const strings_1 = require("./strings");
const VERSION = "0.1.0";
const RETRY_MS = 2000;
/** The page; shows itself in `place` from `start` on. */
class Panel {
    constructor(place, around) {
        this.place = place;
        this.around = around;
        this.bridge = null;
        this.scoring = null;
        this.found = null;
        this.language = (0, strings_1.languageOf)(around.locale);
        this.host = new host_1.Host(around.app, around.version);
    }
    /** Connect, and again whenever the connection ends. */
    async start() {
        try {
            const at = (0, announcement_1.findBridge)(this.around.computer);
            if (!at) {
                throw new bridge_1.Failed("no bridge");
            }
            this.bridge = await bridge_1.Bridge.connect(at, this.host, VERSION, this.language);
        }
        catch (error) {
            this.away(error instanceof bridge_1.OtherVersion ? "other_version" : "away");
            return;
        }
        this.bridge.onEnd = () => this.away("away");
        this.scoring = new scoring_1.Scoring(this.bridge, this.host, localStorage);
        await this.first();
    }
    away(why) {
        this.bridge = null;
        this.message(why, `${why}_hint`);
        setTimeout(() => void this.start(), RETRY_MS);
    }
    // --- what is shown ------------------------------------------------------------------------------
    async first() {
        const isOpen = await this.scoring?.isOpen().catch(() => false);
        if (isOpen) {
            this.message("unread", "unread_hint", this.button("find", () => void this.find(), true));
        }
        else {
            this.message("nothing", "nothing_hint", this.button("look_again", () => void this.first(), true));
        }
    }
    async find() {
        await this.work("reading", async (told) => {
            this.found = await this.scoring.find(told("reading"), told("analysing"));
            this.list();
        });
    }
    list() {
        const found = this.found;
        const again = this.button("find_again", () => void this.find());
        if (!found?.scenes.length) {
            this.message("no_scenes", "no_scenes_hint", again);
            return;
        }
        const score = (0, rows_1.make)("button", "main");
        const rows = new rows_1.Rows(score, (word) => this.say(word));
        const marked = found.marked && rows.add([this.say("marked")], "score_marked", { stretch: found.marked });
        const scenes = found.scenes.map((scene) => rows.add(this.texts(scene), "score", { scene }));
        const whole = rows.add([this.say("whole")], "score_whole", "whole");
        const looked = scenes[found.scenes.findIndex((scene) => scene.number === found.looked)];
        const chosen = looked ?? marked ?? whole;
        chosen.click();
        score.onclick = () => void this.score(rows.wanted);
        this.show((0, rows_1.make)("h1", "", found.name), rows.place, score, again);
        chosen.scrollIntoView();
    }
    texts(scene) {
        const long = this.say("seconds", Math.round(scene.seconds));
        return [this.say("scene", scene.number), `${scene.start} · ${long}`, scene.summary];
    }
    async score(wanted) {
        await this.work("composing", async (told) => {
            const ready = await this.scoring.score(wanted, told("composing"));
            if (ready.takes.length) {
                this.ready(ready);
            }
            else {
                this.message("no_music", "no_music_hint", this.button("back", () => this.list(), true));
            }
        });
    }
    ready(ready) {
        this.show((0, rows_1.make)("h1", "", this.say("ready", ready.takes.length)), (0, rows_1.make)("p", "", this.say("ready_hint")), this.button("accept", () => void this.lay(ready), true), this.button("discard", () => this.list()));
    }
    async lay(ready) {
        const scoring = this.scoring;
        await this.work("writing", async (told) => {
            const written = await scoring.write(ready, told("writing"));
            await this.deed("laying", async () => this.laid(await scoring.lay(written)));
        });
    }
    laid(count) {
        this.show((0, rows_1.make)("h1", "", this.say("laid", count)), (0, rows_1.make)("p", "", this.say("laid_hint")), this.button("go_on", () => this.list(), true), this.button("undo", () => void this.undo()));
    }
    async undo() {
        await this.deed("undoing", async () => {
            await this.scoring.undo();
            this.list();
        });
    }
    // --- how it is shown ----------------------------------------------------------------------------
    /** Show progress while something is done, and why not where it fails. */
    async work(first, doing) {
        const title = (0, rows_1.make)("h1", "", this.say(first));
        const bar = (0, rows_1.make)("div", "bar");
        const done = (0, rows_1.make)("div", "done");
        bar.append(done);
        this.show(title, bar, this.button("cancel", () => this.bridge?.cancel()));
        try {
            await doing((word) => (progress) => {
                title.textContent = this.say(word);
                done.style.width = `${Math.round(100 * progress.total)}%`;
            });
        }
        catch (error) {
            this.failed(error);
        }
    }
    /** Have something done in Premiere: it is over soon, and not to be stopped half way. */
    async deed(word, doing) {
        this.show((0, rows_1.make)("h1", "", this.say(word)));
        try {
            await doing();
        }
        catch (error) {
            this.failed(error);
        }
    }
    failed(error) {
        if (!this.bridge) {
            return; // the connection ended, which is shown already
        }
        const texts = error instanceof bridge_1.Stopped
            ? [this.say("stopped")]
            : error instanceof bridge_1.Failed || error instanceof said_1.Refused
                ? [(0, strings_1.sentence)(this.language, error.message), (0, strings_1.sentence)(this.language, error.hint)]
                : [String(error)];
        const back = this.button("back", () => (this.found ? this.list() : void this.first()), true);
        this.show((0, rows_1.make)("h1", "", texts[0]), (0, rows_1.make)("p", "", texts[1] ?? ""), back);
    }
    message(title, hint, ...more) {
        this.show((0, rows_1.make)("h1", "", this.say(title)), (0, rows_1.make)("p", "", this.say(hint)), ...more);
    }
    show(...parts) {
        while (this.place.firstChild) {
            this.place.removeChild(this.place.firstChild);
        }
        this.place.append(...parts);
    }
    button(word, deed, isMain = false) {
        const made = (0, rows_1.make)("button", isMain ? "main" : "", this.say(word));
        made.id = word;
        made.onclick = deed;
        return made;
    }
    say(word, ...filled) {
        return (0, strings_1.say)(this.language, word, ...filled);
    }
}
exports.Panel = Panel;
