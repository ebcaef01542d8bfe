// UXP loads a script here; modules come by require.
require("./main.js");
