"use strict";
/** What the panel and the bridge tell each other (docs/bridge.md), and what Python reads of it. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Refused = void 0;
/** Why something was not done: a sentence, what to do, and the class of the error in Python. */
class Refused extends Error {
    constructor(message, hint, kind = "LanesRefused") {
        super(message);
        this.hint = hint;
        this.kind = kind;
    }
}
exports.Refused = Refused;
