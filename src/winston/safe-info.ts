import { types } from "node:util";
import { scrubJsonLine } from "../logging/json-line.js";
import { define, emptyLike } from "../logging/members.js";
import { UNREADABLE } from "../logging/notes.js";
import { printedErrorKeys, printedKeys } from "../logging/printed-keys.js";
import {
  type LogSanitizer,
  messageArgument,
  messageJson,
  strippedMessage,
} from "../logging/replace-message.js";
import { isStatedMessage } from "../logging/stated-message.js";
import { ValueWalk } from "../logging/value-walk.js";
import type { WalkRules } from "../logging/walk-rules.js";

/** What winston hands from format to format. Under these symbols it keeps the level, the finished text, and arguments. */
export type Info = Record<string | symbol, unknown>;
const LEVEL: unique symbol = Symbol.for("level");
const MESSAGE: unique symbol = Symbol.for("message");
const SPLAT: unique symbol = Symbol.for("splat");

/** Makes what winston logs safe. The object that it is given may be the caller's own, so each step returns a new one. */
export class SafeInfo {
  readonly #sanitizer: LogSanitizer;
  readonly #rules: WalkRules;

  constructor(sanitizer: LogSanitizer) {
    this.#sanitizer = sanitizer;
    this.#rules = {
      replaceMessage: (message) => strippedMessage(sanitizer, message),
      replaceText: (text) => sanitizer.live.scrub(text),
      live: sanitizer.live,
      // `splat` formats as `util.format` does.
      inspected: { isProxy: types.isProxy },
    };
  }

  /** Before other formats: every value safe, under symbols, too. */
  first(info: Info): Info {
    if (isStatedMessage(info)) return this.#ofMessage(info);
    const safe = emptyLike(info) as Info;
    const keys = info instanceof Error ? printedErrorKeys(info) : printedKeys(info);
    for (const key of keys) {
      const value = info[key as string]; // symbols are found likewise
      this.#put(safe, key, value);
    }
    for (const argument of argumentsOf(info)) this.#replaceSpread(safe, info, argument);
    return safe;
  }

  /** After other formats: what they made of it, and the finished text. */
  last(info: Info): Info {
    const safe = emptyLike(info) as Info;
    for (const key of printedKeys(info)) {
      const value = info[key as string]; // as above
      if (key === MESSAGE && typeof value === "string")
        safe[MESSAGE] = scrubJsonLine(this.#sanitizer.live, value);
      else this.#put(safe, key, value);
    }
    return safe;
  }

  /** In place of what cannot be logged. */
  unreadable(level: unknown): Info {
    return {
      level,
      message: UNREADABLE,
      [LEVEL]: level,
      [MESSAGE]: JSON.stringify({ level, message: UNREADABLE }),
    };
  }

  #put(safe: Info, key: PropertyKey, value: unknown): void {
    if (key === "level" || key === LEVEL) define(safe, key, value, true);
    else if (key === SPLAT && Array.isArray(value))
      define(
        safe,
        key,
        value.map((item) => this.#argument(item)),
        true,
      );
    else
      define(safe, typeof key === "string" ? this.#sanitizer.live.scrub(key) : key, this.#value(value), true);
  }

  #value(value: unknown): unknown {
    return new ValueWalk(this.#rules).walk(value);
  }

  #argument(value: unknown): unknown {
    return isMessage(value) ? messageArgument(this.#sanitizer, value) : this.#value(value);
  }

  /** A message that was logged by itself: winston has set the level on it. */
  #ofMessage(info: Info): Info {
    const level = info[LEVEL];
    return { level, message: messageJson(this.#sanitizer, info), [LEVEL]: level };
  }

  /** Of an object beside a text, winston has copied all properties. If it is a message, they are of no use without it. */
  #replaceSpread(safe: Info, info: Info, argument: unknown): void {
    if (!isMessage(argument)) return;
    const message = argument as Info;
    for (const key of Reflect.ownKeys(message)) {
      if (info[key as string] === message[key as string]) Reflect.deleteProperty(safe, key);
    }
    if (typeof info["message"] === "string" && typeof message["message"] === "string") {
      // winston has added it to the text.
      const text = info["message"].slice(0, -message["message"].length).trimEnd();
      if (info["message"].endsWith(` ${message["message"]}`)) safe["message"] = this.#value(text);
    }
    const json = messageJson(this.#sanitizer, message);
    if (typeof json !== "object" || json === null) return;
    for (const [key, value] of Object.entries(json))
      if (!Object.hasOwn(safe, key)) define(safe, key, value, true);
  }
}

function argumentsOf(info: Info): readonly unknown[] {
  const splat = info[SPLAT];
  return Array.isArray(splat) ? splat : [];
}

function isMessage(value: unknown): value is object {
  return typeof value === "object" && value !== null && isStatedMessage(value);
}
