/** What the panel and the bridge tell each other (docs/bridge.md), and what Python reads of it. */

/** A clip of ours as it lies there: `scenescore.hosting.Laid`. */
export interface Laid {
  track: string;
  name: string;
  cue: string;
  path: string;
  start_frame: string;
  end_frame: string;
  source: string;
  id: string;
}

/** What of a lane is needed to lay it: frames from the start of the edit, ends exclusive. */
export interface Lane {
  track: string;
  name: string;
  cue: string;
  path: string;
  start_frame: number;
  end_frame: number;
  source_frame: number;
}

/** `scenescore.hosting.Selected`. */
export interface Selected {
  id: string;
  start_frame: number;
  end_frame: number;
}

/** `scenescore.hosting.UserState`. */
export interface UserState {
  playhead: number | null;
  mark_in: number | null;
  mark_out: number | null;
  selection: Selected[];
  muted: string[];
  bin: string;
}

/** Why something was not done: a sentence, what to do, and the class of the error in Python. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly hint: string,
    readonly kind: "HostUnavailable" | "EditUnreadable" | "LanesRefused" = "LanesRefused",
  ) {
    super(message);
  }
}
