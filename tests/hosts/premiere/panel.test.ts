import * as assert from "node:assert/strict";
import { test } from "node:test";
import { announcementPath, findBridge } from "../../../plugin/premiere/src/announcement";
import { Bridge, Failed, OtherVersion } from "../../../plugin/premiere/src/bridge";
import { Scene, lies, lookedAt, markedIn } from "../../../plugin/premiere/src/scoring";
import { languageOf, say, sentence } from "../../../plugin/premiere/src/strings";
import { comparable } from "../../../plugin/premiere/src/registry";
import type { Laid, UserState } from "../../../plugin/premiere/src/said";
import { bare } from "./bare";

const STATE: UserState = { playhead: 60, mark_in: null, mark_out: null, selection: [], muted: [], bin: "" };
const SCENES = [[1, 0, 50], [2, 50, 200], [3, 200, 300]].map(
  ([number, start_frame, end_frame]) => ({ number, start_frame, end_frame }) as Scene,
);

test("the announcement is looked for where the bridge writes it", () => {
  const at = (platform: string, home: string): string =>
    announcementPath({ platform, home, read: () => "" });
  assert.equal(at("darwin", "/Users/나"), "/Users/나/Library/Application Support/scenescore/bridge.json");
  assert.equal(at("win10", "C:\\Users\\나"), "C:\\Users\\나\\AppData\\Local\\scenescore\\scenescore\\bridge.json");
  assert.equal(at("linux", "/home/na"), "/home/na/.local/share/scenescore/bridge.json");
});

test("an announcement that is not there, or is none, is no bridge", () => {
  const computer = (read: () => string): Parameters<typeof findBridge>[0] => ({ platform: "linux", home: "/", read });
  assert.equal(findBridge(computer(() => { throw new Error("ENOENT"); })), null);
  assert.equal(findBridge(computer(() => "{half")), null);
  assert.deepEqual(findBridge(computer(() => '{"port": 1, "token": "t", "pid": 3}')), { port: 1, token: "t" });
});

test("the selection stands above the marks, the marks above the playhead", () => {
  assert.equal(lookedAt(STATE, SCENES), 2);
  assert.equal(markedIn(STATE), null);
  const marked = { ...STATE, mark_in: 190, mark_out: 250 };
  assert.equal(lookedAt(marked, SCENES), 3);
  const selected = { ...marked, selection: [{ id: "a", start_frame: 0, end_frame: 30 }] };
  assert.deepEqual(markedIn(selected), { start: 0, end: 30 });
  assert.equal(lookedAt(selected, SCENES), 1);
  assert.equal(lookedAt({ ...STATE, playhead: 999 }, SCENES), null);
});

test("words are in the editor's language", () => {
  assert.equal(languageOf("ko_KR"), "ko");
  assert.equal(languageOf("ja_JP"), "en");
  assert.equal(say("ko", "scene", 3), "씬 3");
  assert.equal(sentence("en", "x"), "x");
});

test("every sentence of the panel's own host is in Korean", async () => {
  const { host } = await bare();
  await assert.rejects(host.answer("nothing", {}), (error: Error & { hint: string }) =>
    [error.message, error.hint].every((text) => sentence("ko", text) !== text),
  );
});

test("sentences with something in them are in Korean, too", () => {
  const odd = "Premiere Pro could not do what was asked (Error: $& (x)\n.).";
  assert.equal(sentence("ko", odd), "Premiere Pro가 요청한 일을 하지 못했습니다(Error: $& (x)\n.).");
  assert.equal(sentence("ko", "Premiere Pro did not import 곡 1.wav."), "Premiere Pro가 곡 1.wav을(를) 가져오지 못했습니다.");
  assert.equal(sentence("en", odd), odd);
});

test("music that was taken out by hand does not come back with the next scene", () => {
  const clip = (start: number, end: number): Laid =>
    ({ start_frame: `${start}`, end_frame: `${2 * end}/2` }) as Laid;
  const there = [clip(90, 210)];
  assert.ok(lies({ start: 100, end: 200 }, there));
  assert.ok(!lies({ start: 200, end: 300 }, there)); // it only rings there
  assert.ok(lies(null, there));
  assert.ok(!lies(null, []));
});

test("a bridge of another version is told from one that is not there", async () => {
  const { host } = await bare();
  const kept = (globalThis as { WebSocket?: unknown }).WebSocket;
  for (const [code, kind] of [[4001, OtherVersion], [1006, Failed]] as const) {
    (globalThis as { WebSocket?: unknown }).WebSocket = class {
      onclose = (_: { code: number }): void => undefined;
      constructor() {
        setTimeout(() => this.onclose({ code }));
      }
    };
    await assert.rejects(Bridge.connect({ port: 1, token: "" }, host, "0"), (error) => {
      assert.equal((error as Error).constructor, kind);
      return true;
    });
  }
  (globalThis as { WebSocket?: unknown }).WebSocket = kept;
});

test("paths are compared however they are spelled", () => {
  assert.equal(comparable("\\\\?\\C:\\음악\\A.wav"), comparable("c:/음악/a.wav"));
  assert.equal(comparable("/음악/é.wav".normalize("NFD")), "/음악/é.wav");
  assert.notEqual(comparable("/a/B.wav"), comparable("/a/b.wav"));
});
