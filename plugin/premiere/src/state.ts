/** What the editor has before them, and finds again: `scenescore.hosting.UserState`. */

import type { TrackItemSelection } from "@adobe/premierepro";
import { Open, tickTime, ticksIn, transact } from "./open";
import { Selected, UserState } from "./said";
import { frameAt, nearestFrame, ticksOf } from "./ticks";
import { Item, Kind, Track, clipsOf, spanOf, trackId, tracksOf } from "./tracks";

const KINDS: readonly Kind[] = ["video", "audio"];

/** The playhead, the marks, what is selected, which tracks are mute, where imports go. */
export async function state(open: Open): Promise<UserState> {
  const { sequence, ticksPerFrame } = open;
  const [mark_in, mark_out] = await marks(open);
  const playhead = frameAt(ticksIn(await sequence.getPlayerPosition()), ticksPerFrame);
  const bin = await open.project.getInsertionBin();
  return {
    playhead,
    mark_in,
    mark_out,
    selection: await selection(open),
    muted: await muted(open),
    bin: bin ? bin.getId() : "",
  };
}

/** Put it back; what is the same already is not touched. The bin cannot be set: it is never changed. */
export async function restore(open: Open, before: UserState): Promise<void> {
  const now = await state(open);
  if (before.playhead !== null && now.playhead !== before.playhead) {
    await open.sequence.setPlayerPosition(tickTime(open, ticksOf(before.playhead, open.ticksPerFrame)));
  }
  if (JSON.stringify(now.selection) !== JSON.stringify(before.selection)) {
    await select(open, before.selection);
  }
  await restoreMutes(open, now.muted, before.muted);
  restoreMarks(open, now, before);
}

/** The marked stretch; Premiere gives the whole sequence, or nonsense, where none is marked. */
async function marks(open: Open): Promise<[number, number] | [null, null]> {
  const { sequence, ticksPerFrame } = open;
  const [first, last] = [ticksIn(await sequence.getInPoint()), ticksIn(await sequence.getOutPoint())];
  const end = ticksIn(await sequence.getEndTime());
  if (first < 0n || last <= first || (first === 0n && last >= end)) {
    return [null, null];
  }
  return [nearestFrame(first, ticksPerFrame), nearestFrame(last, ticksPerFrame)];
}

function restoreMarks(open: Open, now: UserState, before: UserState): void {
  if (before.mark_in === null || before.mark_out === null) {
    return; // nothing of ours sets marks, and none can be taken away
  }
  if (now.mark_in !== before.mark_in || now.mark_out !== before.mark_out) {
    const [first, last] = [before.mark_in, before.mark_out].map((frame) =>
      tickTime(open, ticksOf(frame, open.ticksPerFrame)),
    ) as [ReturnType<typeof tickTime>, ReturnType<typeof tickTime>];
    transact(open, "SceneScore", (add) => {
      add(open.sequence.createSetInPointAction(first));
      add(open.sequence.createSetOutPointAction(last));
    });
  }
}

// --- what is selected -----------------------------------------------------------------------------

async function eachClip(open: Open, found: (item: Item, kind: Kind, track: Track) => Promise<void>): Promise<void> {
  for (const kind of KINDS) {
    for (const track of await tracksOf(open, kind)) {
      for (const item of clipsOf(open, track)) {
        await found(item, kind, track);
      }
    }
  }
}

async function selection(open: Open): Promise<Selected[]> {
  const found: Selected[] = [];
  await eachClip(open, async (item, kind, track) => {
    if (await item.getIsSelected()) {
      const [start, end] = await spanOf(item);
      found.push({
        id: `${trackId(kind, track)}:${start}`,
        start_frame: nearestFrame(start, open.ticksPerFrame),
        end_frame: nearestFrame(end, open.ticksPerFrame),
      });
    }
  });
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

async function select(open: Open, wanted: readonly Selected[]): Promise<void> {
  const ids = new Set(wanted.map((each) => each.id));
  const items: Item[] = [];
  await eachClip(open, async (item, kind, track) => {
    const [start] = await spanOf(item);
    if (ids.has(`${trackId(kind, track)}:${start}`)) {
      items.push(item);
    }
  });
  if (!items.length) {
    await open.sequence.clearSelection();
    return;
  }
  open.app.TrackItemSelection.createEmptySelection((chosen: TrackItemSelection) => {
    items.forEach((item) => chosen.addItem(item, true));
    open.sequence.setSelection(chosen);
  });
}

// --- what is mute ---------------------------------------------------------------------------------

async function muted(open: Open): Promise<string[]> {
  const found: string[] = [];
  for (const kind of KINDS) {
    for (const track of await tracksOf(open, kind)) {
      if (await track.isMuted()) {
        found.push(trackId(kind, track));
      }
    }
  }
  return found.sort();
}

async function restoreMutes(open: Open, now: readonly string[], before: readonly string[]): Promise<void> {
  for (const kind of KINDS) {
    for (const track of await tracksOf(open, kind)) {
      const id = trackId(kind, track);
      if (now.includes(id) !== before.includes(id)) {
        await track.setMute(before.includes(id));
      }
    }
  }
}
