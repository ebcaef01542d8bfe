/** Where the bridge listens: a file that it writes for its user (docs/bridge.md). */

import type { Announcement } from "./bridge";

/** The parts of UXP that are needed to find and read it. */
export interface Computer {
  home: string;
  platform: string;
  /** The text of a file, by its path as the system has it. */
  read(path: string): string;
}

/** The file, by the system: as platformdirs names the user's data folder of “scenescore”. */
export function announcementPath({ home, platform }: Computer): string {
  if (platform.startsWith("win")) {
    return `${home}\\AppData\\Local\\scenescore\\scenescore\\bridge.json`;
  }
  const folder = platform === "darwin" ? "Library/Application Support" : ".local/share";
  return `${home}/${folder}/scenescore/bridge.json`;
}

/** What it says, or null where no bridge runs. */
export function findBridge(computer: Computer): Announcement | null {
  try {
    const { port, token } = JSON.parse(computer.read(announcementPath(computer))) as Announcement;
    return { port, token };
  } catch {
    return null;
  }
}
