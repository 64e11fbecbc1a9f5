import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Checks that start many processes, and install test runners: `npm test` has one of these runs only. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/radar/runs/**/*.check.ts"],
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
});

export default config;
