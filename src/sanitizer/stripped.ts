import { UNREADABLE } from "../marker.js";
import { escapeSeparators } from "../scalars/json-string.js";

/** Prints the message of a {@link Stripped} value. No method throws, and no method returns a secret. */
export interface StrippedPrinter {
  /** The one-line text of a message. */
  text(type: unknown, message: unknown): string;
  /** The same content as a plain JSON value. */
  json(type: unknown, message: unknown): unknown;
  /** Full name of the message's type, if it is known. */
  typeName(type: unknown, message: unknown): string | undefined;
}

/**
 * Holds the message in an object of its own. A debugger's preview of a private field shows strings, errors and patterns,
 * but not the content of an object.
 */
class Held {
  readonly type: unknown;
  readonly message: unknown;

  constructor(type: unknown, message: unknown) {
    this.type = type;
    this.message = message;
  }
}

/** The options of Node's `util.inspect` that are used here. The core does not import Node's types. */
interface InspectOptions {
  readonly stylize?: (text: string, style: "special") => string;
}
/** Node's `util.inspect`, which it passes to custom inspection. */
type Inspect = (value: unknown, options: object) => string;

/**
 * A message that prints itself without its secrets, wherever a value can be printed: `String(x)`, template literals,
 * `JSON.stringify`, `console.log`, `util.inspect` and `util.format`, loggers. It holds the message, not a copy: nothing
 * is walked until it is printed, and changes made before then show.
 *
 * `String(x)` is one line for every reader. `JSON.stringify(x)` is one line of JSON, but JSON.stringify itself leaves
 * U+0085, U+009B, U+2028 and U+2029 raw, in this value as in any other, and some readers end a line there. `toJSON`
 * cannot escape them, because JSON.stringify would escape the escapes. Use `String(x)` where that matters; the loggers
 * of this package escape these characters in their finished lines.
 *
 * @example
 * ```ts
 * log.info({ request: sanitizer.strip(request) }, "NodePublishVolume");
 * console.log(`request: ${sanitizer.strip(request)}`);
 * ```
 */
export class Stripped {
  readonly #printer: StrippedPrinter;
  readonly #held: Held;

  /** Use `sanitizer.strip` to make one. */
  constructor(printer: StrippedPrinter, type: unknown, message: unknown) {
    this.#printer = printer;
    this.#held = new Held(type, message);
  }

  /** The one-line text. */
  toString(): string {
    // A proxy of a stripped value has no private fields.
    return #held in this ? this.#printer.text(this.#held.type, this.#held.message) : `"${UNREADABLE}"`;
  }

  /** The content as a plain JSON value, for `JSON.stringify` and for loggers. Its strings are not escaped. */
  toJSON(): unknown {
    return #held in this ? this.#printer.json(this.#held.type, this.#held.message) : UNREADABLE;
  }

  /** The one-line text; `NaN` where a number is asked for. */
  [Symbol.toPrimitive](hint: "string" | "number" | "default"): string | number {
    return hint === "number" ? Number.NaN : this.toString();
  }

  static #inspect(value: Stripped, depth: number, options: InspectOptions, inspect: Inspect): string {
    const typeName =
      #held in value ? value.#printer.typeName(value.#held.type, value.#held.message) : undefined;
    const name = typeName === undefined ? "Stripped" : `Stripped<${typeName}>`;
    const label = options.stylize?.(name, "special") ?? name;
    if (depth < 0) return `[${label}]`;
    // `util.inspect` escapes control characters, but not U+2028 and U+2029.
    return `${label} ${escapeSeparators(inspect(value.toJSON(), options))}`;
  }

  static {
    // `console.log` and `util.inspect` show the type's name and a readable object, coloured if colours are on.
    Object.defineProperty(Stripped.prototype, Symbol.for("nodejs.util.inspect.custom"), {
      value(this: Stripped, depth: number, options: InspectOptions, inspect: Inspect): string {
        return Stripped.#inspect(this, depth, options, inspect);
      },
    });
  }
}
