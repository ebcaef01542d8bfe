import * as assert from "node:assert/strict";
import { test } from "node:test";
import { swap } from "../../../plugin/premiere/src/laying";
import { clock, tell } from "../../../plugin/premiere/src/reading";
import type { Item, Track } from "./model";
import { bare, lane } from "./bare";

interface Told {
  tracks: { name: string; clips: Record<string, unknown>[]; blends: object[] }[];
  markers: object[];
}

test("speed, what is off, dissolves, clips without a file and our own are told", async () => {
  const { model, open } = await bare();
  const tpf = model.ticksPerFrame;
  const [video] = model.tracks as [Track, Track];
  Object.assign(video.items[0] as Item, { speed: 2, disabled: true });
  Object.assign(video.items[1] as Item, { media: null, name: "제목" });
  video.blends.push({ start: 45n * tpf, end: 55n * tpf });
  model.markers.push({ name: "HIT", start: 30n * tpf, duration: 0n });
  await swap(open, [lane("1m01", "Score A", 5, 60)], []);
  const told = (await tell(open)) as unknown as Told;
  const [picture, sound, music] = told.tracks as [Told["tracks"][0], Told["tracks"][0], Told["tracks"][0]];
  const [fast, title] = picture.clips as [Record<string, unknown>, Record<string, unknown>];
  assert.deepEqual([fast["speed"], fast["enabled"], fast["source"]], ["2.000000", false, "0"]);
  assert.deepEqual([title["path"], title["generator"], title["speed"]], ["", "제목", "1"]);
  assert.deepEqual(picture.blends, [{ start_frame: 45, end_frame: 55 }]);
  assert.equal(sound.clips[0]?.["cue"], "");
  assert.deepEqual([music.clips[0]?.["cue"], music.clips[0]?.["name"]], ["uid-1m01", "1m01"]);
  assert.deepEqual(told.markers, [{ text: "HIT", frame: 30, frames: 0 }]);
});

test("a drop-frame display is told", async () => {
  const { model, open } = await bare();
  assert.deepEqual(await clock(open), { fps: "25", start_frame: 90_000, drop_frame: false });
  model.display = 106;
  assert.equal((await clock(open)).drop_frame, true);
});

test("an edit of many thousand clips goes in parts that are whole when joined", async () => {
  const { model, host } = await bare();
  const [video] = model.tracks as [Track, Track];
  const one = video.items[0] as Item;
  const long = one.end - one.start;
  for (let index = 3; index < 3000; index++) {
    video.items.push({ ...one, name: `샷 🎬 ${index}`, start: BigInt(index) * long, end: BigInt(index + 1) * long });
  }
  const { parts } = (await host.answer("tell", {})) as { parts: number };
  assert.ok(parts > 1);
  let text = "";
  for (let number = 0; number < parts; number++) {
    text += ((await host.answer("part", { number })) as { text: string }).text;
  }
  const { tracks } = JSON.parse(text) as Told;
  assert.equal(tracks[0]?.clips.length, 2999);
  assert.equal(tracks[0]?.clips[2998]?.["name"], "샷 🎬 2999");
});
