/** What the engine may ask of Premiere: one deed a call, as `PremiereDesk` (Python) asks for them. */

import type { premierepro } from "@adobe/premierepro";
import { laid, swap } from "./laying";
import { Open, findOpen } from "./open";
import { clock, tell } from "./reading";
import { Lane, Refused, UserState } from "./said";
import { restore, state } from "./state";

/** An answer's text may not be longer: the bridge takes a message of 1 MiB, in bytes. */
const PART = 200_000;

type Deed = (open: Open, given: Record<string, unknown>) => Promise<object>;

/** Answers calls over one program; deeds follow each other, never overlap. */
export class Host {
  private parts: string[] = [];
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly app: premierepro,
    readonly version: string,
  ) {}

  /** Do what is called for. Refuses with a sentence. */
  answer(name: string, given: Record<string, unknown>): Promise<object> {
    const done = this.last.then(() => this.answerNow(name, given));
    this.last = done.catch(() => undefined);
    return done;
  }

  private async answerNow(name: string, given: Record<string, unknown>): Promise<object> {
    if (name === "check") {
      return this.check();
    }
    const deed = Object.prototype.hasOwnProperty.call(this.deeds, name) ? this.deeds[name] : undefined;
    if (!deed) {
      throw new Refused(
        "The panel in Premiere Pro does not know this request.",
        "Update the panel: run SceneScore's installer again.",
        "HostUnavailable",
      );
    }
    return deed(await findOpen(this.app), given);
  }

  private async check(): Promise<object> {
    const project = await this.app.Project.getActiveProject();
    const sequence = project && (await project.getActiveSequence());
    return {
      version: this.version,
      project: project?.name ?? "",
      path: project?.path ?? "",
      sequence: sequence?.name ?? "",
      exports_otio: "exportAsOpenTimelineIO" in this.app.ProjectConverter,
    };
  }

  private readonly deeds: Record<string, Deed> = {
    key: async (open) => ({
      key: `${open.project.guid.toString()}#${open.sequence.guid.toString()}`,
    }),
    clock,
    state,
    restore: async (open, given) => {
      await restore(open, given["state"] as UserState);
      return {};
    },
    tell: async (open) => {
      const text = plain(JSON.stringify(await tell(open)));
      this.parts = [];
      for (let at = 0; at < text.length; at += PART) {
        this.parts.push(text.slice(at, at + PART));
      }
      return { parts: this.parts.length };
    },
    part: async (_, given) => ({ text: this.parts[given["number"] as number] ?? "" }),
    export_otio: async (open, given) => {
      const { ProjectConverter } = this.app;
      await ProjectConverter.exportAsOpenTimelineIO(open.sequence, given["path"] as string, true);
      return {};
    },
    laid: async (open) => ({ laid: await laid(open) }),
    swap: async (open, given) => {
      await swap(open, given["lanes"] as Lane[], given["going"] as string[]);
      return {};
    },
  };
}

/** JSON without a character that a cut could break. */
function plain(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);
}
