/** A client of the bridge (docs/bridge.md): orders out, what comes of them in, calls answered. */

import type { Host } from "./host";
import { Refused } from "./said";
import type { Scene } from "./scoring";
import type { Language } from "./strings";

export const PROTOCOL = 1;
const HOST = "premiere";
/** The code with which the bridge lets go of a panel that speaks another protocol (docs/bridge.md). */
const OTHER_VERSION = 4001;

/** Where the bridge says that it listens. */
export interface Announcement {
  port: number;
  token: string;
}

export interface Progress {
  stage: string;
  fraction: number;
  total: number;
}

interface Message {
  type: string;
  id?: string;
  [more: string]: unknown;
}

/** What was ordered did not come to be: why, in a sentence, and what to do. */
export class Failed extends Error {
  constructor(
    message: string,
    readonly hint = "",
    readonly kind = "",
  ) {
    super(message);
  }
}

/** The bridge is of another version than this panel. */
export class OtherVersion extends Failed {}

/** The user stopped it. */
export class Stopped extends Error {}

interface Waiting {
  done: (result: Record<string, unknown>) => void;
  failed: (error: Error) => void;
  progressed: (progress: Progress) => void;
}

/** A connection, from its welcome to its end. */
export class Bridge {
  /** Called once when the connection has ended. */
  onEnd: () => void = () => undefined;
  private readonly waiting = new Map<string, Waiting>();
  private number = 0;
  private ended = false;

  private constructor(
    private readonly socket: WebSocket,
    private readonly host: Host,
  ) {}

  /** Connect and say hello. Rejects with Failed where nobody answers, OtherVersion where those differ. */
  static connect(
    at: Announcement,
    host: Host,
    version: string,
    language: Language = "en",
  ): Promise<Bridge> {
    return new Promise((welcome, refuse) => {
      const socket = new WebSocket(`ws://127.0.0.1:${at.port}/v1/socket`, [
        "scenescore.v1",
        `scenescore.token.${at.token}`,
      ]);
      const bridge = new Bridge(socket, host);
      socket.onopen = () => {
        const name = "SceneScore for Premiere Pro";
        bridge.say({ type: "hello", protocol: PROTOCOL, name, version, host: HOST, language });
      };
      socket.onmessage = (event: { data: unknown }) => {
        const message = JSON.parse(String(event.data)) as Message;
        if (message.type === "welcome") {
          welcome(bridge);
        }
        bridge.hear(message);
      };
      socket.onclose = ({ code }: { code: number }) => {
        refuse(code === OTHER_VERSION ? new OtherVersion("other version") : new Failed("no bridge"));
        bridge.end();
      };
      socket.onerror = () => refuse(new Failed("no bridge"));
    });
  }

  /** Work on this edit from now on; the folder of what its orders make. */
  async open(path: string): Promise<string> {
    const said = await this.ask({ type: "open", source: { path } });
    return said.answer["folder"] as string;
  }

  /** The scenes of the edit that was opened and analysed. */
  async scenes(): Promise<Scene[]> {
    const said = await this.ask({ type: "scenes" });
    return said.answer["scenes"] as Scene[];
  }

  /** Have something done. Rejects with Failed or Stopped. */
  async order(
    command: string,
    args: Record<string, unknown> = {},
    progressed: (progress: Progress) => void = () => undefined,
  ): Promise<Record<string, unknown>> {
    const said = await this.ask({ type: "start", command, arguments: args }, progressed);
    return said.answer["result"] as Record<string, unknown>;
  }

  /** Stop what runs; it is rejected with Stopped when it has stopped. */
  cancel(): void {
    for (const id of this.waiting.keys()) {
      this.say({ type: "cancel", id });
    }
  }

  close(): void {
    this.socket.close();
  }

  private ask(
    message: Message,
    progressed: (progress: Progress) => void = () => undefined,
  ): Promise<{ answer: Record<string, unknown> }> {
    if (this.ended) {
      return Promise.reject(new Failed("no bridge"));
    }
    const id = `p${++this.number}`;
    return new Promise((done, failed) => {
      this.waiting.set(id, { done: (answer) => done({ answer }), failed, progressed });
      this.say({ ...message, id });
    });
  }

  private say(message: Message): void {
    this.socket.send(JSON.stringify(message));
  }

  private hear(message: Message): void {
    if (message.type === "call") {
      void this.answer(message);
      return;
    }
    const waiting = this.waiting.get(message.id ?? "");
    if (!waiting) {
      return;
    }
    if (message.type === "progress") {
      waiting.progressed(message as unknown as Progress);
      return;
    }
    this.waiting.delete(message.id ?? "");
    if (message.type === "failed") {
      const { message: why, hint, kind } = message as unknown as Record<string, string>;
      waiting.failed(new Failed(why ?? "", hint, kind));
    } else if (message.type === "cancelled") {
      waiting.failed(new Stopped());
    } else {
      waiting.done(message);
    }
  }

  private async answer(call: Message): Promise<void> {
    const given = (call["arguments"] ?? {}) as Record<string, unknown>;
    try {
      const result = await this.host.answer(call["name"] as string, given);
      this.say({ type: "answer", id: call.id, result });
    } catch (error) {
      const { message, hint, kind } = error instanceof Refused ? error : unexpected(error);
      this.say({ type: "answer", id: call.id, message: message.slice(0, 1000), hint, kind });
    }
  }

  private end(): void {
    this.ended = true;
    const gone = new Failed("no bridge");
    this.waiting.forEach((each) => each.failed(gone));
    this.waiting.clear();
    this.onEnd();
  }
}

/** Premiere's own errors are of any kind. */
function unexpected(error: unknown): Refused {
  return new Refused(
    `Premiere Pro could not do what was asked (${String(error).slice(0, 300)}).`,
    "Save the project, start Premiere Pro anew and try again.",
  );
}
