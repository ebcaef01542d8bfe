/// <reference types="@adobe/cc-ext-uxp-types/uxp" />
/** The panel inside Premiere Pro: what UXP gives, handed to the page. */

import type { premierepro } from "@adobe/premierepro";
import type * as fs from "fs";
import type * as os from "os";
import type * as uxp from "uxp";
import { Panel } from "./panel";

declare function require(name: "premierepro"): premierepro;
declare function require(name: "uxp"): typeof uxp;
declare function require(name: "fs"): typeof fs;
declare function require(name: "os"): typeof os;

const { host } = require("uxp");
const [files, system] = [require("fs"), require("os")];

void new Panel(document.getElementById("panel") as HTMLElement, {
  app: require("premierepro"),
  version: host.version,
  locale: String(host.uiLocale),
  computer: {
    home: system.homedir(),
    platform: system.platform(),
    read: (path) => String(files.readFileSync(path, { encoding: "utf-8" })),
  },
}).start();
