import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import { closeSync, fstatSync, openSync, readdirSync, readSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Origin, Origins } from "../write/collect/origin.js";
import type { SecretValue } from "../write/collect/secret-walk.js";
import { FILE_ENDS, threadFile } from "./run-files.js";

/*
 * A secret of one process may leak in another one: a driver starts a program, or a worker. So the threads of a run share the
 * values that they hold. Files can be read at once, without a turn of the event loop. Each thread appends to its own, encrypted
 * with the key of the run, which is in the environment of its processes only. A process that is killed leaves what it wrote.
 */

/** Values that a thread holds, and what it knows of them. */
export interface SharedHolding {
  readonly values: readonly SecretValue[];
  readonly origins: Origins | undefined;
  readonly method: string | undefined;
}

const ALGORITHM = "aes-256-gcm";
const IV_BYTES = 12;
const TAG_BYTES = 16;
const LENGTH_BYTES = 4;
/** A thread shares no more than this. */
const MOST_BYTES = 64 * 1024 * 1024;
/** So many holdings are remembered, in order not to share them twice. */
const MOST_REMEMBERED = 20_000;

/** Shares the values of one thread. */
export class ValueWriter {
  readonly #descriptor: number;
  readonly #key: Buffer;
  readonly #shared = new Set<string>();
  #bytes = 0;
  /** Whether some values were not shared, because there were too many, or because the disk is full. */
  isIncomplete = false;

  constructor(folder: string, thread: string, key: Buffer) {
    this.#descriptor = openSync(threadFile(folder, thread, "values"), "a", 0o600);
    this.#key = key;
  }

  /** Never throws: the program goes on without the radar. */
  write(holding: SharedHolding): void {
    try {
      const text = encoded(holding);
      const digest = createHash("sha256").update(text).digest("base64");
      if (this.#shared.has(digest)) return;
      if (this.#shared.size >= MOST_REMEMBERED) this.#shared.clear();
      this.#shared.add(digest);
      const record = encrypted(Buffer.from(text), this.#key);
      this.#bytes += record.length;
      if (this.#bytes > MOST_BYTES) this.isIncomplete = true;
      else writeSync(this.#descriptor, record);
    } catch {
      this.isIncomplete = true;
    }
  }
}

/** Reads what the other threads of a run share. */
export class ValueReader {
  readonly #folder: string;
  readonly #own: string | undefined;
  readonly #key: Buffer;
  readonly #files = new Map<string, { readonly descriptor: number; offset: number }>();

  /** @param own the name of the thread whose values are not read. */
  constructor(folder: string, own: string | undefined, key: Buffer) {
    this.#folder = folder;
    this.#own = own;
    this.#key = key;
  }

  /** What was shared since the last time. Never throws. */
  read(): readonly SharedHolding[] {
    try {
      return readdirSync(this.#folder)
        .filter((name) => name.endsWith(FILE_ENDS.values) && name !== `${this.#own}${FILE_ENDS.values}`)
        .sort()
        .flatMap((name) => this.#readFile(name));
    } catch {
      // The run is over, and its folder is gone.
      return [];
    }
  }

  close(): void {
    for (const { descriptor } of this.#files.values()) closeSync(descriptor);
    this.#files.clear();
  }

  #readFile(name: string): readonly SharedHolding[] {
    let file = this.#files.get(name);
    if (file === undefined) {
      file = { descriptor: openSync(join(this.#folder, name), "r"), offset: 0 };
      this.#files.set(name, file);
    }
    const { size } = fstatSync(file.descriptor);
    if (size - file.offset <= LENGTH_BYTES) return [];
    const bytes = Buffer.alloc(size - file.offset);
    const length = readSync(file.descriptor, bytes, 0, bytes.length, file.offset);
    const holdings: SharedHolding[] = [];
    let start = 0;
    for (;;) {
      // The last record may not be complete yet.
      if (start + LENGTH_BYTES > length) break;
      const end = start + LENGTH_BYTES + bytes.readUInt32LE(start);
      if (end > length) break;
      const text = decrypted(bytes.subarray(start + LENGTH_BYTES, end), this.#key);
      if (text !== undefined) holdings.push(decoded(text));
      start = end;
    }
    file.offset += start;
    return holdings;
  }
}

/** A value in JSON: a text, or bytes as base64 in a list. */
type EncodedValue = string | readonly [string];

/** One of {@link Origins} in JSON: they are linked, and may be many. */
interface EncodedOrigin {
  readonly origin?: Origin | undefined;
  readonly key?: string | undefined;
  readonly from: number;
}

function encoded({ values, origins, method }: SharedHolding): string {
  const asJson = values.map(
    (value): EncodedValue => (typeof value === "string" ? value : [Buffer.from(value).toString("base64")]),
  );
  const chain: EncodedOrigin[] = [];
  for (let one = origins; one !== undefined; one = one.before) {
    chain.push({ origin: one.origin, key: one.key, from: one.from });
  }
  return JSON.stringify([asJson, chain, method ?? null]);
}

function decoded(text: string): SharedHolding {
  // As `encoded` has made it: what was decrypted was written by this package.
  const [values, chain, method] = JSON.parse(text) as readonly [
    readonly EncodedValue[],
    readonly EncodedOrigin[],
    string | null,
  ];
  return {
    values: values.map((value) => (typeof value === "string" ? value : Buffer.from(value[0], "base64"))),
    origins: chain.reduceRight<Origins | undefined>(
      (before, { origin, key, from }) => ({ origin, key, from, before }),
      undefined,
    ),
    method: method ?? undefined,
  };
}

function encrypted(text: Buffer, key: Buffer): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, iv);
  const content = Buffer.concat([cipher.update(text), cipher.final()]);
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeUInt32LE(IV_BYTES + TAG_BYTES + content.length);
  return Buffer.concat([length, iv, cipher.getAuthTag(), content]);
}

function decrypted(record: Buffer, key: Buffer): string | undefined {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, record.subarray(0, IV_BYTES));
    decipher.setAuthTag(record.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
    const content = record.subarray(IV_BYTES + TAG_BYTES);
    return Buffer.concat([decipher.update(content), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
