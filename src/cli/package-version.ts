import { createRequire } from "node:module";

/** The version of this package. */
export function packageVersion(): string {
  // By name: the build decides in which folder this code is.
  const manifest: unknown = createRequire(import.meta.url)("protosanitizer/package.json");
  return typeof manifest === "object" && manifest !== null && "version" in manifest
    ? String(manifest.version)
    : "unknown";
}
