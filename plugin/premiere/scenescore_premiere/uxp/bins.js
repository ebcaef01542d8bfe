"use strict";
/** Our bin in the project panel, and the sounds in it. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.BIN = void 0;
exports.ourBin = ourBin;
exports.importSounds = importSounds;
exports.tidy = tidy;
const open_1 = require("./open");
const registry_1 = require("./registry");
const said_1 = require("./said");
exports.BIN = "SceneScore";
/** Our bin, made where there is none. */
async function ourBin(open) {
    const root = await open.project.getRootItem();
    if (!(await findBin(open))) {
        (0, open_1.transact)(open, "SceneScore", (add) => add(root.createBinAction(exports.BIN, false)));
    }
    const made = await findBin(open);
    if (!made) {
        throw new said_1.Refused("Premiere Pro makes no bin for the music.", "Look whether the project is locked or read only.");
    }
    return made;
}
/** Our bin, found by walking the project's uppermost items, or null. */
async function findBin(open) {
    const { ProjectItem, FolderItem } = open.app;
    const items = await (await open.project.getRootItem()).getItems();
    const bin = items.find((item) => item.type === ProjectItem.TYPE_BIN && item.name === exports.BIN);
    return bin ? FolderItem.cast(bin) : null;
}
/** The sounds in our bin by the path of their file. */
async function sounds(open, bin) {
    const found = new Map();
    for (const item of await bin.getItems()) {
        const clip = open.app.ClipProjectItem.cast(item);
        if (clip) {
            found.set((0, registry_1.comparable)(await clip.getMediaFilePath()), item);
        }
    }
    return found;
}
/** Import files into our bin, those that are not there yet; what came of it is looked for, not believed. */
async function importSounds(open, paths) {
    const bin = await ourBin(open);
    const there = await sounds(open, bin);
    const missing = [...new Set(paths)].filter((path) => !there.has((0, registry_1.comparable)(path)));
    if (missing.length) {
        await open.project.importFiles(missing, true, open.app.ProjectItem.cast(bin), false);
    }
    const all = missing.length ? await sounds(open, bin) : there;
    const found = new Map();
    for (const path of paths) {
        const item = all.get((0, registry_1.comparable)(path));
        if (!item) {
            throw new said_1.Refused(`Premiere Pro did not import ${path.split(/[\\/]/).pop()}.`, "Look whether the file can be opened by Premiere Pro and the project is not locked.");
        }
        found.set((0, registry_1.comparable)(path), { item, clip: open.app.ClipProjectItem.cast(item) });
    }
    return found;
}
/** Take sounds that no sequence of the project has any more out of our bin, and the bin when empty. */
async function tidy(open) {
    const bin = await findBin(open);
    if (!bin) {
        return;
    }
    const used = new Set();
    for (const sequence of await open.project.getSequences()) {
        Object.keys((await (0, registry_1.readRegistry)(open, sequence)).files).forEach((path) => used.add(path));
    }
    const idle = [...(await sounds(open, bin))].filter(([path]) => !used.has(path));
    if (idle.length) {
        (0, open_1.transact)(open, "SceneScore", (add) => idle.forEach(([, item]) => add(bin.createRemoveItemAction(item))));
    }
    if (!(await bin.getItems()).length) {
        const root = await open.project.getRootItem();
        const item = open.app.ProjectItem.cast(bin);
        (0, open_1.transact)(open, "SceneScore", (add) => add(root.createRemoveItemAction(item)));
    }
}
