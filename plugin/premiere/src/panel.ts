/** The panel's page: what is shown when, and what its buttons do. */

import type { premierepro } from "@adobe/premierepro";
import { Computer, findBridge } from "./announcement";
import { Bridge, Failed, OtherVersion, Progress, Stopped } from "./bridge";
import { Host } from "./host";
import { Rows, make } from "./rows";
import { Refused } from "./said";
import { Found, Ready, Scene, Scoring, Wanted } from "./scoring";
import { Language, Word, languageOf, say, sentence } from "./strings";

const VERSION = "0.1.0";
const RETRY_MS = 2000;

/** What the page is given by the program around it. */
export interface Around {
  app: premierepro;
  version: string;
  locale: string;
  computer: Computer;
}

type Deed = () => void;

/** The page; shows itself in `place` from `start` on. */
export class Panel {
  private readonly language: Language;
  private readonly host: Host;
  private bridge: Bridge | null = null;
  private scoring: Scoring | null = null;
  private found: Found | null = null;

  constructor(
    private readonly place: HTMLElement,
    private readonly around: Around,
  ) {
    this.language = languageOf(around.locale);
    this.host = new Host(around.app, around.version);
  }

  /** Connect, and again whenever the connection ends. */
  async start(): Promise<void> {
    try {
      const at = findBridge(this.around.computer);
      if (!at) {
        throw new Failed("no bridge");
      }
      this.bridge = await Bridge.connect(at, this.host, VERSION, this.language);
    } catch (error) {
      this.away(error instanceof OtherVersion ? "other_version" : "away");
      return;
    }
    this.bridge.onEnd = () => this.away("away");
    this.scoring = new Scoring(this.bridge, this.host, localStorage);
    await this.first();
  }

  private away(why: "away" | "other_version"): void {
    this.bridge = null;
    this.message(why, `${why}_hint`);
    setTimeout(() => void this.start(), RETRY_MS);
  }

  // --- what is shown ------------------------------------------------------------------------------

  private async first(): Promise<void> {
    const isOpen = await this.scoring?.isOpen().catch(() => false);
    if (isOpen) {
      this.message("unread", "unread_hint", this.button("find", () => void this.find(), true));
    } else {
      this.message("nothing", "nothing_hint", this.button("look_again", () => void this.first(), true));
    }
  }

  private async find(): Promise<void> {
    await this.work("reading", async (told) => {
      this.found = await (this.scoring as Scoring).find(told("reading"), told("analysing"));
      this.list();
    });
  }

  private list(): void {
    const found = this.found;
    const again = this.button("find_again", () => void this.find());
    if (!found?.scenes.length) {
      this.message("no_scenes", "no_scenes_hint", again);
      return;
    }
    const score = make("button", "main");
    const rows = new Rows(score, (word) => this.say(word));
    const marked = found.marked && rows.add([this.say("marked")], "score_marked", { stretch: found.marked });
    const scenes = found.scenes.map((scene) => rows.add(this.texts(scene), "score", { scene }));
    const whole = rows.add([this.say("whole")], "score_whole", "whole");
    const looked = scenes[found.scenes.findIndex((scene) => scene.number === found.looked)];
    const chosen = looked ?? marked ?? whole;
    chosen.click();
    score.onclick = () => void this.score(rows.wanted);
    this.show(make("h1", "", found.name), rows.place, score, again);
    chosen.scrollIntoView();
  }

  private texts(scene: Scene): string[] {
    const long = this.say("seconds", Math.round(scene.seconds));
    return [this.say("scene", scene.number), `${scene.start} · ${long}`, scene.summary];
  }

  private async score(wanted: Wanted): Promise<void> {
    await this.work("composing", async (told) => {
      const ready = await (this.scoring as Scoring).score(wanted, told("composing"));
      if (ready.takes.length) {
        this.ready(ready);
      } else {
        this.message("no_music", "no_music_hint", this.button("back", () => this.list(), true));
      }
    });
  }

  private ready(ready: Ready): void {
    this.show(
      make("h1", "", this.say("ready", ready.takes.length)),
      make("p", "", this.say("ready_hint")),
      this.button("accept", () => void this.lay(ready), true),
      this.button("discard", () => this.list()),
    );
  }

  private async lay(ready: Ready): Promise<void> {
    const scoring = this.scoring as Scoring;
    await this.work("writing", async (told) => {
      const written = await scoring.write(ready, told("writing"));
      await this.deed("laying", async () => this.laid(await scoring.lay(written)));
    });
  }

  private laid(count: number): void {
    this.show(
      make("h1", "", this.say("laid", count)),
      make("p", "", this.say("laid_hint")),
      this.button("go_on", () => this.list(), true),
      this.button("undo", () => void this.undo()),
    );
  }

  private async undo(): Promise<void> {
    await this.deed("undoing", async () => {
      await (this.scoring as Scoring).undo();
      this.list();
    });
  }

  // --- how it is shown ----------------------------------------------------------------------------

  /** Show progress while something is done, and why not where it fails. */
  private async work(
    first: Word,
    doing: (told: (word: Word) => (progress: Progress) => void) => Promise<void>,
  ): Promise<void> {
    const title = make("h1", "", this.say(first));
    const bar = make("div", "bar");
    const done = make("div", "done");
    bar.append(done);
    this.show(title, bar, this.button("cancel", () => this.bridge?.cancel()));
    try {
      await doing((word) => (progress) => {
        title.textContent = this.say(word);
        done.style.width = `${Math.round(100 * progress.total)}%`;
      });
    } catch (error) {
      this.failed(error);
    }
  }

  /** Have something done in Premiere: it is over soon, and not to be stopped half way. */
  private async deed(word: Word, doing: () => Promise<void>): Promise<void> {
    this.show(make("h1", "", this.say(word)));
    try {
      await doing();
    } catch (error) {
      this.failed(error);
    }
  }

  private failed(error: unknown): void {
    if (!this.bridge) {
      return; // the connection ended, which is shown already
    }
    const texts =
      error instanceof Stopped
        ? [this.say("stopped")]
        : error instanceof Failed || error instanceof Refused
          ? [sentence(this.language, error.message), sentence(this.language, error.hint)]
          : [String(error)];
    const back = this.button("back", () => (this.found ? this.list() : void this.first()), true);
    this.show(make("h1", "", texts[0]), make("p", "", texts[1] ?? ""), back);
  }

  private message(title: Word, hint: Word, ...more: HTMLElement[]): void {
    this.show(make("h1", "", this.say(title)), make("p", "", this.say(hint)), ...more);
  }

  private show(...parts: HTMLElement[]): void {
    while (this.place.firstChild) {
      this.place.removeChild(this.place.firstChild);
    }
    this.place.append(...parts);
  }

  private button(word: Word, deed: Deed, isMain = false): HTMLElement {
    const made = make("button", isMain ? "main" : "", this.say(word));
    made.id = word;
    made.onclick = deed;
    return made;
  }

  private say(word: Word, ...filled: (string | number)[]): string {
    return say(this.language, word, ...filled);
  }
}
