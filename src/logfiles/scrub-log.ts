import { type Findings, LogScrubber, type ScrubOptions } from "./log-scrubber.js";
import { readLogText } from "./log-text.js";

/** How to scrub a whole log. */
export interface ScrubLogOptions extends ScrubOptions {
  /** Takes the clean log in pieces; returns whether it wants more. Default: the clean log is dropped. */
  readonly write?: (piece: Buffer) => Promise<boolean>;
  /** Called with the number of bytes of each chunk. */
  readonly onBytes?: (count: number) => void;
}

/** The result of scrubbing a whole log. */
export interface ScrubReport {
  readonly findings: Findings;
  /** Whether the log was read to its end; false if `write` wanted no more. */
  readonly isComplete: boolean;
}

/**
 * Scrubs a log to its end. A log that is compressed with gzip or zstd, or is in UTF-16, stays so.
 *
 * @throws {LogReadError} if it is no text that can be read.
 * @throws what reading or writing throws.
 */
export async function scrubLog(
  log: AsyncIterable<Uint8Array>,
  { keys = [], write, onBytes }: ScrubLogOptions,
): Promise<ScrubReport> {
  const scrubber = new LogScrubber({ keys });
  const { findings } = scrubber;
  const { chunks, encode } = await readLogText(onBytes === undefined ? log : counted(log, onBytes));
  for await (const chunk of chunks) {
    for (let start = 0; start < chunk.length; start += SLICE) {
      const piece = scrubber.push(chunk.subarray(start, start + SLICE));
      if (write !== undefined && !(await write(await encode(piece)))) return { findings, isComplete: false };
    }
  }
  const last = scrubber.end();
  if (write === undefined) return { findings, isComplete: true };
  return { findings, isComplete: (await write(await encode(last))) && (await write(await encode())) };
}

async function* counted(
  log: AsyncIterable<Uint8Array>,
  onBytes: (count: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of log) {
    yield chunk;
    onBytes(chunk.length);
  }
}

// Texts of this size stay in the cache of a processor. Larger ones are no faster (measured up to 512 KiB).
const SLICE = 64 * 1024;
