import { formatWithOptions, inspect } from "node:util";
import { safeForFormat } from "../logging/format-arguments.js";
import {
  type LogSanitizer,
  lineFinder,
  messageJson,
  messageRules,
  strippedMessage,
} from "../logging/logged-messages.js";
import { UNREADABLE } from "../marker.js";
import { escapeSeparators } from "../scalars/json-string.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { INSPECTED } from "../values/inspected.js";
import { scrubbingRules } from "../values/log-rules.js";
import { ValueWalk } from "../values/value-walk.js";
import type { SecretFinder, WalkRules } from "../values/walk-rules.js";
import { PRINTING_METHODS, type Printing } from "./printing-methods.js";

/** Makes the arguments of console methods safe. Never throws. */
export class ConsoleArguments {
  readonly #methods: ReadonlyMap<string, MethodArguments>;

  constructor(sanitizer: LogSanitizer) {
    this.#methods = new Map(
      [...PRINTING_METHODS].map(([method, printing]) => [
        method,
        new MethodArguments(sanitizer, method, printing),
      ]),
    );
  }

  /** The safe arguments for the method. */
  safe(method: string, args: readonly unknown[], colors: boolean): readonly unknown[] {
    return this.#methods.get(method)?.safe(args, colors) ?? [UNREADABLE];
  }
}

/** Makes the arguments of one method safe. */
class MethodArguments {
  readonly #printing: Printing;
  readonly #secrets: SecretFinder;
  readonly #forText: WalkRules;
  readonly #forValues: WalkRules;

  constructor(sanitizer: LogSanitizer, method: string, printing: Printing) {
    this.#printing = printing;
    this.#secrets = new SinkFinder(lineFinder(sanitizer), `console.${method}`);
    const stripped = messageRules((message) => strippedMessage(sanitizer, message));
    this.#forText = scrubbingRules(this.#secrets, stripped, INSPECTED);
    // `dir` ignores custom inspection, and `table` needs rows and columns. So both get plain values.
    const json = messageRules((message) => messageJson(sanitizer, message));
    this.#forValues = scrubbingRules(this.#secrets, json, INSPECTED);
  }

  safe(args: readonly unknown[], colors: boolean): readonly unknown[] {
    try {
      return this.#safe(args, colors);
    } catch {
      return [UNREADABLE];
    }
  }

  #safe(args: readonly unknown[], colors: boolean): readonly unknown[] {
    switch (this.#printing) {
      case "text":
        return this.#text(args, colors);
      case "assertion":
        return args[0] ? [true] : [false, ...this.#text(args.slice(1), colors)];
      case "object":
        return [this.#value(args[0]), withoutHidden(args[1])];
      default:
        return args.map((argument) => this.#value(argument));
    }
  }

  #value(value: unknown): unknown {
    const safe = new ValueWalk(this.#forValues).walk(value);
    if (typeof safe === "string" || this.#secrets.size === 0) return safe;
    // The walk leaves functions and classes as they are, and what prints them shows their names.
    const text = inspect(safe, { customInspect: false, depth: Number.POSITIVE_INFINITY });
    const scrubbed = this.#secrets.scrub(text);
    return scrubbed === text ? safe : scrubbed;
  }

  /** One text, formatted here: after the console has written a text, it is too late to scrub it. */
  #text(args: readonly unknown[], colors: boolean): readonly unknown[] {
    if (args.length === 0) return args;
    const [format, ...values] = args.map((argument) => new ValueWalk(this.#forText).walk(argument));
    const safe = safeForFormat(format, args.slice(1), values, this.#forText);
    const text = this.#secrets.scrub(formatWithOptions({ colors }, format, ...safe));
    // Only `%j` prints JSON. JSON.stringify leaves characters raw that end a line for some readers.
    const hasJson = typeof format === "string" && format.includes("%j");
    return [hasJson ? escapeSeparators(text) : text];
  }
}

/** Options of `dir` that do not show hidden properties: the walk has not visited them. */
function withoutHidden(options: unknown): unknown {
  return typeof options === "object" ? { ...options, showHidden: false } : options;
}
