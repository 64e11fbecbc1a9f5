import childProcess, { type ChildProcess } from "node:child_process";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { callerFrame } from "../scrub/findings/caller-frame.js";
import type { CallerFrame } from "../scrub/findings/finding.js";
import { delayExit } from "./delayed-exit.js";
import { OutputText } from "./output-text.js";
import { textOfChunk, type WatchedOutput } from "./output-watch.js";
import type { RadarLog } from "./radar-log.js";
import { type RunSettings, SETTINGS_VARIABLE, watchedEnvironment } from "./run-settings.js";

/** The options that `spawn` of a ChildProcess takes. They are not documented, but stable since Node 0.6. */
interface SpawnOptions {
  readonly file?: unknown;
  readonly args?: unknown;
  readonly stdio?: unknown;
  readonly detached?: unknown;
  readonly envPairs?: unknown;
}

/**
 * Watches child processes: their command lines, which every user of the machine can read; and what they print to an output that
 * they inherit, because only this thread knows the secrets. A child that is a Node process is watched by its own radar, too.
 */
export function watchChildren(log: RadarLog, outputs: readonly WatchedOutput[], settings: RunSettings): void {
  const prototype = childProcess.ChildProcess.prototype as ChildProcess & {
    spawn(options: SpawnOptions): unknown;
  }; // as above
  const { spawn } = prototype;
  prototype.spawn = function (this: ChildProcess, options: SpawnOptions): unknown {
    if (typeof options !== "object" || options === null) return Reflect.apply(spawn, this, [options]);
    const args = Array.isArray(options.args) ? options.args : [];
    searchArguments(log, options.file, args);
    const watched = { ...options, ...withPairs(options, settings) };
    const relays = log.isWatching && !options.detached ? inheritedOutputs(options.stdio, outputs) : [];
    if (relays.length === 0) return Reflect.apply(spawn, this, [watched]);
    const result: unknown = Reflect.apply(spawn, this, [{ ...watched, stdio: piped(options.stdio, relays) }]);
    const frame = callerFrame();
    const from = { place: placeOf(options.file), frame };
    const streams = relays.flatMap((relay) => passOn(this, relay, log, from) ?? []);
    delayExit(this, streams);
    return result;
  };
}

function withPairs({ envPairs }: SpawnOptions, settings: RunSettings): { envPairs?: readonly unknown[] } {
  if (!Array.isArray(envPairs)) return {};
  const pairValue = (name: string): string | undefined =>
    envPairs
      .map(String)
      .find((pair) => pair.startsWith(`${name}=`))
      ?.slice(name.length + 1);
  if (pairValue(SETTINGS_VARIABLE) !== undefined) return {};
  const own = watchedEnvironment(settings, pairValue("NODE_OPTIONS"));
  const others = envPairs.filter(
    (pair) => !Object.keys(own).some((name) => String(pair).startsWith(`${name}=`)),
  );
  return { envPairs: [...others, ...Object.entries(own).map(([name, value]) => `${name}=${value}`)] };
}

/** Searches a command line. */
export function searchArguments(log: RadarLog, file: unknown, args: readonly unknown[]): void {
  if (!log.isWatching) return;
  log.search({
    text: args.map(String).join(" "),
    sink: "argv",
    place: placeOf(file),
    isOut: true,
    relayOf: false,
  });
}

/** Names a program. Its folder may hold anything. */
export function placeOf(file: unknown): string {
  return typeof file === "string" ? basename(file) : "";
}

/** An output of a child that goes to an output of this thread. */
export interface Relay {
  /** The file descriptor of the child. */
  readonly descriptor: number;
  readonly output: WatchedOutput;
}

/** The outputs of this thread that a child inherits as its standard output or standard error. */
export function inheritedOutputs(stdio: unknown, outputs: readonly WatchedOutput[]): readonly Relay[] {
  return [1, 2].flatMap((descriptor) => {
    const entry: unknown = Array.isArray(stdio) ? stdio[descriptor] : stdio;
    const target = entry === "inherit" ? descriptor : targetOf(entry);
    const output = target === undefined ? undefined : outputs[target - 1];
    return output === undefined || output.kind === "none" ? [] : [{ descriptor, output }];
  });
}

function targetOf(entry: unknown): 1 | 2 | undefined {
  if (entry === 1 || entry === process.stdout) return 1;
  return entry === 2 || entry === process.stderr ? 2 : undefined;
}

/** The option `stdio`, with pipes in place of the outputs. */
export function piped(stdio: unknown, relays: readonly Relay[]): unknown[] {
  const entries: unknown[] = Array.isArray(stdio) ? [...stdio] : [stdio, stdio, stdio];
  for (const { descriptor } of relays) entries[descriptor] = "pipe";
  return entries;
}

/** Passes on what a child prints. For the program, it looks as if the child had inherited the output. */
function passOn(
  child: ChildProcess,
  { descriptor, output }: Relay,
  log: RadarLog,
  from: ChildOrigin,
): Readable | undefined {
  const stream = child.stdio?.[descriptor] as (Readable & { unref?(): void }) | null | undefined; // it was made as a pipe
  if (!stream) return undefined;
  const name = descriptor === 1 ? "stdout" : "stderr";
  child[name] = null;
  Reflect.set(child.stdio, descriptor, null);
  const text = new OutputText(log);
  stream.on("data", (chunk: Buffer) => {
    // The child waits for who reads the output, as it would without the radar.
    stream.pause();
    output.pass(searchedChunk(chunk, text, output, log, from), (error) => {
      if (error) stream.destroy();
      else stream.resume();
    });
  });
  stream.on("error", () => undefined);
  const { unref } = child;
  child.unref = () => {
    stream.unref?.();
    Reflect.apply(unref, child, []);
  };
  return stream;
}

/** Who has started a child, and its name. */
export interface ChildOrigin {
  readonly place: string;
  readonly frame: CallerFrame | undefined;
}

/** What is printed of a chunk of a child: the chunk, or the text without secrets. */
export function searchedChunk(
  chunk: Uint8Array,
  text: OutputText,
  output: WatchedOutput,
  log: RadarLog,
  from: ChildOrigin,
): string | Uint8Array {
  const original = textOfChunk(chunk, undefined) ?? "";
  const safe = text.search({
    text: original,
    sink: output.name,
    place: `of ${from.place}`,
    frame: from.frame,
    isOut: output.kind === "out",
    relayOf: "child",
  });
  return log.scrubs && output.kind === "out" && safe !== original ? safe : chunk;
}
