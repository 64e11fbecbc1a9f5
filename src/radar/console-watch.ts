import nodeConsole from "node:console";
import { syncBuiltinESMExports } from "node:module";
import { formatWithOptions, type InspectOptions, inspect } from "node:util";
import type { RadarLog } from "./radar-log.js";

/** The methods of a console that print arguments as `util.format` does. */
const METHODS = ["log", "info", "debug", "warn", "error", "trace", "dir", "table", "group"];

/**
 * Watches consoles that are made later, unless they write to the outputs, which are watched anyway. Test runners give tests a
 * console whose texts they print later, in another process or with another stack.
 */
export function watchConsoles(log: RadarLog): void {
  const watched = new Proxy(nodeConsole.Console, {
    construct(target, args, newTarget) {
      const made: object = Reflect.construct(target, args, newTarget);
      if (!isOutput(args)) watchConsole(made, log);
      return made;
    },
    apply(target, _self, args) {
      const made: object = Reflect.construct(target, args);
      if (!isOutput(args)) watchConsole(made, log);
      return made;
    },
  });
  nodeConsole.Console = watched;
  syncBuiltinESMExports();
}

function isOutput([first]: readonly unknown[]): boolean {
  const given = typeof first === "object" && first !== null && "stdout" in first ? first.stdout : first;
  return given === process.stdout || given === process.stderr;
}

function watchConsole(made: object, log: RadarLog): void {
  for (const name of METHODS) {
    const original: unknown = Reflect.get(made, name);
    if (typeof original !== "function") continue;
    const watched = (...args: unknown[]): unknown => {
      // Its text is not out before somebody prints it.
      if (log.isWatching)
        log.search({ text: formatted(name, args), sink: `console.${name}`, isOut: false, relayOf: false });
      return Reflect.apply(original, made, args);
    };
    Reflect.set(made, name, watched);
  }
}

function formatted(name: string, args: readonly unknown[]): string {
  try {
    const [value, options] = args;
    if (name === "dir")
      return inspect(value, { customInspect: false, ...(options as InspectOptions), colors: false });
    return formatWithOptions({ colors: false }, ...args);
  } catch {
    return "";
  }
}
