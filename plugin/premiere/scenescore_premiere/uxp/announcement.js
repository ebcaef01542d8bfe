"use strict";
/** Where the bridge listens: a file that it writes for its user (docs/bridge.md). */
Object.defineProperty(exports, "__esModule", { value: true });
exports.announcementPath = announcementPath;
exports.findBridge = findBridge;
/** The file, by the system: as platformdirs names the user's data folder of “scenescore”. */
function announcementPath({ home, platform }) {
    if (platform.startsWith("win")) {
        return `${home}\\AppData\\Local\\scenescore\\scenescore\\bridge.json`;
    }
    const folder = platform === "darwin" ? "Library/Application Support" : ".local/share";
    return `${home}/${folder}/scenescore/bridge.json`;
}
/** What it says, or null where no bridge runs. */
function findBridge(computer) {
    try {
        const { port, token } = JSON.parse(computer.read(announcementPath(computer)));
        return { port, token };
    }
    catch {
        return null;
    }
}
