import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";

declare module "vitest" {
  interface ProvidedContext {
    /** Where the test files of one run find the tarball of the package, which the first of them packs. */
    readonly tarballFolder: string;
  }
}

/** Vitest calls this before a run, and what it returns after the run. */
export default function setup({ provide }: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), "protosanitizer-tarball-"));
  provide("tarballFolder", folder);
  return () => rmSync(folder, { recursive: true, force: true });
}
