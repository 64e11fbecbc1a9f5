import { createHash } from "node:crypto";
import { seed } from "./seed.js";

/** Random values that come from the seed: the same in every run with that seed. */
export interface SeededRandom {
  /** Random bytes. */
  bytes(length: number): Buffer;
  /** A random number from 0 to 1, without 1. */
  number(): number;
}

/**
 * Random values of one test file.
 *
 * @param name distinguishes the values of this file from those of other files.
 */
export function seededRandom(name: string): SeededRandom {
  let count = 0;
  const block = (): Buffer => createHash("sha256").update(`${seed} ${name} ${count++}`).digest();
  return {
    bytes(length) {
      const blocks = Array.from({ length: Math.ceil(length / 32) }, block);
      return Buffer.concat(blocks).subarray(0, length);
    },
    number: () => block().readUInt32BE() / 2 ** 32,
  };
}
