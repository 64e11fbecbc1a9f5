import { unreadableError } from "../command-error.js";
import { MAX_MESSAGE_BYTES, TOO_LONG } from "../input.js";

const NEWLINE = 0x0a;

/**
 * Cuts a stream into its lines, without what ends them. The last one may lack its end.
 *
 * @throws {CommandError} if a line is longer than a message can be.
 */
export async function* lines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let count = 0;
  for await (const chunk of chunks) {
    let start = 0;
    for (let end = chunk.indexOf(NEWLINE); end !== -1; end = chunk.indexOf(NEWLINE, start)) {
      yield text([...pending, chunk.subarray(start, end)]);
      count++;
      pending = [];
      length = 0;
      start = end + 1;
    }
    pending.push(chunk.subarray(start));
    length += chunk.length - start;
    if (length > MAX_MESSAGE_BYTES) throw unreadableError(`standard input: line ${count + 1} is ${TOO_LONG}`);
  }
  if (length > 0) yield text(pending);
}

function text(pieces: readonly Uint8Array[]): string {
  return Buffer.concat(pieces).toString("utf8");
}
