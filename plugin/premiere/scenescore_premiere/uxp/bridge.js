"use strict";
/** A client of the bridge (docs/bridge.md): orders out, what comes of them in, calls answered. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Bridge = exports.Stopped = exports.OtherVersion = exports.Failed = exports.PROTOCOL = void 0;
const said_1 = require("./said");
exports.PROTOCOL = 1;
const HOST = "premiere";
/** The code with which the bridge lets go of a panel that speaks another protocol (docs/bridge.md). */
const OTHER_VERSION = 4001;
/** What was ordered did not come to be: why, in a sentence, and what to do. */
class Failed extends Error {
    constructor(message, hint = "", kind = "") {
        super(message);
        this.hint = hint;
        this.kind = kind;
    }
}
exports.Failed = Failed;
/** The bridge is of another version than this panel. */
class OtherVersion extends Failed {
}
exports.OtherVersion = OtherVersion;
/** The user stopped it. */
class Stopped extends Error {
}
exports.Stopped = Stopped;
/** A connection, from its welcome to its end. */
class Bridge {
    constructor(socket, host) {
        this.socket = socket;
        this.host = host;
        /** Called once when the connection has ended. */
        this.onEnd = () => undefined;
        this.waiting = new Map();
        this.number = 0;
        this.ended = false;
    }
    /** Connect and say hello. Rejects with Failed where nobody answers, OtherVersion where those differ. */
    static connect(at, host, version, language = "en") {
        return new Promise((welcome, refuse) => {
            const socket = new WebSocket(`ws://127.0.0.1:${at.port}/v1/socket`, [
                "scenescore.v1",
                `scenescore.token.${at.token}`,
            ]);
            const bridge = new Bridge(socket, host);
            socket.onopen = () => {
                const name = "SceneScore for Premiere Pro";
                bridge.say({ type: "hello", protocol: exports.PROTOCOL, name, version, host: HOST, language });
            };
            socket.onmessage = (event) => {
                const message = JSON.parse(String(event.data));
                if (message.type === "welcome") {
                    welcome(bridge);
                }
                bridge.hear(message);
            };
            socket.onclose = ({ code }) => {
                refuse(code === OTHER_VERSION ? new OtherVersion("other version") : new Failed("no bridge"));
                bridge.end();
            };
            socket.onerror = () => refuse(new Failed("no bridge"));
        });
    }
    /** Work on this edit from now on; the folder of what its orders make. */
    async open(path) {
        const said = await this.ask({ type: "open", source: { path } });
        return said.answer["folder"];
    }
    /** The scenes of the edit that was opened and analysed. */
    async scenes() {
        const said = await this.ask({ type: "scenes" });
        return said.answer["scenes"];
    }
    /** Have something done. Rejects with Failed or Stopped. */
    async order(command, args = {}, progressed = () => undefined) {
        const said = await this.ask({ type: "start", command, arguments: args }, progressed);
        return said.answer["result"];
    }
    /** Stop what runs; it is rejected with Stopped when it has stopped. */
    cancel() {
        for (const id of this.waiting.keys()) {
            this.say({ type: "cancel", id });
        }
    }
    close() {
        this.socket.close();
    }
    ask(message, progressed = () => undefined) {
        if (this.ended) {
            return Promise.reject(new Failed("no bridge"));
        }
        const id = `p${++this.number}`;
        return new Promise((done, failed) => {
            this.waiting.set(id, { done: (answer) => done({ answer }), failed, progressed });
            this.say({ ...message, id });
        });
    }
    say(message) {
        this.socket.send(JSON.stringify(message));
    }
    hear(message) {
        if (message.type === "call") {
            void this.answer(message);
            return;
        }
        const waiting = this.waiting.get(message.id ?? "");
        if (!waiting) {
            return;
        }
        if (message.type === "progress") {
            waiting.progressed(message);
            return;
        }
        this.waiting.delete(message.id ?? "");
        if (message.type === "failed") {
            const { message: why, hint, kind } = message;
            waiting.failed(new Failed(why ?? "", hint, kind));
        }
        else if (message.type === "cancelled") {
            waiting.failed(new Stopped());
        }
        else {
            waiting.done(message);
        }
    }
    async answer(call) {
        const given = (call["arguments"] ?? {});
        try {
            const result = await this.host.answer(call["name"], given);
            this.say({ type: "answer", id: call.id, result });
        }
        catch (error) {
            const { message, hint, kind } = error instanceof said_1.Refused ? error : unexpected(error);
            this.say({ type: "answer", id: call.id, message: message.slice(0, 1000), hint, kind });
        }
    }
    end() {
        this.ended = true;
        const gone = new Failed("no bridge");
        this.waiting.forEach((each) => each.failed(gone));
        this.waiting.clear();
        this.onEnd();
    }
}
exports.Bridge = Bridge;
/** Premiere's own errors are of any kind. */
function unexpected(error) {
    return new said_1.Refused(`Premiere Pro could not do what was asked (${String(error).slice(0, 300)}).`, "Save the project, start Premiere Pro anew and try again.");
}
