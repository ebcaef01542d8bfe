/** A small project for the tests in Node. */

import { Host } from "../../../plugin/premiere/src/host";
import { Open, findOpen } from "../../../plugin/premiere/src/open";
import type { Lane } from "../../../plugin/premiere/src/said";
import { Fake } from "./fake";
import { Model } from "./model";
import { readSignatures } from "./signatures";
import { Told, build, world } from "./world";

const SECOND = 254_016_000_000n;
const TYPES = "node_modules/@adobe/premierepro/src/premierepro.d.ts";
const SIGNATURES = readSignatures(`${process.env["PREMIERE_PANEL"] ?? "."}/${TYPES}`);

const TOLD: Told = {
  name: "릴", rate: { fps: "25" }, start_frame: 90_000, drop_frame: false, markers: [],
  tracks: [
    {
      kind: "video", name: "V", enabled: true,
      clips: [
        { name: "1", start_frame: 0, end_frame: 50, path: "/m/a.mov", source: "0" },
        { name: "2", start_frame: 50, end_frame: 100, path: "/m/a.mov", source: "4" },
      ],
    },
    {
      kind: "audio", name: "A", enabled: true,
      clips: [{ name: "s", start_frame: 10, end_frame: 90, path: "/m/s.wav", source: "0" }],
    },
  ],
};

export interface Bare {
  fake: Fake;
  model: Model;
  open: Open;
  host: Host;
  world: () => { theirs: unknown; ours: { start_frame: string; track: string }[] };
}

export async function bare(version = 26.3): Promise<Bare> {
  const model = build(TOLD, { playhead: 5, marks: [10, 20] }, 1);
  const fake = new Fake(SIGNATURES, version, () => model, () => 60n * SECOND);
  const app = fake.app();
  return {
    fake, model, open: await findOpen(app), host: new Host(app, `${version}`),
    world: () => world(model, 2) as ReturnType<Bare["world"]>,
  };
}

export function lane(name: string, track: string, start: number, end: number): Lane {
  const path = `/music/${name}.wav`;
  return { track, name, cue: `uid-${name}`, path, start_frame: start, end_frame: end, source_frame: 25 };
}
