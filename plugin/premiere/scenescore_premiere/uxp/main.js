"use strict";
/// <reference types="@adobe/cc-ext-uxp-types/uxp" />
/** The panel inside Premiere Pro: what UXP gives, handed to the page. */
Object.defineProperty(exports, "__esModule", { value: true });
const panel_1 = require("./panel");
const { host } = require("uxp");
const [files, system] = [require("fs"), require("os")];
void new panel_1.Panel(document.getElementById("panel"), {
    app: require("premierepro"),
    version: host.version,
    locale: String(host.uiLocale),
    computer: {
        home: system.homedir(),
        platform: system.platform(),
        read: (path) => String(files.readFileSync(path, { encoding: "utf-8" })),
    },
}).start();
