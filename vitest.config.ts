import { defineConfig, type ViteUserConfig } from "vitest/config";

/** Tests that leave nothing behind: their files share a process and what it has loaded, which halves the time they take. */
const PURE = [
  "plan",
  "policy",
  "properties",
  "read",
  "redact",
  "reference",
  "render",
  "representations",
  "schema",
  "vectors",
];
const pureFiles = PURE.map((folder) => `test/${folder}/**/*.test.ts`);

const config: ViteUserConfig = defineConfig({
  test: {
    // The main process mostly waits, so no core is kept free for it.
    maxWorkers: "100%",
    setupFiles: ["test/print-seed.ts"],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: "pure", include: pureFiles, isolate: false } },
      { extends: true, test: { name: "apart", include: ["test/**/*.test.ts"], exclude: pureFiles } },
    ],
  },
});

export default config;
