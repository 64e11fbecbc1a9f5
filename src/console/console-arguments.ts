import { formatWithOptions, types } from "node:util";
import { type LogSanitizer, messageJson, strippedMessage } from "../logging/replace-message.js";
import { escapeSeparators } from "../scalars/json-string.js";
import { UNREADABLE } from "../values/notes.js";
import { ValueWalk } from "../values/value-walk.js";
import { scrubbingRules, type WalkRules } from "../values/walk-rules.js";

/** How the methods of a console print what they are given. */
type Printing = "text" | "assertion" | "object" | "values";

/** The methods of a console that print arguments. */
export const PRINTING_METHODS: ReadonlyMap<string, Printing> = new Map<string, Printing>([
  ...["log", "info", "debug", "warn", "error", "trace", "group", "groupCollapsed", "dirxml"].map(
    (name) => [name, "text"] as const,
  ),
  ["assert", "assertion"],
  ["dir", "object"],
  ...["table", "count", "countReset", "time", "timeEnd", "timeLog", "timeStamp"].map(
    (name) => [name, "values"] as const,
  ),
]);

/** Makes the arguments of console methods safe. Total. */
export class ConsoleArguments {
  readonly #sanitizer: LogSanitizer;
  readonly #forText: WalkRules;
  readonly #forValues: WalkRules;

  constructor(sanitizer: LogSanitizer) {
    this.#sanitizer = sanitizer;
    this.#forText = {
      ...scrubbingRules(sanitizer, (message) => strippedMessage(sanitizer, message)),
      inspected: { isProxy: types.isProxy },
    };
    // `dir` does not ask objects how they want to be shown, `table` wants rows and columns.
    this.#forValues = { ...this.#forText, replaceMessage: (message) => messageJson(sanitizer, message) };
  }

  /** What to call the method with instead. */
  safe(method: string, args: readonly unknown[], colors: boolean): readonly unknown[] {
    try {
      return this.#safe(method, args, colors);
    } catch {
      return [UNREADABLE];
    }
  }

  #safe(method: string, args: readonly unknown[], colors: boolean): readonly unknown[] {
    switch (PRINTING_METHODS.get(method)) {
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
    return new ValueWalk(this.#forValues).walk(value);
  }

  /** One text, formatted here: in what a console has written, nothing can be replaced any more. */
  #text(args: readonly unknown[], colors: boolean): readonly unknown[] {
    if (args.length === 0) return args;
    const safe = args.map((argument) => new ValueWalk(this.#forText).walk(argument));
    const text = this.#sanitizer.live.scrub(formatWithOptions({ colors }, ...safe));
    // Only `%j` prints JSON. JSON.stringify leaves characters raw that end a line for some readers.
    const hasJson = typeof args[0] === "string" && args[0].includes("%j");
    return [hasJson ? escapeSeparators(text) : text];
  }
}

/** Options of `dir`, but for what would show properties that were not looked at. */
function withoutHidden(options: unknown): unknown {
  return typeof options === "object" ? { ...options, showHidden: false } : options;
}
