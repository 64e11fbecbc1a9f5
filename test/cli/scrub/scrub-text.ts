import { LogScrubber, type ScrubOptions } from "../../../src/logfiles/log-scrubber.js";

/** What a scrubber makes of a log that comes in one piece, or cut at some offsets. */
export function scrubBytes(
  log: Uint8Array,
  cuts: readonly number[] = [],
  options: ScrubOptions = {},
): Buffer {
  const scrubber = new LogScrubber(options);
  const edges = [0, ...[...cuts].map((cut) => Math.min(cut, log.length)).sort((a, b) => a - b), log.length];
  const pieces = edges
    .slice(1)
    .map((end, index) => Buffer.from(scrubber.push(log.subarray(edges[index], end))));
  return Buffer.concat([...pieces, scrubber.end()]);
}

/** The same for a text. */
export function scrubText(log: string, options?: ScrubOptions): string {
  return scrubBytes(Buffer.from(log), [], options).toString();
}
