/** From the open sequence to music in it, step by step, by orders to the engine. */

import type { Bridge, Progress } from "./bridge";
import type { Host } from "./host";
import type { Laid, UserState } from "./said";

export interface Scene {
  number: number;
  start_frame: number;
  end_frame: number;
  start: string;
  seconds: number;
  summary: string;
}

/** The sequence as it was read, with its scenes and what the editor looks at. */
export interface Found {
  key: string;
  name: string;
  scenes: Scene[];
  marked: Stretch | null;
  /** The number of the scene that the editor looks at. */
  looked: number | null;
}

/** Frames [start, end). */
export interface Stretch {
  start: number;
  end: number;
}

/** What is to be scored: a scene, a stretch, or all. */
export type Wanted = { scene: Scene } | { stretch: Stretch } | "whole";

/** Takes that are ready to be laid. */
export interface Ready {
  takes: string[];
  stretch: Stretch | null;
}

/** Sound files that are ready to be laid, as the engine tells of them. */
export interface Written {
  takes: Takes;
  lanes: unknown;
}

type Told = (progress: Progress) => void;
type Takes = { stretch: Stretch | null; takes: string[] }[];

/** What the panel remembers of a sequence between its runs. */
export interface Memory {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
}

/** The work on one sequence. Rejects as the bridge does. */
export class Scoring {
  private project = "";
  private source = "";
  private folder = "";
  private found: Found | null = null;
  private undoing: { receipt: unknown; takes: Takes } | null = null;

  constructor(
    private readonly bridge: Bridge,
    private readonly host: Host,
    private readonly memory: Memory,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Whether a sequence is open. */
  async isOpen(): Promise<boolean> {
    const { sequence } = (await this.host.answer("check", {})) as { sequence: string };
    return Boolean(sequence);
  }

  /** Read the open sequence and find its scenes. */
  async find(reading: Told, analysing: Told): Promise<Found> {
    const { path } = (await this.host.answer("check", {})) as { path: string };
    this.project = path;
    await this.bridge.open(path);
    const read = (await this.bridge.order("host_read", {}, reading)) as unknown as {
      source: string;
      key: string;
      name: string;
      state: UserState;
    };
    this.source = read.source;
    this.folder = await this.bridge.open(read.source);
    await this.bridge.order("analyse", {}, analysing);
    const scenes = await this.bridge.scenes();
    const { key, name, state } = read;
    this.found = { key, name, scenes, marked: markedIn(state), looked: lookedAt(state, scenes) };
    return this.found;
  }

  /** Make music; none where none is wanted. */
  async score(wanted: Wanted, told: Told): Promise<Ready> {
    await this.bridge.open(this.source);
    const { stretch, which } = asked(wanted);
    const scored = await this.bridge.order("score", which, told);
    return { takes: scored["takes"] as string[], stretch };
  }

  /** Write the sound files: what was made now, and the music of other scenes that lies there. */
  async write(ready: Ready, told: Told): Promise<Written> {
    const { laid } = (await this.host.answer("laid", {})) as { laid: Laid[] };
    const others = this.taken().filter((each) => !overlap(each.stretch, ready.stretch));
    const takes = [...others.filter((each) => lies(each.stretch, laid)), ready];
    const slash = this.folder.includes("\\") ? "\\" : "/";
    const target = `${this.folder}${slash}music ${this.now().toISOString().replace(/[:.]/g, "-")}`;
    const names = takes.flatMap((each) => each.takes);
    const { lanes } = await this.bridge.order("accept", { takes: names, target }, told);
    return { takes, lanes };
  }

  /** Lay them into the sequence; how many clips lie there now. Not to be cancelled half way. */
  async lay({ takes, lanes }: Written): Promise<number> {
    await this.bridge.open(this.project);
    const written = await this.bridge.order("host_write", { lanes });
    const receipt = written["receipt"] as { laid: unknown[] };
    this.undoing = { receipt, takes: this.taken() };
    this.remember(takes);
    return receipt.laid.length;
  }

  /** Take back what was laid last; the music of before comes back. */
  async undo(): Promise<void> {
    if (this.undoing) {
      await this.bridge.open(this.project);
      await this.bridge.order("host_undo", { receipt: this.undoing.receipt });
      this.remember(this.undoing.takes);
      this.undoing = null;
    }
  }

  private taken(): Takes {
    return JSON.parse(this.memory.getItem(this.memoryKey()) ?? "[]") as Takes;
  }

  private remember(takes: Takes): void {
    this.memory.setItem(this.memoryKey(), JSON.stringify(takes));
  }

  private memoryKey(): string {
    return `takes of ${this.found?.key ?? ""}`;
  }
}

/** What is wanted as a stretch of the sequence, none being all, and as the engine is asked for it. */
function asked(wanted: Wanted): { stretch: Stretch | null; which: Record<string, number> } {
  if (wanted === "whole") {
    return { stretch: null, which: {} };
  }
  if ("scene" in wanted) {
    const { number, start_frame, end_frame } = wanted.scene;
    return { stretch: { start: start_frame, end: end_frame }, which: { scene: number } };
  }
  const { stretch } = wanted;
  return { stretch, which: { from_frame: stretch.start, to_frame: stretch.end } };
}

/** Whether music of ours lies in a stretch still: the editor may have taken it out by hand. */
export function lies(stretch: Stretch | null, laid: readonly Laid[]): boolean {
  return laid.some((each) => {
    const [start, end] = [each.start_frame, each.end_frame].map(frameOf) as [number, number];
    const middle = (start + end) / 2;
    return !stretch || (stretch.start <= middle && middle < stretch.end);
  });
}

/** The frame in a fraction such as "240/1". */
function frameOf(fraction: string): number {
  const [over, under = "1"] = fraction.split("/");
  return Number(over) / Number(under);
}

/** Whether two stretches share a frame; none is all. */
function overlap(one: Stretch | null, other: Stretch | null): boolean {
  return !one || !other || (one.start < other.end && other.start < one.end);
}

/** What is selected, else marked: as `looked_at` (scenescore.hosting) has it. */
export function markedIn(state: UserState): Stretch | null {
  if (state.selection.length) {
    return {
      start: Math.max(0, Math.min(...state.selection.map((each) => each.start_frame))),
      end: Math.max(...state.selection.map((each) => each.end_frame)),
    };
  }
  return state.mark_in !== null && state.mark_out !== null
    ? { start: state.mark_in, end: state.mark_out }
    : null;
}

/** The scene that holds most of what the editor looks at, the first of equals. */
export function lookedAt(state: UserState, scenes: readonly Scene[]): number | null {
  const playhead = state.playhead === null ? null : { start: state.playhead, end: state.playhead + 1 };
  const looked = markedIn(state) ?? playhead;
  let [best, most] = [null as number | null, 0];
  for (const scene of looked ? scenes : []) {
    const { start, end } = looked as Stretch;
    const shared = Math.min(end, scene.end_frame) - Math.max(start, scene.start_frame);
    if (shared > most) {
      [best, most] = [scene.number, shared];
    }
  }
  return best;
}
