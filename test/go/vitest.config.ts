import { defineConfig, type ViteUserConfig } from "vitest/config";
import { seed } from "../seed.js";

// Test files run in other processes, which get the seed from here.
process.env["FC_SEED"] = String(seed);
console.info(`FC_SEED=${seed} FC_RUNS=${process.env["FC_RUNS"] ?? "0.1"} (set both to repeat this run)`);

/** Checks against Go programs, which test/go/build.mjs builds: `npm test` has none of them. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/go/**/*.check.ts"],
    setupFiles: ["test/set-up-properties.ts"],
    maxWorkers: "100%",
    // At full strength, the comparison with Go takes minutes.
    testTimeout: 1_800_000,
    hookTimeout: 120_000,
  },
});

export default config;
