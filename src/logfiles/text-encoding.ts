import { TextDecoder } from "node:util";
import { LogReadError } from "./log-read-error.js";

/** How the text of a log is encoded. UTF-8 stands for everything that has ASCII as it is. */
export type TextEncodingName = "utf-8" | "utf-16le" | "utf-16be";

const SAMPLE = 4096;
// A share of what stands in a sample.
const MOST_CONTROLS = 0.05;
const FEWEST_ZEROS = 0.4;

// Formats that are not text, by their first bytes as Latin-1.
const FORMATS: readonly (readonly [start: string, name: string])[] = [
  ["\xfd7zXZ\0", "compressed with xz"],
  ["BZh", "compressed with bzip2"],
  ["PK\x03\x04", "a zip archive"],
  ["PK\x05\x06", "a zip archive"],
  ["\x04\x22\x4d\x18", "compressed with lz4"],
  ["7z\xbc\xaf", "a 7z archive"],
  ["\x1f\x9d", "compressed with compress"],
  ["\x5d\0\0", "compressed with lzma"],
  ["LPKSHHRH", "a journal of systemd, which journalctl prints"],
];

/**
 * The encoding of a text, by its first bytes.
 *
 * @throws {LogReadError} if it is no text, or in an encoding that cannot be read.
 */
export function textEncodingOf(head: Buffer): TextEncodingName {
  const start = head.toString("latin1", 0, 16);
  const format = FORMATS.find(([first]) => start.startsWith(first));
  if (format !== undefined) throw new LogReadError(`is ${format[1]}; make it a text first`);
  if (start.startsWith("\xff\xfe\0\0") || start.startsWith("\0\0\xfe\xff")) throw inUtf32();
  if (start.startsWith("\xff\xfe")) return "utf-16le";
  if (start.startsWith("\xfe\xff")) return "utf-16be";
  // A log that was cut to length zero while it was open begins with zeros.
  let first = 0;
  while (first < head.length && head[first] === 0) first++;
  return unmarkedEncoding(head.subarray(first - (first % 4), first - (first % 4) + SAMPLE));
}

function unmarkedEncoding(sample: Buffer): TextEncodingName {
  const zeros = [0, 0, 0, 0];
  let controls = 0;
  for (const [index, byte] of sample.entries()) {
    if (byte === 0) zeros[index % 4] = (zeros[index % 4] ?? 0) + 1;
    else if (isControl(byte)) controls++;
  }
  const units = sample.length / 4;
  const [a = 0, b = 0, c = 0, d = 0] = zeros.map((count) => (units < 1 ? 0 : count / units));
  const pairs = [b > FEWEST_ZEROS && d > FEWEST_ZEROS, a > FEWEST_ZEROS && c > FEWEST_ZEROS];
  if (pairs[0] && (c > FEWEST_ZEROS || a > FEWEST_ZEROS)) throw inUtf32();
  if (pairs[1] && (b > FEWEST_ZEROS || d > FEWEST_ZEROS)) throw inUtf32();
  if (pairs[0]) return "utf-16le";
  if (pairs[1]) return "utf-16be";
  const zeroShare = (a + b + c + d) / 4;
  if (controls > MOST_CONTROLS * sample.length || zeroShare > FEWEST_ZEROS / 2) throw notText();
  return "utf-8";
}

/** A control character that logs do not have: all but white space, backspace and escape. */
function isControl(byte: number): boolean {
  return (byte < 0x20 && (byte < 0x07 || byte > 0x0d) && byte !== 0x1b) || byte === 0x7f;
}

function inUtf32(): LogReadError {
  return new LogReadError("is in UTF-32; convert it to UTF-8 first");
}

function notText(): LogReadError {
  return new LogReadError("is not text");
}

/**
 * A text in UTF-8 that comes in another encoding.
 *
 * @throws {LogReadError} while reading, if it is malformed.
 */
export async function* decodedText(
  chunks: AsyncIterable<Uint8Array>,
  encoding: TextEncodingName,
): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
  for await (const chunk of chunks) yield Buffer.from(decoded(decoder, chunk), "utf8");
  yield Buffer.from(decoded(decoder, undefined), "utf8");
}

function decoded(decoder: TextDecoder, chunk: Uint8Array | undefined): string {
  try {
    return chunk === undefined ? decoder.decode() : decoder.decode(chunk, { stream: true });
  } catch {
    // The error of the decoder may say where it stopped, but no more.
    throw new LogReadError("is not UTF-16 throughout");
  }
}

/** Encodes pieces of a text in UTF-8 as it came. Pieces may end within a character. */
export class TextReencoder {
  readonly #decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  readonly #encoding: TextEncodingName;

  constructor(encoding: TextEncodingName) {
    this.#encoding = encoding;
  }

  /** The next piece; without one, the end. */
  encode(piece?: Uint8Array): Buffer {
    const text = piece === undefined ? this.#decoder.decode() : this.#decoder.decode(piece, { stream: true });
    const bytes = Buffer.from(text, "utf16le");
    return this.#encoding === "utf-16be" ? bytes.swap16() : bytes;
  }
}
