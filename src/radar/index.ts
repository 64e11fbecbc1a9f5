// To be preloaded: `protosanitizer radar -- COMMAND` does it. It exports nothing.

import { emitWarning } from "../scrub/emit-warning.js";
import { settingsIn } from "./run-settings.js";
import { startRadar } from "./start-radar.js";

const settings = settingsIn(process.env);
if (settings !== undefined) startRadar(settings);
else
  emitWarning(
    "protosanitizer/radar: nothing is watched. Start the command with: protosanitizer radar -- COMMAND",
  );
