import * as assert from "node:assert/strict";
import { test } from "node:test";
import { laid, swap } from "../../../plugin/premiere/src/laying";
import { addTrack } from "../../../plugin/premiere/src/newtrack";
import { KEY } from "../../../plugin/premiere/src/registry";
import { Sound, importSounds } from "../../../plugin/premiere/src/bins";
import { bare, lane } from "./bare";

const LANES = [lane("1m01", "Score A", 5, 60), lane("1m02", "Score B", 40, 95), lane("1m03", "Score A", 70, 99)];

for (const newTrackAt of [0, 1] as const) {
  for (const newTrackFirst of [false, true]) {
    test(`a new track is found: index n + ${newTrackAt}, ${newTrackFirst ? "first" : "last"}`, async () => {
      const { fake, open, world } = await bare();
      Object.assign(fake.ways, { newTrackAt, newTrackFirst });
      const before = world().theirs;
      await swap(open, LANES, []);
      const { ours, theirs } = world();
      assert.deepEqual(
        ours.map((each) => [each.track, Number(each.start_frame.split("/")[0]) / 10_160_640_000]).sort(),
        [["Score A", 5], ["Score A", 70], ["Score B", 40]],
      );
      const still = (all: unknown): unknown => (all as { tracks: { items: { start: string }[] }[] }).tracks.map(
        (track) => track.items.map((item) => item.start),
      );
      assert.deepEqual(still(theirs), still(before));
    });
  }
}

test("our tracks are used again, whatever they were named for", async () => {
  const { model, open } = await bare();
  await swap(open, LANES, []);
  const tracks = model.tracks.length;
  await swap(open, [lane("1m01b", "Take A", 0, 50)], (await laid(open)).map((each) => each.id));
  assert.equal(model.tracks.length, tracks);
  assert.deepEqual((await laid(open)).map((each) => [each.track, each.name]), [["Take A", "1m01b"]]);
});

test("what is gone leaves nothing but an empty track", async () => {
  const { model, open, world } = await bare();
  const before = world().theirs;
  await swap(open, LANES, []);
  await swap(open, [], (await laid(open)).map((each) => each.id));
  const { theirs, ours } = world();
  const apart = ({ playhead, tracks, ...rest }: Record<string, unknown>): object => rest;
  assert.deepEqual(apart(theirs as Record<string, unknown>), apart(before as Record<string, unknown>));
  assert.deepEqual(ours, []);
  assert.equal(model.root.items.length, 1);
  assert.deepEqual(JSON.parse(model.properties[KEY] ?? "{}").files, {});
});

test("an import that is only said to be done is found out", async () => {
  const { fake, open } = await bare();
  fake.refusesImports = true;
  await assert.rejects(swap(open, LANES, []), /did not import 1m01.wav/);
});

test("a program that makes no track says so", async () => {
  const { fake, model, open } = await bare();
  fake.ways.newTrackAt = 3 as 1;
  const before = model.tracks.map((track) => track.items.length);
  const [sound] = [...(await importSounds(open, ["/music/x.wav"])).values()];
  await assert.rejects(addTrack(open, (sound as Sound).item), /no new audio track/);
  assert.deepEqual(model.tracks.map((track) => track.items.length), before);
});

test("a clip of ours that the editor moved is still ours", async () => {
  const { model, open } = await bare();
  await swap(open, [LANES[0] as (typeof LANES)[0]], []);
  const item = model.tracks.flatMap((track) => track.items).find((each) => each.name === "1m01.wav");
  const mine = item as { start: bigint; end: bigint };
  [mine.start, mine.end] = [mine.start + 1n, mine.end + 1n];
  const [found] = await laid(open);
  assert.match((found as { start_frame: string }).start_frame, /\//); // between two frames, and told so
});
