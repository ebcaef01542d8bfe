/** Our bin in the project panel, and the sounds in it. */

import type { ClipProjectItem, FolderItem, ProjectItem } from "@adobe/premierepro";
import { Open, transact } from "./open";
import { comparable, readRegistry } from "./registry";
import { Refused } from "./said";

export const BIN = "SceneScore";

/** Our bin, made where there is none. */
export async function ourBin(open: Open): Promise<FolderItem> {
  const root = await open.project.getRootItem();
  if (!(await findBin(open))) {
    transact(open, "SceneScore", (add) => add(root.createBinAction(BIN, false)));
  }
  const made = await findBin(open);
  if (!made) {
    throw new Refused(
      "Premiere Pro makes no bin for the music.",
      "Look whether the project is locked or read only.",
    );
  }
  return made;
}

/** Our bin, found by walking the project's uppermost items, or null. */
async function findBin(open: Open): Promise<FolderItem | null> {
  const { ProjectItem, FolderItem } = open.app;
  const items = await (await open.project.getRootItem()).getItems();
  const bin = items.find((item) => item.type === ProjectItem.TYPE_BIN && item.name === BIN);
  return bin ? FolderItem.cast(bin) : null;
}

/** The sounds in our bin by the path of their file. */
async function sounds(open: Open, bin: FolderItem): Promise<Map<string, ProjectItem>> {
  const found = new Map<string, ProjectItem>();
  for (const item of await bin.getItems()) {
    const clip = open.app.ClipProjectItem.cast(item);
    if (clip) {
      found.set(comparable(await clip.getMediaFilePath()), item);
    }
  }
  return found;
}

/** A sound of ours in the project: the same thing as Premiere's two views of it. */
export interface Sound {
  item: ProjectItem;
  clip: ClipProjectItem;
}

/** Import files into our bin, those that are not there yet; what came of it is looked for, not believed. */
export async function importSounds(open: Open, paths: string[]): Promise<Map<string, Sound>> {
  const bin = await ourBin(open);
  const there = await sounds(open, bin);
  const missing = [...new Set(paths)].filter((path) => !there.has(comparable(path)));
  if (missing.length) {
    await open.project.importFiles(missing, true, open.app.ProjectItem.cast(bin), false);
  }
  const all = missing.length ? await sounds(open, bin) : there;
  const found = new Map<string, Sound>();
  for (const path of paths) {
    const item = all.get(comparable(path));
    if (!item) {
      throw new Refused(
        `Premiere Pro did not import ${path.split(/[\\/]/).pop()}.`,
        "Look whether the file can be opened by Premiere Pro and the project is not locked.",
      );
    }
    found.set(comparable(path), { item, clip: open.app.ClipProjectItem.cast(item) });
  }
  return found;
}

/** Take sounds that no sequence of the project has any more out of our bin, and the bin when empty. */
export async function tidy(open: Open): Promise<void> {
  const bin = await findBin(open);
  if (!bin) {
    return;
  }
  const used = new Set<string>();
  for (const sequence of await open.project.getSequences()) {
    Object.keys((await readRegistry(open, sequence)).files).forEach((path) => used.add(path));
  }
  const idle = [...(await sounds(open, bin))].filter(([path]) => !used.has(path));
  if (idle.length) {
    transact(open, "SceneScore", (add) =>
      idle.forEach(([, item]) => add(bin.createRemoveItemAction(item))),
    );
  }
  if (!(await bin.getItems()).length) {
    const root = await open.project.getRootItem();
    const item = open.app.ProjectItem.cast(bin);
    transact(open, "SceneScore", (add) => add(root.createRemoveItemAction(item)));
  }
}
