import { types } from "node:util";
import { scrubJsonLine } from "../logging/json-line.js";
import {
  type LogSanitizer,
  messageArgument,
  messageJson,
  strippedMessage,
} from "../logging/replace-message.js";
import { isStatedMessage } from "../logging/stated-message.js";
import { isError } from "../values/kinds.js";
import { define, emptyLike } from "../values/members.js";
import { UNREADABLE } from "../values/notes.js";
import { ownMethods } from "../values/own-methods.js";
import { printedErrorKeys, printedKeys } from "../values/printed-keys.js";
import { ValueWalk } from "../values/value-walk.js";
import { scrubbingRules, type WalkRules } from "../values/walk-rules.js";

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
      ...scrubbingRules(sanitizer, (message) => strippedMessage(sanitizer, message)),
      // `splat` formats as `util.format` does.
      inspected: { isProxy: types.isProxy },
    };
  }

  /** Before other formats: every value safe, under symbols, too. */
  first(info: Info): Info {
    const spread = argumentsOf(info).filter((argument) => isSpread(info, argument));
    if (spread.length === 0 && isStatedMessage(info)) return this.#ofMessage(info);
    const safe = emptyLike(info) as Info;
    for (const key of keysOf(info)) this.#put(safe, info, key);
    this.#putMethods(safe, info);
    for (const message of spread) this.#replaceSpread(safe, info, message);
    return safe;
  }

  /** After other formats: what they made of it, and the finished text. */
  last(info: Info): Info {
    const safe = emptyLike(info) as Info;
    for (const key of keysOf(info)) this.#put(safe, info, key);
    this.#putMethods(safe, info);
    const { [MESSAGE]: line } = info;
    if (typeof line === "string") safe[MESSAGE] = scrubJsonLine(this.#sanitizer.live, line);
    return safe;
  }

  /** In place of what cannot be logged. */
  unreadable(info: Info): Info {
    const level = levelOf(info);
    const text = JSON.stringify({ level, message: UNREADABLE });
    return { level, message: UNREADABLE, [LEVEL]: level, [MESSAGE]: text };
  }

  #put(safe: Info, info: Info, key: PropertyKey): void {
    const value = info[key as string]; // symbols are found likewise
    const isVisible = !isError(info) || Object.prototype.propertyIsEnumerable.call(info, key);
    const name = typeof key === "string" ? this.#sanitizer.live.scrub(key) : key;
    define(safe, name, this.#valueAt(key, value), isVisible);
  }

  #valueAt(key: PropertyKey, value: unknown): unknown {
    if (key === "level" || key === LEVEL) return value;
    const isArguments = (key === SPLAT || key === "splat") && Array.isArray(value);
    // A new list: the format that uses them up takes them off it.
    return isArguments ? value.map((item) => this.#argument(item)) : this.#value(value);
  }

  /** Metadata may have brought functions along that JSON and `util.inspect` call. */
  #putMethods(safe: Info, info: Info): void {
    const walkLater = (value: unknown): unknown => this.#value(value);
    const walk = { value: walkLater, note: (note: string) => note };
    ownMethods(info, { walk, walkLater, isInspected: true }).addTo(safe);
  }

  #value(value: unknown): unknown {
    return new ValueWalk(this.#rules).walk(value);
  }

  #argument(value: unknown): unknown {
    return isMessage(value) ? messageArgument(this.#sanitizer, value) : this.#value(value);
  }

  /** A message that was logged by itself, or is what a child logger adds: winston has set level and text on it. */
  #ofMessage(info: Info): Info {
    const level = info[LEVEL];
    const { message: text } = info;
    const json = messageJson(this.#sanitizer, info);
    const isText =
      typeof text === "string" && typeof json === "object" && json !== null && !("message" in json);
    const content = isText ? { ...json, message: this.#value(text) } : { message: json };
    return { ...content, level, [LEVEL]: level };
  }

  /** Of a message beside a text, winston has copied the properties, which say nothing without it. */
  #replaceSpread(safe: Info, info: Info, message: Info): void {
    for (const key of Reflect.ownKeys(message)) {
      if (info[key as string] === message[key as string]) Reflect.deleteProperty(safe, key); // as above
    }
    const { message: text } = info;
    const { message: added } = message;
    // To the text it has added what the message has as its own.
    if (typeof text === "string" && typeof added === "string" && text.endsWith(` ${added}`)) {
      safe["message"] = this.#value(text.slice(0, -added.length - 1));
    }
    const json = messageJson(this.#sanitizer, message);
    if (typeof json !== "object" || json === null) return;
    for (const [key, value] of Object.entries(json)) {
      if (!Object.hasOwn(safe, key)) define(safe, key, value, true);
    }
  }
}

function keysOf(info: Info): readonly PropertyKey[] {
  return isError(info) ? printedErrorKeys(info) : printedKeys(info);
}

function levelOf(info: Info): unknown {
  try {
    return info[LEVEL];
  } catch {
    return undefined;
  }
}

function argumentsOf(info: Info): readonly unknown[] {
  const splat = info[SPLAT];
  return Array.isArray(splat) ? splat : [];
}

/** Whether an argument is a message of which winston has copied all properties to the entry. */
function isSpread(info: Info, argument: unknown): argument is Info {
  if (!isMessage(argument)) return false;
  const message = argument as Info; // any object may be asked
  const isCopied = (key: string): boolean =>
    key === "level" || key === "message" || info[key] === message[key];
  return Object.keys(message).every(isCopied);
}

function isMessage(value: unknown): value is object {
  return typeof value === "object" && value !== null && isStatedMessage(value);
}
