import type { CallerFrame } from "./finding.js";

/** Frames of this library and of loggers stand before that of the caller. */
const MOST_FRAMES = 64;

/** A line of a stack in V8, as `at name (file:1:2)` or `at file:1:2`; or elsewhere, as `name@file:1:2`. */
const LINE = /^(?:\s*at (?:(?<v8>.*?) \()?|(?<other>.*?)@)(?<file>.+?):(?<line>\d+):(?<column>\d+)\)?$/;

/** A longer line is no frame, but a part of a message, and {@link LINE} would take long. */
const LONGEST_LINE = 2000;

/** Packages, and what belongs to the runtime. Most programs are neither. */
const PACKAGE = /[\\/]node_modules[\\/]/;
const RUNTIME = /^(?:node:|internal\/|\[native code|native$|<anonymous>)/;
/** Packages whose frames never count. */
const LOGGER =
  /[\\/]node_modules[\\/](?:\.pnpm[\\/][^\\/]+[\\/]node_modules[\\/])?(?:pino|winston|winston-transport|logform|readable-stream|protosanitizer|@opentelemetry|@sentry)[\\/]/;

/**
 * The first frame of the stack outside of this library, of packages and of the runtime; if all frames are of these, the first
 * one that belongs to no logger. Undefined if there is none, as in a bundle of program and library: nothing tells their frames
 * apart. It takes far longer than the search in a text.
 *
 * @param stack the lines of a stack. Default: that of the caller.
 */
export function callerFrame(stack?: readonly string[]): CallerFrame | undefined {
  try {
    return firstFrame(stack ?? stackOf());
  } catch {
    // `Error` is frozen, or a program makes stacks of its own kind.
    return undefined;
  }
}

function firstFrame(stack: readonly string[]): CallerFrame | undefined {
  const frames = stack
    .map(frameIn)
    .filter((frame) => frame !== undefined)
    .filter(({ file }) => !RUNTIME.test(file) && !LOGGER.test(file) && !isOwn(file));
  return frames.find(({ file }) => !PACKAGE.test(file)) ?? frames[0];
}

function stackOf(): readonly string[] {
  const { stackTraceLimit } = Error;
  try {
    Error.stackTraceLimit = MOST_FRAMES;
    const { stack } = new Error();
    return typeof stack === "string" ? stack.split("\n") : [];
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function frameIn(line: string): CallerFrame | undefined {
  const groups = line.length > LONGEST_LINE ? undefined : LINE.exec(line)?.groups;
  if (groups === undefined) return undefined;
  const { v8, other, file = "" } = groups;
  const name = (v8 ?? other)?.replace(/^async /, "");
  return {
    file: file.replace(/^async /, "").replace(/^file:\/\//, ""),
    line: Number(groups["line"]),
    column: Number(groups["column"]),
    function: name || undefined,
  };
}

/** How the paths of this library begin: the folder with the chunks of the package, or with the sources; a bundle as a whole. */
let own: string | undefined;

function isOwn(file: string): boolean {
  if (own === undefined) {
    const self =
      stackOf()
        .map(frameIn)
        .find((frame) => frame !== undefined)?.file ?? "";
    own = /^(.*[\\/])(?:chunks[\\/][^\\/]+|scrub[\\/]findings[\\/][^\\/]+)$/.exec(self)?.[1] ?? self;
  }
  return own !== "" && file.startsWith(own);
}
