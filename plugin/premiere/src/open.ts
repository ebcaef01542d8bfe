/** The project and the sequence that are open, and how they are changed. */

import type { Action, Project, Sequence, TickTime, premierepro } from "@adobe/premierepro";
import { Refused } from "./said";

/** What every deed works on, found anew for each. */
export interface Open {
  readonly app: premierepro;
  readonly project: Project;
  readonly sequence: Sequence;
  readonly ticksPerFrame: bigint;
}

/** Find what is open. Refuses where nothing is. */
export async function findOpen(app: premierepro): Promise<Open> {
  const project = await app.Project.getActiveProject();
  const sequence = project && (await project.getActiveSequence());
  if (!sequence) {
    throw new Refused(
      "No sequence is open in Premiere Pro.",
      "Open the sequence that is to be scored in the timeline.",
      "EditUnreadable",
    );
  }
  const ticksPerFrame = BigInt(await sequence.getTimebase());
  return { app, project, sequence, ticksPerFrame };
}

/** A time of Premiere's. */
export function tickTime(open: Open, ticks: bigint): TickTime {
  return open.app.TickTime.createWithTicks(ticks.toString());
}

/** The ticks of a time of Premiere's: not its seconds, which are rounded. */
export function ticksIn(time: TickTime): bigint {
  return BigInt(time.ticks);
}

/**
 * Do several things as one step of the user's undo. Actions are made inside the lock, as 26.3 asks.
 * What Premiere says about success is not believed: read back what was to come of it.
 */
export function transact(open: Open, name: string, make: (add: (action: Action) => void) => void): void {
  let failed: unknown;
  open.project.lockedAccess(() => {
    try {
      open.project.executeTransaction((compound) => {
        try {
          make((action) => void compound.addAction(action));
        } catch (error) {
          failed = error ?? new Error("unknown");
          throw error; // so that nothing of it is done
        }
      }, name);
    } catch (error) {
      failed ??= error;
    }
  });
  if (failed) {
    throw failed;
  }
}
