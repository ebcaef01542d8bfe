/**
 * The fake with the panel's own logic over it, as a process: connects to a bridge as the panel does,
 * and does what the rig asks, one JSON object a line.
 *
 *     node bench.js PORT TOKEN VERSION
 */

import * as fs from "node:fs";
import * as path from "node:path";
import * as readline from "node:readline";
import { WebSocket } from "ws";
import { Bridge } from "../../../plugin/premiere/src/bridge";
import { Host } from "../../../plugin/premiere/src/host";
import { Fake } from "./fake";
import { Model, Ways } from "./model";
import { writeOtio } from "./otio";
import { readSignatures } from "./signatures";
import { Looks, Told, build, world } from "./world";

const TYPES = "node_modules/@adobe/premierepro/src/premierepro.d.ts";
const TICKS = 254_016_000_000n;

/** The length of a WAV file of 32-bit float stereo at 48 kHz, as our lanes are. */
function durationOf(file: string): bigint {
  const bytes = fs.readFileSync(file);
  const at = bytes.indexOf("data");
  const frame = bytes.readUInt16LE(bytes.indexOf("fmt ") + 20);
  const rate = bytes.readUInt32LE(bytes.indexOf("fmt ") + 12);
  return (BigInt(bytes.readUInt32LE(at + 4) / frame) * TICKS) / BigInt(rate);
}

async function main([port, token, version]: string[]): Promise<void> {
  Object.assign(globalThis, { WebSocket });
  let model: Model | null = null;
  let theirTracks = 0;
  let opened = 0;
  const signatures = readSignatures(path.resolve(process.env["PREMIERE_PANEL"] ?? ".", TYPES));
  const fake = new Fake(signatures, Number(version), () => model, durationOf, writeOtio);
  const bridge = await Bridge.connect(
    { port: Number(port), token: token as string },
    new Host(fake.app(), `${version}.0`),
    "1",
  );
  const deeds: Record<string, (given: Record<string, unknown>) => unknown> = {
    open: ({ told, looks }) => {
      model = build(told as Told, looks as Looks, ++opened);
      theirTracks = model.tracks.length;
      Object.assign(fake.ways, { failAfter: null, misplace: false });
      return {};
    },
    close: () => ((model = null), {}),
    world: () => ({ ...world(model as unknown as Model, theirTracks), locked: fake.strict.locked }),
    ways: (given) => Object.assign(fake.ways, given as Partial<Ways>),
    refuse_imports: ({ refuse }) => ((fake.refusesImports = refuse as boolean), {}),
  };
  process.stdout.write(`{"ready": true}\n`);
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const { do: name, ...given } = JSON.parse(line) as { do: string };
    process.stdout.write(`${JSON.stringify((deeds[name] as (g: object) => unknown)(given))}\n`);
  }
  bridge.close();
}

void main(process.argv.slice(2));
