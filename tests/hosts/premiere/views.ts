/** The strict objects that stand before the model's plain ones, and what all of them are made of. */

import type { Action, Guid, TickTime } from "@adobe/premierepro";
import type { Strictness } from "./strict";

export class Views {
  private readonly doings = new WeakMap<object, () => void>();
  private readonly known = new WeakMap<object, unknown>();
  private readonly views = new Map<unknown, Map<string, object>>();

  constructor(readonly strict: Strictness) {}

  /** One view of each thing, as long as it lives: the same clip is the same object. */
  protected view<T extends object>(of: object, type: string, members: () => Partial<T>): T {
    const views = this.views.get(of) ?? new Map<string, object>();
    this.views.set(of, views);
    if (!views.has(type)) {
      const made = this.strict.as<T>(type, members());
      this.known.set(made, of);
      views.set(type, made);
    }
    return views.get(type) as T;
  }

  protected of<T>(view: object): T {
    const found = this.known.get(view);
    if (found === undefined) {
      throw new TypeError("an object that is not Premiere's");
    }
    return found as T;
  }

  protected action(doing: () => void): Action {
    const action = {};
    this.doings.set(action, doing);
    return action;
  }

  protected doingOf(action: Action): () => void {
    const doing = this.doings.get(action);
    if (!doing) {
      throw new TypeError("not an action");
    }
    return doing;
  }

  protected time(ticks: bigint): TickTime {
    return this.strict.as<TickTime>("TickTime", { ticks: ticks.toString() });
  }

  protected ticks(time: TickTime): bigint {
    return BigInt(time.ticks);
  }

  protected guid(text: string): Guid {
    return this.strict.as<Guid>("Guid", { toString: () => text });
  }
}
