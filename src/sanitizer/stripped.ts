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

/** What is printed: a type and a message. */
type Given = readonly [type: unknown, message: unknown];

/**
 * Holds type and message, out of sight: debuggers and consoles show private fields, and what is in them, but nothing of the list
 * that an iterator goes through. It takes about as long to make as another object.
 */
type Held = IterableIterator<unknown, undefined>;

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
  #held: Held;

  /** Use `sanitizer.strip` to make one. */
  constructor(printer: StrippedPrinter, type: unknown, message: unknown) {
    this.#printer = printer;
    this.#held = [type, message].values();
  }

  /** The one-line text. */
  toString(): string {
    // A proxy of a stripped value has no private fields.
    return #held in this ? this.#printer.text(...Stripped.#given(this)) : `"${UNREADABLE}"`;
  }

  /** The content as a plain JSON value, for `JSON.stringify` and for loggers. Its strings are not escaped. */
  toJSON(): unknown {
    return #held in this ? this.#printer.json(...Stripped.#given(this)) : UNREADABLE;
  }

  /** The one-line text; `NaN` where a number is asked for. */
  [Symbol.toPrimitive](hint: "string" | "number" | "default"): string | number {
    return hint === "number" ? Number.NaN : this.toString();
  }

  /** The one-line text. The console of a browser lists it among the properties, and shows it at a click. */
  get text(): string {
    return this.toString();
  }

  /** What an iterator holds. It holds it again at once: nothing in between can fail, not even for want of stack. */
  static #given(stripped: Stripped): Given {
    const { value: type } = stripped.#held.next();
    const { value: message } = stripped.#held.next();
    stripped.#held = [type, message].values();
    return [type, message];
  }

  static #inspect(value: Stripped, depth: number, options: InspectOptions, inspect: Inspect): string {
    const typeName = #held in value ? value.#printer.typeName(...Stripped.#given(value)) : undefined;
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
