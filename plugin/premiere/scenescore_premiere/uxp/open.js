"use strict";
/** The project and the sequence that are open, and how they are changed. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.findOpen = findOpen;
exports.tickTime = tickTime;
exports.ticksIn = ticksIn;
exports.transact = transact;
const said_1 = require("./said");
/** Find what is open. Refuses where nothing is. */
async function findOpen(app) {
    const project = await app.Project.getActiveProject();
    const sequence = project && (await project.getActiveSequence());
    if (!sequence) {
        throw new said_1.Refused("No sequence is open in Premiere Pro.", "Open the sequence that is to be scored in the timeline.", "EditUnreadable");
    }
    const ticksPerFrame = BigInt(await sequence.getTimebase());
    return { app, project, sequence, ticksPerFrame };
}
/** A time of Premiere's. */
function tickTime(open, ticks) {
    return open.app.TickTime.createWithTicks(ticks.toString());
}
/** The ticks of a time of Premiere's: not its seconds, which are rounded. */
function ticksIn(time) {
    return BigInt(time.ticks);
}
/**
 * Do several things as one step of the user's undo. Actions are made inside the lock, as 26.3 asks.
 * What Premiere says about success is not believed: read back what was to come of it.
 */
function transact(open, name, make) {
    let failed;
    open.project.lockedAccess(() => {
        try {
            open.project.executeTransaction((compound) => {
                try {
                    make((action) => void compound.addAction(action));
                }
                catch (error) {
                    failed = error ?? new Error("unknown");
                    throw error; // so that nothing of it is done
                }
            }, name);
        }
        catch (error) {
            failed ?? (failed = error);
        }
    });
    if (failed) {
        throw failed;
    }
}
