import { fstatSync } from "node:fs";

/*
 * What `protosanitizer radar` tells the processes that it watches, in one variable of the environment.
 */

/** The variable that holds the settings of a run. */
export const SETTINGS_VARIABLE = "PROTOSANITIZER_RADAR";

/** The settings of a run. */
export interface RunSettings {
  /** A folder that only this user can read. Each thread of each process has its files there. */
  readonly folder: string;
  /** Encrypts the values that threads share, as base64. It is made for the run, and never written to a disk. */
  readonly key: string;
  /** Whether secrets are replaced in what processes print. */
  readonly scrubs: boolean;
  /** The URL of the module that is preloaded. */
  readonly preload: string;
  /** The folder that paths in reports begin at. */
  readonly root: string;
  /** What standard output and standard error of the run are. */
  readonly outputs: readonly string[];
}

/** The settings as the value of {@link SETTINGS_VARIABLE}. */
export function encodedSettings(settings: RunSettings): string {
  return Buffer.from(JSON.stringify(settings)).toString("base64url");
}

/** The settings of the run that a process belongs to. Undefined if it belongs to none. */
export function settingsIn(
  environment: Readonly<Record<string, string | undefined>>,
): RunSettings | undefined {
  const value = environment[SETTINGS_VARIABLE];
  if (value === undefined) return undefined;
  try {
    const settings: unknown = JSON.parse(Buffer.from(value, "base64url").toString("utf8"));
    // The command line has made it; nothing else knows the format.
    return typeof settings === "object" && settings !== null ? (settings as RunSettings) : undefined;
  } catch {
    return undefined;
  }
}

/** The option of Node that preloads the radar, before the options that are there. */
export function nodeOptions(preload: string, given: string | undefined): string {
  const own = `--import ${preload}`;
  if (given === undefined || given.trim() === "") return own;
  return given.includes(own) ? given : `${own} ${given}`;
}

/** The variables that a Node process needs to be watched. They hold no other variable of the environment. */
export function watchedEnvironment(
  settings: RunSettings,
  given: string | undefined,
): Readonly<Record<string, string>> {
  return {
    NODE_OPTIONS: nodeOptions(settings.preload, given),
    [SETTINGS_VARIABLE]: encodedSettings(settings),
  };
}

/** Identifies what stands behind a file descriptor: a terminal, a pipe, a file. Undefined if it is closed. */
export function outputIdentity(descriptor: number): string | undefined {
  try {
    const { dev, ino } = fstatSync(descriptor);
    return `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
