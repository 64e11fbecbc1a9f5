import type { LogSanitizer } from "../logging/replace-message.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { ConsoleArguments, PRINTING_METHODS } from "./console-arguments.js";

/** How a console is made safe. */
export interface ConsoleOptions {
  /** Knows the messages, and the live secrets of which texts are scrubbed. */
  readonly sanitizer: LogSanitizer;
  /** Default: the global console. */
  readonly console?: object;
}

const OPTIONS: OptionNames<ConsoleOptions> = { sanitizer: true, console: true };

type Method = (...args: readonly unknown[]) => unknown;

/** A method in place of another one. */
interface Layer {
  readonly name: string;
  readonly original: Method;
  readonly replacement: Method;
}

/** A console whose methods were replaced, and for whom. Without anybody, arguments pass through. */
class PatchedConsole {
  readonly #console: Record<string, unknown>;
  readonly #installed = new Set<ConsoleArguments>();
  #layers: Layer[] = [];

  constructor(console: object) {
    this.#console = console as Record<string, unknown>; // its methods are found by name
  }

  install(made: ConsoleArguments): () => void {
    this.#installed.add(made);
    for (const name of PRINTING_METHODS.keys()) this.#replace(name);
    return () => {
      this.#installed.delete(made);
      if (this.#installed.size === 0) this.#restore();
    };
  }

  #replace(name: string): void {
    const original = this.#console[name];
    if (typeof original !== "function") return;
    if (this.#layers.some(({ replacement }) => replacement === original)) return;
    const patched = this;
    const replacement = function (this: unknown, ...args: readonly unknown[]): unknown {
      return Reflect.apply(original, this, patched.#safe(name, args));
    };
    this.#layers.push({ name, original: original as Method, replacement }); // checked above
    this.#console[name] = replacement;
  }

  #safe(name: string, args: readonly unknown[]): readonly unknown[] {
    let safe = args;
    for (const made of this.#installed) safe = made.safe(name, safe, this.#hasColors(name));
    return safe;
  }

  #hasColors(name: string): boolean {
    if (this.#console !== (globalThis.console as object)) return false;
    const stream = ["warn", "error", "trace", "assert"].includes(name) ? process.stderr : process.stdout;
    return stream.isTTY === true && stream.hasColors();
  }

  /** A method that somebody replaced in the meantime stays: it calls this one, which then does nothing. */
  #restore(): void {
    for (const { name, original, replacement } of this.#layers.reverse()) {
      if (this.#console[name] === replacement) this.#console[name] = original;
    }
    this.#layers = [];
  }
}

const patched = new WeakMap<object, PatchedConsole>();

/**
 * Makes a console safe to be given protobuf messages: they print without their secrets, wherever they are in what is
 * printed, and every text is scrubbed of the live secrets of all calls under way. Covers `log`, `info`, `debug`,
 * `warn`, `error`, `trace`, `dir`, `dirxml`, `table`, `group`, `assert`, and the labels of counters and timers.
 *
 * Messages have to say their type. Plain objects of proto-loader do not: the requests and responses that an interceptor
 * has seen are known all the same, others you have to strip yourself. Nothing that is printed is changed. A debugger
 * that is attached sees the text that is printed, not the objects.
 *
 * @throws {TypeError} if there is an option that does not exist.
 * @returns what undoes it. A console can be made safe for several, who may undo in any order.
 * @example
 * ```ts
 * const undo = sanitizeConsole({ sanitizer });
 * console.log("publish", request);
 * undo();
 * ```
 */
export function sanitizeConsole(options: ConsoleOptions): () => void {
  const { sanitizer, console = globalThis.console } = readOptions("sanitizeConsole", options, OPTIONS);
  let target = patched.get(console);
  if (target === undefined) {
    target = new PatchedConsole(console);
    patched.set(console, target);
  }
  return target.install(new ConsoleArguments(sanitizer));
}
