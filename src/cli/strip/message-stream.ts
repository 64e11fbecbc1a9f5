import { unreadableError } from "../command-error.js";
import { MAX_MESSAGE_BYTES, TOO_LONG } from "../input-output.js";

/**
 * Cuts a stream into its messages. The length of each message stands before it as a varint: the format of
 * `writeDelimitedTo` in Java, `protodelim` in Go, and `sizeDelimitedEncode` in @bufbuild/protobuf.
 *
 * @throws {CommandError} if a length is malformed or too long, or the stream ends within a message. The rest of the
 *   stream cannot be read then.
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

/** Where a message starts and ends; undefined until all bytes of its length are there. */
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

const NEWLINE = 0x0a;

/**
 * Cuts a stream into its lines, without their line ends. The last line may have none.
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
