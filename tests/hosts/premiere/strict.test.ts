/** That the fake is strict: what a real Premiere refuses, it refuses. */

import * as assert from "node:assert/strict";
import { test } from "node:test";
import { transact } from "../../../plugin/premiere/src/open";
import { bare } from "./bare";

test("a member that Adobe does not have throws", async () => {
  const { open } = await bare();
  assert.throws(() => (open.sequence as unknown as { addTrack: unknown }).addTrack, /has no member addTrack/);
  assert.throws(() => (open.app as unknown as { Nothing: unknown }).Nothing, /has no member/);
});

test("a member of a later version is not there", async () => {
  const { open } = await bare(25.6);
  const track = await open.sequence.getAudioTrack(0);
  assert.equal("createSetNameAction" in track, false);
  assert.throws(() => track.createSetNameAction, /25.6 has no member/);
  assert.equal("exportAsOpenTimelineIO" in open.app.ProjectConverter, false);
});

test("an argument of another type throws", async () => {
  const { open } = await bare();
  assert.throws(() => open.app.TickTime.createWithTicks(5 as unknown as string), /string was to be given/);
  assert.throws(() => open.app.SequenceEditor.getEditor(open.project as never), /Sequence was to be given/);
  const loose = open.sequence as unknown as { getAudioTrack: () => Promise<unknown> };
  await assert.rejects(async () => loose.getAudioTrack(), /number was to be given/);
});

test("an action outside the lock throws, and one that nobody made", async () => {
  const { open } = await bare();
  const root = await open.project.getRootItem();
  assert.throws(() => root.createBinAction("x", false), /outside lockedAccess/);
  assert.throws(() => transact(open, "x", (add) => add({})), /not an action/);
});

test("a transaction that throws does nothing, and the lock is open again", async () => {
  const { open, fake, model } = await bare();
  const root = await open.project.getRootItem();
  assert.throws(
    () =>
      transact(open, "x", (add) => {
        add(root.createBinAction("x", false));
        throw new Error("amiss");
      }),
    /amiss/,
  );
  assert.equal(model.root.items.length, 1);
  assert.equal(fake.strict.locked, 0);
});

test("an overwrite on a track that is not there throws", async () => {
  const { open, model } = await bare();
  const editor = open.app.SequenceEditor.getEditor(open.sequence);
  const [bin] = await (await open.project.getRootItem()).getItems();
  const [item] = await open.app.FolderItem.cast(bin as never).getItems();
  const time = open.app.TickTime.createWithTicks("0");
  assert.throws(
    () => transact(open, "x", (add) => add(editor.createOverwriteItemAction(item as never, time, 0, 1))),
    /there is none/,
  );
  assert.equal(model.tracks.length, 2);
});

test("an insert pushes everything away unless it is limited", async () => {
  const { open, model } = await bare();
  const editor = open.app.SequenceEditor.getEditor(open.sequence);
  const [bin] = await (await open.project.getRootItem()).getItems();
  const [item] = await open.app.FolderItem.cast(bin as never).getItems();
  const time = open.app.TickTime.createWithTicks("0");
  const put = (limited: boolean): void =>
    transact(open, "x", (add) => add(editor.createInsertProjectItemAction(item as never, time, 0, 9, limited)));
  put(true);
  assert.equal(model.tracks[0]?.items[0]?.start, 0n);
  put(false);
  assert.notEqual(model.tracks[0]?.items[0]?.start, 0n);
});
