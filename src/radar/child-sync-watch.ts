import childProcess, { type SpawnSyncReturns } from "node:child_process";
import { syncBuiltinESMExports } from "node:module";
import { callerFrame } from "../scrub/findings/caller-frame.js";
import {
  inheritedOutputs,
  piped,
  placeOf,
  type Relay,
  searchArguments,
  searchedChunk,
} from "./child-watch.js";
import { OutputText } from "./output-text.js";
import type { WatchedOutput } from "./output-watch.js";
import type { RadarLog } from "./radar-log.js";
import { type RunSettings, SETTINGS_VARIABLE, watchedEnvironment } from "./run-settings.js";

type Name = "spawnSync" | "execFileSync" | "execSync";
type AnyFunction = (...args: unknown[]) => unknown;
type Options = Readonly<Record<string, unknown>>;

/** A call of one of these functions. */
interface Call {
  readonly name: Name;
  readonly file: unknown;
  readonly args: readonly unknown[];
  readonly options: Options;
}

/** Watches the functions that wait for a child process, as `watchChildren` does for all others. */
export function watchSyncChildren(
  log: RadarLog,
  outputs: readonly WatchedOutput[],
  settings: RunSettings,
): void {
  const spawnSync = childProcess.spawnSync as AnyFunction; // with any arguments
  for (const name of ["spawnSync", "execFileSync", "execSync"] as const) {
    const original = childProcess[name] as AnyFunction; // likewise
    const watched = (...given: unknown[]): unknown => {
      const call = callOf(name, given);
      searchArguments(log, name === "execSync" ? "sh" : call.file, [call.file, ...call.args]);
      const environment = environmentOf(call.options, settings);
      const relays = log.isWatching ? inheritedOutputs(call.options["stdio"], outputs) : [];
      if (relays.length > 0)
        return relayed(spawnSync, { ...call, options: { ...call.options, ...environment } }, relays, log);
      if (environment === undefined) return Reflect.apply(original, childProcess, given);
      const options = { ...call.options, ...environment };
      return Reflect.apply(
        original,
        childProcess,
        name === "execSync" ? [call.file, options] : [call.file, call.args, options],
      );
    };
    Object.defineProperty(watched, "name", { value: name });
    Reflect.set(childProcess, name, watched);
  }
  syncBuiltinESMExports();
}

function callOf(name: Name, [file, second, third]: readonly unknown[]): Call {
  const isList = name !== "execSync" && Array.isArray(second);
  const options = isList || (name !== "execSync" && !isOptions(second)) ? third : second;
  return { name, file, args: isList ? second : [], options: isOptions(options) ? options : {} };
}

function isOptions(value: unknown): value is Options {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function environmentOf({ env }: Options, settings: RunSettings): { readonly env: object } | undefined {
  if (!isOptions(env) || Object.hasOwn(env, SETTINGS_VARIABLE)) return undefined;
  const given = env["NODE_OPTIONS"];
  return { env: { ...env, ...watchedEnvironment(settings, typeof given === "string" ? given : undefined) } };
}

/** Runs a child whose outputs are pipes, and prints what it has printed when it has ended. */
function relayed(spawnSync: AnyFunction, call: Call, relays: readonly Relay[], log: RadarLog): unknown {
  const { name, file, args, options } = call;
  const from = { place: placeOf(name === "execSync" ? "sh" : file), frame: callerFrame() };
  const result = Reflect.apply(spawnSync, childProcess, [
    file,
    args,
    {
      ...options,
      ...(name === "execSync" && { shell: options["shell"] ?? true }),
      stdio: piped(options["stdio"], relays),
      maxBuffer: Number.POSITIVE_INFINITY,
    },
  ]) as SpawnSyncReturns<string | Buffer>; // as it is documented
  for (const { descriptor, output } of relays) {
    const text = result.output?.[descriptor];
    if (text) output.pass(searchedChunk(Buffer.from(text), new OutputText(log), output, log, from));
    if (result.output) result.output[descriptor] = null;
    Reflect.set(result, descriptor === 1 ? "stdout" : "stderr", null);
  }
  if (name === "spawnSync") return result;
  if (result.error) throw Object.assign(result.error, result);
  if (result.status === 0) return result.stdout;
  const errors = result.stderr ? `\n${result.stderr.toString()}` : "";
  throw Object.assign(new Error(`Command failed: ${[file, ...args].join(" ")}${errors}`), result);
}
