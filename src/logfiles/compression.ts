import { Readable, type Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as zlib from "node:zlib";
import type { CompressionFormat } from "./compression-format.js";
import { LogReadError } from "./log-read-error.js";

/** How a log is compressed. */
export interface Compression {
  decompressor(): Transform;
  compressor(): Transform;
}

const GZIP: Compression = { decompressor: () => zlib.createGunzip(), compressor: () => zlib.createGzip() };

/** What Node 22.15 and later have, and the types of older versions do not know. */
interface Zstd {
  readonly createZstdDecompress?: () => Transform;
  readonly createZstdCompress?: () => Transform;
}

/**
 * How a log in a format is compressed.
 *
 * @throws {LogReadError} if this version of Node cannot decompress it.
 */
export function compressionOf(format: CompressionFormat): Compression {
  if (format === "gzip") return GZIP;
  // The types are those of Node 20, which has no zstd.
  const { createZstdDecompress, createZstdCompress } = zlib as Zstd;
  if (createZstdDecompress === undefined || createZstdCompress === undefined)
    throw new LogReadError("is compressed with zstd, which needs Node 22.15 or later; decompress it first");
  return { decompressor: createZstdDecompress, compressor: createZstdCompress };
}

/**
 * The content of a compressed log.
 *
 * @throws {LogReadError} while reading, if it is damaged.
 */
export async function* decompressed(
  chunks: AsyncIterable<Uint8Array>,
  compression: Compression,
): AsyncGenerator<Uint8Array> {
  const stream = compression.decompressor();
  // The stream fails with the error of the pipeline, which is then thrown where the stream is read.
  const feeding = pipeline(Readable.from(chunks), stream).catch(() => undefined);
  try {
    // Without an encoding, streams give Buffers.
    for await (const chunk of stream as AsyncIterable<Buffer>) yield chunk;
    await feeding;
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw new LogReadError("is compressed, and damaged or cut off", { cause: error });
  }
}

function isDamage(error: unknown): boolean {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return /^(?:Z_|ZSTD_|ERR_ZSTD)/.test(code);
}

/** Compresses pieces one after the other. */
export class Compressor {
  readonly #stream: Transform;
  #chunks: Buffer[] = [];

  constructor(compression: Compression) {
    this.#stream = compression.compressor();
    this.#stream.on("data", (chunk: Buffer) => this.#chunks.push(chunk));
  }

  /** What has come out once a piece has gone in. */
  push(piece: Uint8Array): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#stream.write(piece, (error) => (error ? reject(error) : resolve(this.#take())));
    });
  }

  /** The rest. */
  end(): Promise<Buffer> {
    return new Promise((resolve, reject) => {
      this.#stream.once("error", reject);
      this.#stream.once("end", () => resolve(this.#take()));
      this.#stream.end();
    });
  }

  #take(): Buffer {
    const chunks = this.#chunks;
    this.#chunks = [];
    return Buffer.concat(chunks);
  }
}
