import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Checks in a real browser: `npm test` has none of them. They share one process, because they share the browser. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/browser/**/*.check.ts"],
    globalSetup: ["test/browser/browser-server.ts"],
    maxWorkers: 1,
    isolate: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});

export default config;
