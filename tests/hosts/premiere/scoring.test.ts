import * as assert from "node:assert/strict";
import { test } from "node:test";
import type { Bridge } from "../../../plugin/premiere/src/bridge";
import { laid, swap } from "../../../plugin/premiere/src/laying";
import { Ready, Scene, Scoring } from "../../../plugin/premiere/src/scoring";
import { bare, lane } from "./bare";

const nobody = (): void => undefined;
const SCENES = [[1, 0, 50], [2, 50, 100]].map(
  ([number, start_frame, end_frame]) => ({ number, start_frame, end_frame }) as Scene,
);

/** What the panel asks of a bridge, and what that answers. */
class Asked {
  readonly orders: [string, Record<string, unknown>][] = [];
  open = async (path: string): Promise<string> => `${path}-files`;
  scenes = async (): Promise<Scene[]> => SCENES;
  order = async (name: string, args: Record<string, unknown>): Promise<object> => {
    this.orders.push([name, args]);
    return {
      host_read: { source: "/p/edit.otio", key: "k", name: "릴", state: STATE },
      score: { takes: [`take ${this.orders.length}`] },
      host_write: { receipt: { laid: [] } },
    }[name] ?? {};
  };

  last(name: string): Record<string, unknown> {
    return this.orders.filter((each) => each[0] === name).pop()?.[1] as Record<string, unknown>;
  }
}

const STATE = { playhead: 0, mark_in: null, mark_out: null, selection: [], muted: [], bin: "" };

test("the music of another scene is written again as long as it lies there", async () => {
  const { host, open } = await bare();
  const kept = new Map<string, string>();
  const memory = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
  const bridge = new Asked();
  const scoring = new Scoring(bridge as unknown as Bridge, host, memory);
  const written = async (scene: Scene): Promise<unknown> => {
    const ready: Ready = await scoring.score({ scene }, nobody);
    await scoring.lay(await scoring.write(ready, nobody));
    return bridge.last("accept")["takes"];
  };
  await scoring.find(nobody, nobody);
  const first = await written(SCENES[0] as Scene);
  assert.deepEqual(bridge.last("score"), { scene: 1 });
  await swap(open, [lane("1m01", "Score A", 5, 45)], []);
  const second = (await written(SCENES[1] as Scene)) as string[];
  assert.deepEqual(second.slice(0, 1), first);
  assert.equal(second.length, 2);
  await swap(open, [], (await laid(open)).map((each) => each.id)); // by hand
  assert.equal(((await written(SCENES[1] as Scene)) as string[]).length, 1);
  await scoring.score("whole", nobody);
  assert.deepEqual(bridge.last("score"), {});
  await scoring.score({ stretch: { start: 3, end: 9 } }, nobody);
  assert.deepEqual(bridge.last("score"), { from_frame: 3, to_frame: 9 });
});
