import { readFileSync } from "node:fs";

/** A message, and what the Go implementation printed for it: see test/vectors/README.md. */
export interface Vector {
  readonly type: string;
  readonly wire: string;
  readonly go: string;
  readonly csi: string;
}

/** All golden vectors. */
export const vectors: readonly Vector[] = ["csi.ndjson", "probe.ndjson"].flatMap((name) =>
  readFileSync(new URL(`../vectors/${name}`, import.meta.url), "utf8")
    .trimEnd()
    .split("\n")
    // The lines are ours: the README beside them says what they hold.
    .map((line) => JSON.parse(line) as Vector),
);

/** The bytes of a vector's message. */
export function wireOf({ wire }: Vector): Uint8Array {
  return Buffer.from(wire, "base64");
}
