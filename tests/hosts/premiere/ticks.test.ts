import * as assert from "node:assert/strict";
import { test } from "node:test";
import { frameAt, fraction, nearestFrame, rateOf, seconds, ticksOf } from "../../../plugin/premiere/src/ticks";

const RATES: [bigint, string][] = [
  [10_594_584_000n, "24000/1001"],
  [10_584_000_000n, "24"],
  [10_160_640_000n, "25"],
  [8_475_667_200n, "30000/1001"],
  [8_467_200_000n, "30"],
  [5_297_292_000n, "48000/1001"],
  [4_237_833_600n, "60000/1001"],
  [4_233_600_000n, "60"],
];

test("every rate is the exact fraction", () => {
  RATES.forEach(([ticks, rate]) => assert.equal(rateOf(ticks), rate));
});

test("a frame is found again, also days in, and one tick off at most once", () => {
  for (const [tpf] of RATES) {
    for (const frame of [0, 1, 86_399, 5_000_000, 10_000_001]) {
      const at = ticksOf(frame, tpf);
      assert.equal(nearestFrame(at, tpf), frame);
      assert.equal(nearestFrame(at - 1n, tpf), frame);
      assert.equal(frameAt(at, tpf), frame);
      assert.equal(frameAt(at - 1n, tpf), frame - 1);
      assert.equal(nearestFrame(at + tpf / 2n, tpf), frame + 1);
    }
  }
});

test("fractions are in lowest terms", () => {
  assert.equal(fraction(6n, 4n), "3/2");
  assert.equal(fraction(-6n, 4n), "-3/2");
  assert.equal(fraction(0n, 7n), "0");
  assert.equal(seconds(254_016_000_000n * 3n), "3");
});
