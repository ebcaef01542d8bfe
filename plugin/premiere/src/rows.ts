/** A list of what can be scored, of which one is chosen. */

import type { Wanted } from "./scoring";
import type { Word } from "./strings";

export class Rows {
  readonly place = make("div", "rows");
  wanted: Wanted = "whole";

  /** `button` says what choosing a row would have it do. */
  constructor(
    private readonly button: HTMLElement,
    private readonly say: (word: Word) => string,
  ) {}

  /** Add a row of a name and what is known of it. */
  add(texts: readonly string[], word: Word, wanted: Wanted): HTMLElement {
    const row = make("div", "row");
    row.append(...texts.map((text, index) => make("span", index ? "faint" : "name", text)));
    row.onclick = () => {
      this.place.querySelectorAll(".row").forEach((each) => each.classList.remove("chosen"));
      row.classList.add("chosen");
      this.wanted = wanted;
      this.button.textContent = this.say(word);
    };
    this.place.append(row);
    return row;
  }
}

/** An element of the page. */
export function make(tag: string, style: string, text = ""): HTMLElement {
  const made = document.createElement(tag);
  made.className = style;
  made.textContent = text;
  return made;
}
