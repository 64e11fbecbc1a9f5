import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Checks that install the package as users do: they take minutes and ask the npm registry, so `npm test` has none of them. */
const config: ViteUserConfig = defineConfig({
  test: {
    include: ["test/release/**/*.check.ts"],
    globalSetup: ["test/run-folder.ts"],
    testTimeout: 600_000,
    hookTimeout: 600_000,
  },
});

export default config;
