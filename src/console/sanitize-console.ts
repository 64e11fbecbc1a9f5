import type { LogSanitizer } from "../logging/logged-messages.js";
import { type OptionNames, readOptions } from "../options/read-options.js";
import { ConsoleArguments } from "./console-arguments.js";
import { noteSanitized, PRINTING_METHODS } from "./printing-methods.js";

/** Options of {@link sanitizeConsole}. */
export interface ConsoleOptions {
  /** Strips messages, and holds the live secrets that are replaced in all texts. */
  readonly sanitizer: LogSanitizer;
  /** Default: the global console. */
  readonly console?: object;
}

const OPTIONS: OptionNames<ConsoleOptions> = { sanitizer: true, console: true };

type Method = (...args: readonly unknown[]) => unknown;

/** A method that replaces another one. */
interface Layer {
  readonly name: string;
  readonly original: Method;
  readonly replacement: Method;
}

/** A console with replaced methods, and its users (calls of `sanitizeConsole`). Without users, arguments pass unchanged. */
class PatchedConsole {
  readonly #console: Record<string, unknown>;
  readonly #installed = new Set<ConsoleArguments>();
  #layers: Layer[] = [];

  constructor(console: object) {
    this.#console = console as Record<string, unknown>; // the methods are looked up by name
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
    noteSanitized(replacement);
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

  /** Restores the methods. A method that other code has replaced meanwhile stays: it calls ours, which passes arguments unchanged. */
  #restore(): void {
    for (const { name, original, replacement } of this.#layers.reverse()) {
      if (this.#console[name] === replacement) this.#console[name] = original;
    }
    this.#layers = [];
  }
}

const patched = new WeakMap<object, PatchedConsole>();

/**
 * Makes a console safe for protobuf messages. Messages print without their secrets, at any place in the arguments. The live
 * secrets of all calls under way are replaced in every text. It covers `log`, `info`, `debug`, `warn`, `error`, `trace`, `dir`,
 * `dirxml`, `table`, `group`, `assert`, and the labels of counters and timers.
 *
 * A message must state its type. Plain objects of proto-loader do not state it. They are recognised if an interceptor has seen
 * them; strip others yourself. The arguments stay as they are. An attached debugger sees the printed text, not the objects.
 *
 * @throws {TypeError} if an option does not exist.
 * @returns a function that undoes it. Several users can make the same console safe, and undo it in any order.
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
