import fs from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import type { Readable } from "node:stream";
import { callerFrame } from "../scrub/findings/caller-frame.js";
import type { CallerFrame } from "../scrub/findings/finding.js";
import { type OutputKind, outputKind, streamKind } from "./output-kind.js";
import { OutputText } from "./output-text.js";
import { isOfPrinter, type RadarLog } from "./radar-log.js";
import type { Relayed } from "./radar-record.js";
import type { RunSettings } from "./run-settings.js";

type AnyFunction = (this: unknown, ...args: unknown[]) => unknown;

/** Standard output and standard error: what the rest of the radar needs to know of them. */
export interface WatchedOutput {
  readonly name: "stdout" | "stderr";
  readonly kind: OutputKind;
  /**
   * Writes what another process has printed, without another search.
   *
   * @param done called when it is written, or cannot be. Without it, this waits until it is written.
   */
  readonly pass: (chunk: string | Uint8Array, done?: (error?: Error | null) => void) => void;
}

/** Text of a chunk, if it is one. */
export function textOfChunk(chunk: unknown, encoding: unknown): string | undefined {
  if (typeof chunk === "string") {
    const isText = typeof encoding !== "string" || /^(?:utf-?8|ascii|latin1|binary)$/i.test(encoding);
    return isText ? chunk : Buffer.from(chunk, encoding as BufferEncoding).toString("utf8"); // wrong ones throw, as in write
  }
  if (!ArrayBuffer.isView(chunk)) return undefined;
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength).toString("utf8");
}

/** Watches what the program writes to standard output and standard error, by streams and by file descriptors. */
export function watchOutputs(log: RadarLog, settings: RunSettings): readonly WatchedOutput[] {
  const outputs = ([1, 2] as const).map((descriptor) => watchStream(descriptor, log, settings));
  watchDescriptors(log, settings);
  return outputs;
}

function watchStream(descriptor: 1 | 2, log: RadarLog, settings: RunSettings): WatchedOutput {
  const { scrubs } = settings;
  const name = descriptor === 1 ? "stdout" : "stderr";
  const kind = streamKind(descriptor, settings);
  if (kind === "none") return { name, kind, pass: (chunk, done) => void process[name].write(chunk, done) };
  const stream = process[name];
  const write = stream.write;
  const end = stream.end;
  const text = new OutputText(log);
  const pipes = new Pipes(stream);
  const searched = (args: unknown[]): unknown[] => {
    const [chunk, encoding, ...rest] = args;
    const original = textOfChunk(chunk, encoding);
    if (original === undefined || original === "") return args;
    const pipe = pipes.of(chunk);
    const safe = text.search({
      text: original,
      sink: name,
      isOut: kind === "out",
      ...(pipe !== undefined && pipe),
    });
    // What goes to another process may be data for it.
    if (!scrubs || kind !== "out" || safe === original) return args;
    return typeof encoding === "function" ? [safe, encoding, ...rest] : [safe, "utf8", ...rest];
  };
  // Both take any arguments, and give them to the original.
  stream.write = function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(write as AnyFunction, this, searched(args));
  } as typeof stream.write;
  stream.end = function (this: unknown, ...args: unknown[]): unknown {
    return Reflect.apply(end as AnyFunction, this, searched(args));
  } as typeof stream.end;
  return {
    name,
    kind,
    pass(chunk, done) {
      if (done === undefined) waitForWrites(stream);
      Reflect.apply(write as AnyFunction, stream, done === undefined ? [chunk] : [chunk, done]);
    },
  };
}

/** From now on, a write to a pipe waits until it is written: the program may end before the pipe has room. */
function waitForWrites(stream: NodeJS.WriteStream): void {
  // It is not documented, but stable: the package `set-blocking` counts on it.
  const { _handle: handle } = stream as { _handle?: { setBlocking?(isBlocking: boolean): unknown } };
  handle?.setBlocking?.(true);
}

/** A stream that was piped into an output. */
interface Pipe {
  /** Who has piped it. */
  readonly frame: CallerFrame | undefined;
  readonly relayOf: Relayed;
}

/** Tells which chunks come out of streams that were piped into an output: of a worker, or of a child process. */
class Pipes {
  readonly #sources = new Map<Readable, (chunk: unknown) => void>();
  #last: { readonly chunk: unknown; readonly pipe: Pipe } | undefined;

