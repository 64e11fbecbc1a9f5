import fc from "fast-check";
import { runs } from "./runs.js";
import { seed } from "./seed.js";

fc.configureGlobal({ seed, numRuns: runs(100) });
