import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { scrubInPlace } from "../../../src/logfiles/scrub-in-place.js";
import { scrubLog } from "../../../src/logfiles/scrub-log.js";
import { cli } from "../run-cli.js";

const LEAK = `${'I0102 03:04:05.678901 1 a.go:1] é "secrets":{"password":"hunter2"}\n'.repeat(90)}`;
const CLEAN = LEAK.replaceAll("hunter2", "***stripped***");

const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(text, "utf16le");
  return isBig ? bytes.swap16() : bytes;
};
const utf32 = (text: string): Buffer =>
  Buffer.concat([...text].map((one) => Buffer.from(Uint32Array.of(one.codePointAt(0) ?? 0).buffer)));

/** Logs that can be read: how a text is written, and read again. */
const READABLE: Readonly<
  Record<string, readonly [write: (text: string) => Buffer, read: (log: Buffer) => string]>
> = {
  gzip: [(text) => zlib.gzipSync(text), (log) => zlib.gunzipSync(log).toString()],
  "gzip in two members": [
    (text) => Buffer.concat([zlib.gzipSync(text.slice(0, 700)), zlib.gzipSync(text.slice(700))]),
    (log) => zlib.gunzipSync(log).toString(),
  ],
  "UTF-16 with a mark": [(text) => utf16(`\ufeff${text}`, false), (log) => log.toString("utf16le").slice(1)],
  "UTF-16 without a mark": [(text) => utf16(text, false), (log) => log.toString("utf16le")],
  "UTF-16, big end first, with a mark": [
    (text) => utf16(`\ufeff${text}`, true),
    (log) => Buffer.from(log).swap16().toString("utf16le").slice(1),
  ],
  "UTF-16, big end first": [
    (text) => utf16(text, true),
    (log) => Buffer.from(log).swap16().toString("utf16le"),
  ],
  "UTF-16 in gzip": [
    (text) => zlib.gzipSync(utf16(text, false)),
    (log) => zlib.gunzipSync(log).toString("utf16le"),
  ],
  "UTF-8 behind zeros": [
    (text) => Buffer.concat([Buffer.alloc(5000), Buffer.from(text)]),
    (log) => log.subarray(5000).toString(),
  ],
};

/** Logs that cannot be read. */
const UNREADABLE: Readonly<Record<string, Buffer>> = {
  "gzip that was cut off": zlib.gzipSync(LEAK).subarray(0, 90),
  "gzip in gzip": zlib.gzipSync(zlib.gzipSync(LEAK)),
  xz: Buffer.from("\xfd7zXZ\0\0\x04abcdefgh", "latin1"),
  bzip2: Buffer.from("BZh91AY&SYabcdefgh", "latin1"),
  zip: Buffer.from("PK\x03\x04abcdefgh", "latin1"),
  "UTF-32": utf32(LEAK),
  "UTF-32 with a mark": utf32(`\ufeff${LEAK}`),
  "UTF-16 that ends within a character": utf16(`\ufeff${LEAK}`, false).subarray(0, -1),
  "bytes that are not text": Buffer.from(Array.from({ length: 3000 }, (_, index) => (index * 167) % 256)),
};

let directory: string;
let log: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "scrub-encodings-"));
  log = join(directory, "driver.log");
});
afterAll(() => rmSync(directory, { recursive: true }));

async function* chunked(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

describe.each(Object.entries(READABLE))("a log in %s", (_name, [write, read]) => {
  it("is scrubbed, and stays so, in chunks of any size", async () => {
    for (const size of [7, 1000, 1_000_000]) {
      const pieces: Buffer[] = [];
      const report = await scrubLog(chunked(write(LEAK), size), {
        async write(piece) {
          pieces.push(Buffer.from(piece));
          return true;
        },
      });
      expect(read(Buffer.concat(pieces))).toBe(CLEAN);
      expect([...report.findings]).toEqual([["values in secrets", 90]]);
    }
  });

  it("is found by --check, in a file and on standard input, and scrubbed in place", async () => {
    writeFileSync(log, write(LEAK));
    expect((await cli(["scrub", "--check", log])).status).toBe(1);
    expect((await cli(["scrub", "--check"], write(LEAK))).status).toBe(1);
    await scrubInPlace(log, {});
    expect(read(readFileSync(log))).toBe(CLEAN);
    const before = statSync(log);
    expect(await cli(["scrub", "--check", log])).toMatchObject({ status: 0 });
    await scrubInPlace(log, {});
    expect(statSync(log).ino).toBe(before.ino);
  });
});

describe.each(Object.entries(UNREADABLE))("%s", (_name, bytes) => {
  it.each([[["--check"]], [[]], [["--in-place"]]])(
    "is an error with %j, never nothing found",
    async (options) => {
      writeFileSync(log, bytes);
      const run = await cli(["scrub", ...options, log]);
      expect(run.status).toBe(3);
      expect(run.stderr).toMatch(/^protosanitizer: .*driver\.log: is [^\n]+\n$/);
      expect(readFileSync(log).equals(bytes)).toBe(true);
    },
  );

  it("is an error on standard input", async () => {
    expect((await cli(["scrub", "--check"], bytes)).status).toBe(3);
  });
});

describe("a log in zstd", () => {
  const create: unknown = Reflect.get(zlib, "zstdCompressSync");
  it("is read where Node can, and an error where it cannot", async () => {
    const frame = typeof create === "function" ? create(LEAK) : Buffer.from("\x28\xb5\x2f\xfdabcd", "latin1");
    writeFileSync(log, frame);
    expect((await cli(["scrub", "--check", log])).status).toBe(typeof create === "function" ? 1 : 3);
  });
});
