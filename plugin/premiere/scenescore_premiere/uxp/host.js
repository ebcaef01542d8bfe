"use strict";
/** What the engine may ask of Premiere: one deed a call, as `PremiereDesk` (Python) asks for them. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Host = void 0;
const laying_1 = require("./laying");
const open_1 = require("./open");
const reading_1 = require("./reading");
const said_1 = require("./said");
const state_1 = require("./state");
/** An answer's text may not be longer: the bridge takes a message of 1 MiB, in bytes. */
const PART = 200000;
/** Answers calls over one program; deeds follow each other, never overlap. */
class Host {
    constructor(app, version) {
        this.app = app;
        this.version = version;
        this.parts = [];
        this.last = Promise.resolve();
        this.deeds = {
            key: async (open) => ({
                key: `${open.project.guid.toString()}#${open.sequence.guid.toString()}`,
            }),
            clock: reading_1.clock,
            state: state_1.state,
            restore: async (open, given) => {
                await (0, state_1.restore)(open, given["state"]);
                return {};
            },
            tell: async (open) => {
                const text = plain(JSON.stringify(await (0, reading_1.tell)(open)));
                this.parts = [];
                for (let at = 0; at < text.length; at += PART) {
                    this.parts.push(text.slice(at, at + PART));
                }
                return { parts: this.parts.length };
            },
            part: async (_, given) => ({ text: this.parts[given["number"]] ?? "" }),
            export_otio: async (open, given) => {
                const { ProjectConverter } = this.app;
                await ProjectConverter.exportAsOpenTimelineIO(open.sequence, given["path"], true);
                return {};
            },
            laid: async (open) => ({ laid: await (0, laying_1.laid)(open) }),
            swap: async (open, given) => {
                await (0, laying_1.swap)(open, given["lanes"], given["going"]);
                return {};
            },
        };
    }
    /** Do what is called for. Refuses with a sentence. */
    answer(name, given) {
        const done = this.last.then(() => this.answerNow(name, given));
        this.last = done.catch(() => undefined);
        return done;
    }
    async answerNow(name, given) {
        if (name === "check") {
            return this.check();
        }
        const deed = Object.prototype.hasOwnProperty.call(this.deeds, name) ? this.deeds[name] : undefined;
        if (!deed) {
            throw new said_1.Refused("The panel in Premiere Pro does not know this request.", "Update the panel: run SceneScore's installer again.", "HostUnavailable");
        }
        return deed(await (0, open_1.findOpen)(this.app), given);
    }
    async check() {
        const project = await this.app.Project.getActiveProject();
        const sequence = project && (await project.getActiveSequence());
        return {
            version: this.version,
            project: project?.name ?? "",
            path: project?.path ?? "",
            sequence: sequence?.name ?? "",
            exports_otio: "exportAsOpenTimelineIO" in this.app.ProjectConverter,
        };
    }
}
exports.Host = Host;
/** JSON without a character that a cut could break. */
function plain(json) {
    return json.replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
