import { type Compression, Compressor, compressionOf, decompressed } from "./compression.js";
import { LogReadError } from "./log-read-error.js";
import { decodedText, type TextEncodingName, TextReencoder, textEncodingOf } from "./text-encoding.js";

/** A log as text, and what makes bytes of text as the log had them. */
export interface LogText {
  /** The text, in UTF-8 or another encoding that has ASCII as it is. */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Encodes and compresses the next piece of text as the log was; without a piece, the end. */
  encode(piece?: Buffer): Promise<Buffer>;
}

// Enough for every format that is told by its first bytes. A log that grows slowly should not wait for more.
const ENOUGH = 16;

/**
 * Reads a log as text: decompresses gzip and zstd, and decodes UTF-16.
 *
 * @throws {LogReadError} if it is no text that can be read, also later, while its chunks are read.
 */
export async function readLogText(log: AsyncIterable<Uint8Array>): Promise<LogText> {
  const raw = await peek(log);
  const compression = compressionOf(raw.head);
  const content = compression === undefined ? raw : await peek(decompressed(raw.chunks, compression));
  if (compression !== undefined && isCompressed(content.head))
    throw new LogReadError("is compressed twice; decompress it first");
  const encoding = textEncodingOf(content.head);
  const chunks = encoding === "utf-8" ? content.chunks : decodedText(content.chunks, encoding);
  return { chunks, encode: encoder(encoding, compression) };
}

function isCompressed(head: Buffer): boolean {
  return compressionOf(head) !== undefined;
}

function encoder(
  encoding: TextEncodingName,
  compression: Compression | undefined,
): (piece?: Buffer) => Promise<Buffer> {
  const reencoder = encoding === "utf-8" ? undefined : new TextReencoder(encoding);
  const compressor = compression === undefined ? undefined : new Compressor(compression);
  return async (piece) => {
    const bytes = reencoder === undefined ? (piece ?? Buffer.alloc(0)) : reencoder.encode(piece);
    if (compressor === undefined) return bytes;
    const begun = await compressor.push(bytes);
    return piece === undefined ? Buffer.concat([begun, await compressor.end()]) : begun;
  };
}

interface Peeked {
  /** The first bytes. */
  readonly head: Buffer;
  /** Everything, the first bytes included. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

async function peek(log: AsyncIterable<Uint8Array>): Promise<Peeked> {
  const iterator = log[Symbol.asyncIterator]();
  let head = Buffer.alloc(0);
  let isDone = false;
  while (head.length < ENOUGH && !isDone) {
    const next = await iterator.next();
    if (next.done) isDone = true;
    else head = Buffer.concat([head, next.value]);
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    try {
      if (head.length > 0) yield head;
      for (; !isDone; ) {
        const next = await iterator.next();
        if (next.done) return;
        yield next.value;
      }
    } finally {
      await iterator.return?.();
    }
  }
  return { head, chunks: all() };
}
