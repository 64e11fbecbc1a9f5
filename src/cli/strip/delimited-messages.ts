import { unreadableError } from "../command-error.js";
import { MAX_MESSAGE_BYTES, TOO_LONG } from "../input.js";

/**
 * Cuts a stream into its messages, each of which has its length before it as a varint: what `writeDelimitedTo` writes in
 * Java, `protodelim` in Go, and `sizeDelimitedEncode` in @bufbuild/protobuf.
 *
 * @throws {CommandError} if a length is none, is too long, or the stream ends within a message: there is no reading on.
 */
export async function* delimitedMessages(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let length = 0;
  let needed = 1;
  let count = 0;
  for await (const chunk of chunks) {
    pending.push(chunk);
    length += chunk.length;
    if (length < needed) continue;
    const bytes = Buffer.concat(pending, length);
    let at = 0;
    for (;;) {
      const frame = frameAt(bytes, at, count + 1);
      needed = (frame?.end ?? bytes.length + 1) - at;
      if (frame === undefined || frame.end > bytes.length) break;
      yield bytes.subarray(frame.start, frame.end);
      at = frame.end;
      count++;
    }
    pending = [Buffer.from(bytes.subarray(at))];
    length = bytes.length - at;
  }
  if (length > 0) throw unreadableError(`standard input: ends within message ${count + 1}`);
}

const LONGEST_PREFIX = 5;

/** Where a message starts and ends; undefined if its length is not complete yet. */
function frameAt(
  bytes: Uint8Array,
  offset: number,
  number: number,
): { start: number; end: number } | undefined {
  let length = 0;
  for (let index = 0; index < LONGEST_PREFIX; index++) {
    const byte = bytes[offset + index];
    if (byte === undefined) return undefined;
    length += (byte & 0x7f) * 2 ** (7 * index);
    if (length > MAX_MESSAGE_BYTES) throw unreadableError(`standard input: message ${number} is ${TOO_LONG}`);
    if (byte < 0x80) return { start: offset + index + 1, end: offset + index + 1 + length };
  }
  throw unreadableError(
    `standard input: message ${number} has no length before it; is the stream length-delimited?`,
  );
}
