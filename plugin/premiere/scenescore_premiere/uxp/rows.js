"use strict";
/** A list of what can be scored, of which one is chosen. */
Object.defineProperty(exports, "__esModule", { value: true });
exports.Rows = void 0;
exports.make = make;
class Rows {
    /** `button` says what choosing a row would have it do. */
    constructor(button, say) {
        this.button = button;
        this.say = say;
        this.place = make("div", "rows");
        this.wanted = "whole";
    }
    /** Add a row of a name and what is known of it. */
    add(texts, word, wanted) {
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
exports.Rows = Rows;
/** An element of the page. */
function make(tag, style, text = "") {
    const made = document.createElement(tag);
    made.className = style;
    made.textContent = text;
    return made;
}