  constructor(output: NodeJS.WriteStream) {
    output.on("pipe", (source: Readable) => {
      // The class is not exported.
      const isOfWorker = source.constructor.name === "ReadableWorkerStdio";
      const frame = callerFrame();
      const pipe: Pipe = { frame, relayOf: isOfWorker ? "worker" : isOfPrinter(frame) ? "anybody" : "child" };
      const listener = (chunk: unknown): void => {
        this.#last = { chunk, pipe };
      };
      this.#sources.set(source, listener);
      // Before the listener that writes the chunk. `prependListener` does not make the stream flow.
      source.prependListener("data", listener);
    });
    output.on("unpipe", (source: Readable) => {
      const listener = this.#sources.get(source);
      if (listener !== undefined) source.removeListener("data", listener);
      this.#sources.delete(source);
    });
  }

  of(chunk: unknown): Pipe | undefined {
    const last = this.#last;
    this.#last = undefined;
    return last !== undefined && last.chunk === chunk ? last.pipe : undefined;
  }
}

/** Watches what is written to the file descriptors 1 and 2: fast loggers write to these. */
function watchDescriptors(log: RadarLog, settings: RunSettings): void {
  const { scrubs } = settings;
  const kinds = [1, 2].map((descriptor) => outputKind(descriptor, settings));
  const texts = [new OutputText(log), new OutputText(log)];
  /** What is to be written in place of the arguments' chunk. Undefined: the chunk itself. */
  const searched = (args: readonly unknown[]): string | undefined => {
    const [descriptor, chunk, second, third, fourth] = args;
    if (descriptor !== 1 && descriptor !== 2) return undefined;
    const kind = kinds[descriptor - 1];
    if (kind === "none") return undefined;
    const original =
      typeof chunk === "string"
        ? textOfChunk(chunk, typeof third === "string" ? third : undefined)
        : textOfChunk(part(chunk, second, third), fourth);
    if (!original) return undefined;
    const safe = texts[descriptor - 1]?.search({
      text: original,
      sink: descriptor === 1 ? "stdout" : "stderr",
      isOut: kind === "out",
    });
    return scrubs && kind === "out" && safe !== original ? safe : undefined;
  };
  const { writeSync, write } = fs;
  fs.writeSync = ((...args: unknown[]): unknown => {
    const safe = searched(args);
    if (safe === undefined) return Reflect.apply(writeSync as AnyFunction, fs, args);
    writeSync(Number(args[0]), safe);
    return lengthOf(args);
  }) as typeof fs.writeSync;
  const watchedWrite = (...args: unknown[]): unknown => {
    const safe = searched(args);
    const done = args.at(-1);
    if (safe === undefined || typeof done !== "function")
      return Reflect.apply(write as AnyFunction, fs, args);
    return write(Number(args[0]), safe, (error) => done(error, error ? 0 : lengthOf(args), args[1]));
  };
  // `util.promisify` asks for properties of the original.
  fs.write = Object.defineProperties(
    watchedWrite,
    Object.getOwnPropertyDescriptors(write),
  ) as typeof fs.write;
  watchVectors(searched);
  syncBuiltinESMExports();
}

/** `writev` writes several chunks at once. They are only searched. */
function watchVectors(search: (args: readonly unknown[]) => unknown): void {
  for (const name of ["writev", "writevSync"] as const) {
    const original = fs[name] as AnyFunction;
    const watched = (...args: unknown[]): unknown => {
      const [descriptor, chunks] = args;
      if ((descriptor === 1 || descriptor === 2) && Array.isArray(chunks))
        search([descriptor, Buffer.concat(chunks)]);
      return Reflect.apply(original, fs, args);
    };
    Object.defineProperties(watched, Object.getOwnPropertyDescriptors(original));
    Reflect.set(fs, name, watched);
  }
}

/** The part of a buffer that offset and length, or options with them, name. */
function part(chunk: unknown, offset: unknown, length: unknown): unknown {
  if (!ArrayBuffer.isView(chunk)) return chunk;
  const options =
    typeof offset === "object" && offset !== null ? (offset as { offset?: unknown; length?: unknown }) : {};
  const from = Number(options.offset ?? (typeof offset === "number" ? offset : 0)) || 0;
  const size = options.length ?? (typeof length === "number" ? length : undefined);
  const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
  return bytes.subarray(from, size === undefined ? undefined : from + Number(size));
}

/** How many bytes the caller of `write` expects to be written. */
function lengthOf([, chunk, second, third]: readonly unknown[]): number {
  if (typeof chunk === "string") {
    return Buffer.byteLength(chunk, typeof third === "string" ? (third as BufferEncoding) : "utf8");
  }
  const bytes = part(chunk, second, third);
  return ArrayBuffer.isView(bytes) ? bytes.byteLength : 0;
}
