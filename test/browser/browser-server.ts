import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import type { TestProject } from "vitest/node";
import { buildPlayground } from "../../playground/build.mjs";
import { CHROMIUM_FLAGS, CHROMIUM_HINT, findChromium } from "./find-chromium.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the tests reach the browser. */
    readonly browser: string;
    /** The built playground. */
    readonly playground: string;
    /** Holds what the tests have seen, for people to look at. */
    readonly screenshots: string;
  }
}

/** Builds the playground, and starts the browser for all tests. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const executablePath = findChromium();
  if (executablePath === undefined) throw new Error(`There is no Chromium: ${CHROMIUM_HINT}`);
  const playground = fileURLToPath(new URL("../../playground/dist/index.html", import.meta.url));
  const screenshots = fileURLToPath(new URL(".screenshots", import.meta.url));
  rmSync(screenshots, { recursive: true, force: true });
  mkdirSync(screenshots);
  const { size } = await buildPlayground(playground);
  console.info(`playground: ${size} bytes with gzip`);
  const server = await chromium.launchServer({ executablePath, args: CHROMIUM_FLAGS });
  project.provide("browser", server.wsEndpoint());
  project.provide("playground", playground);
  project.provide("screenshots", join(screenshots, "/"));
  return () => server.close();
}
