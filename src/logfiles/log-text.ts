import type { Compressor } from "./compression.js";
import { type CompressionFormat, compressionFormat } from "./compression-format.js";
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
  const format = compressionFormat(raw.head);
  const unpacked = format === undefined ? undefined : await decompress(raw.chunks, format);
  const content = unpacked === undefined ? raw : await peek(unpacked.chunks);
  if (unpacked !== undefined && compressionFormat(content.head) !== undefined)
    throw new LogReadError("is compressed twice; decompress it first");
  const encoding = textEncodingOf(content.head);
  const chunks = encoding === "utf-8" ? content.chunks : decodedText(content.chunks, encoding);
  return { chunks, encode: encoder(encoding, unpacked?.compressor) };
}

interface Unpacked {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Compresses as the log was. */
  readonly compressor: Compressor;
}

async function decompress(log: AsyncIterable<Uint8Array>, format: CompressionFormat): Promise<Unpacked> {
  // Most logs are not compressed, and zlib takes a while to load.
  const { Compressor, compressionOf, decompressed } = await import("./compression.js");
  const compression = compressionOf(format);
  return { chunks: decompressed(log, compression), compressor: new Compressor(compression) };
}

function encoder(
  encoding: TextEncodingName,
  compressor: Compressor | undefined,
): (piece?: Buffer) => Promise<Buffer> {
  const reencoder = encoding === "utf-8" ? undefined : new TextReencoder(encoding);
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
