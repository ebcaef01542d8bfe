"use strict";
/**
 * What is ours in a sequence: kept in the sequence's own properties, so that it is saved with the
 * project, copied with the sequence, and undone with the step that wrote it.
 */
Object.defineProperty(exports, "__esModule", { value: true });
exports.KEY = void 0;
exports.comparable = comparable;
exports.readRegistry = readRegistry;
exports.writeRegistry = writeRegistry;
const open_1 = require("./open");
exports.KEY = "scenescore.ours";
/** Paths that can be compared, however Premiere spells them. */
function comparable(path) {
    const plain = path.replace(/^\\\\\?\\/, "").replace(/\\/g, "/").normalize("NFC");
    return /^[A-Za-z]:/.test(plain) ? plain.toLowerCase() : plain;
}
/** What is ours in a sequence; nothing where nothing is noted, or what is noted cannot be read. */
async function readRegistry(open, sequence = open.sequence) {
    const none = { files: {}, tracks: {} };
    const properties = await open.app.Properties.getProperties(sequence);
    if (!properties.hasValue(exports.KEY)) {
        return none;
    }
    try {
        return { ...none, ...JSON.parse(properties.getValue(exports.KEY)) };
    }
    catch {
        return none;
    }
}
/** Note what is ours; nothing is noted where there is nothing. */
async function writeRegistry(open, registry) {
    const properties = await open.app.Properties.getProperties(open.sequence);
    const empty = !Object.keys(registry.files).length && !Object.keys(registry.tracks).length;
    if (empty && !properties.hasValue(exports.KEY)) {
        return;
    }
    (0, open_1.transact)(open, "SceneScore", (add) => add(empty
        ? properties.createClearValueAction(exports.KEY)
        : properties.createSetValueAction(exports.KEY, JSON.stringify(registry), open.app.Constants.PropertyType.PERSISTENT)));
}
