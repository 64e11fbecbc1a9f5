import { safeForFormat } from "../logging/format-arguments.js";
import {
  isStatedMessage,
  type LogSanitizer,
  lineFinder,
  messageArgument,
  messageJson,
  messageRules,
  strippedMessage,
} from "../logging/logged-messages.js";
import { UNREADABLE } from "../marker.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { scrubJsonLine } from "../scrub/line/json-line.js";
import { INSPECTED } from "../values/inspected.js";
import { emptyLike, isError } from "../values/kinds.js";
import { scrubbingRules } from "../values/log-rules.js";
import { define, errorKeys, printedKeys } from "../values/members.js";
import { ownMethods } from "../values/own-methods.js";
import { ValueWalk } from "../values/value-walk.js";
import type { SecretFinder, WalkRules } from "../values/walk-rules.js";

/** The entry that winston passes from format to format. It keeps level, finished text and arguments under these symbols. */
export type Info = Record<string | symbol, unknown>;
const LEVEL: unique symbol = Symbol.for("level");
const MESSAGE: unique symbol = Symbol.for("message");
const SPLAT: unique symbol = Symbol.for("splat");

/** Makes entries of winston safe. An entry may be the caller's own object, so each step returns a new one. */
export class SafeInfo {
  readonly #sanitizer: LogSanitizer;
  readonly #secrets: SecretFinder;
  readonly #rules: WalkRules;

  constructor(sanitizer: LogSanitizer) {
    this.#sanitizer = sanitizer;
    this.#secrets = new SinkFinder(lineFinder(sanitizer), "winston");
    const messages = messageRules((message) => strippedMessage(sanitizer, message));
    // The format `splat` uses `util.format`.
    this.#rules = scrubbingRules(this.#secrets, messages, INSPECTED);
  }

  /** The entry before other formats: every value is safe, those under symbols, too. */
  first(info: Info): Info {
    const spread = argumentsOf(info).filter((argument) => isSpread(info, argument));
    if (spread.length === 0 && isStatedMessage(info)) return this.#ofMessage(info);
    const safe = emptyLike(info) as Info;
    for (const key of keysOf(info)) this.#put(safe, info, key);
    this.#putMethods(safe, info);
    for (const message of spread) this.#replaceSpread(safe, info, message);
    return safe;
  }

  /** The entry after other formats: their values and the finished text are safe. */
  last(info: Info): Info {
    const safe = emptyLike(info) as Info;
    for (const key of keysOf(info)) this.#put(safe, info, key);
    this.#putMethods(safe, info);
    const { [MESSAGE]: line } = info;
    if (typeof line === "string") safe[MESSAGE] = scrubJsonLine(this.#secrets, line);
    return safe;
  }

  /** Metadata of a logger. winston copies the properties of a message, and loses its type. So the message is its JSON already. */
  metadata(metadata: unknown): unknown {
    if (!isMessageSafely(metadata)) return metadata;
    const json = messageJson(this.#sanitizer, metadata);
    return typeof json === "object" ? json : { metadata: json };
  }

  /** An entry that a child logger copies. */
  entry(info: unknown): unknown {
    return isMessageSafely(info) ? this.#ofMessage(info as Info) : info; // any object may have properties
  }

  /** The entry in place of one that cannot be logged. */
  unreadable(info: Info): Info {
    const level = levelOf(info);
    const text = JSON.stringify({ level, message: UNREADABLE });
    return { level, message: UNREADABLE, [LEVEL]: level, [MESSAGE]: text };
  }

  #put(safe: Info, info: Info, key: PropertyKey): void {
    const value = info[key as string]; // a symbol works as well
    const isVisible = !isError(info) || Object.prototype.propertyIsEnumerable.call(info, key);
    const name = typeof key === "string" ? this.#secrets.scrub(key) : key;
    define(safe, name, this.#valueAt(key, value, info["message"]), isVisible);
  }

  #valueAt(key: PropertyKey, value: unknown, format: unknown): unknown {
    if (key === "level" || key === LEVEL) return value;
    const isArguments = (key === SPLAT || key === "splat") && Array.isArray(value);
    // Always a new list: the format `splat` removes the arguments that it uses.
    if (!isArguments) return this.#value(value);
    const safe = value.map((item) => this.#argument(item));
    return safeForFormat(this.#value(format), value, safe, this.#rules);
  }

  /** winston copies metadata into the entry, and with it functions that JSON and `util.inspect` call. */
  #putMethods(safe: Info, info: Info): void {
    ownMethods(info, new ValueWalk(this.#rules), 0).addTo(safe);
  }

  #value(value: unknown): unknown {
    return new ValueWalk(this.#rules).walk(value);
  }

  #argument(value: unknown): unknown {
    return isMessage(value) ? messageArgument(this.#sanitizer, value) : this.#value(value);
  }

  /** The entry for a message that was logged alone, or that a child logger adds: winston has set level and text on it. */
  #ofMessage(info: Info): Info {
    const level = info[LEVEL];
    const { message: text } = info;
    const json = messageJson(this.#sanitizer, info);
    const isText =
      typeof text === "string" && typeof json === "object" && json !== null && !("message" in json);
    const content = isText ? { ...json, message: this.#value(text) } : { message: json };
    return { ...content, level, [LEVEL]: level };
  }

  /** For a message after a text: winston has copied its properties into the entry. Replace them by its JSON. */
  #replaceSpread(safe: Info, info: Info, message: Info): void {
    for (const key of Reflect.ownKeys(message)) {
      if (info[key as string] === message[key as string]) Reflect.deleteProperty(safe, key); // as above
    }
    const { message: text } = info;
    const { message: added } = message;
    // winston appends a field named `message` to the text.
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
  return isError(info) ? errorKeys(info, printedKeys(info)) : printedKeys(info);
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

/** Whether an argument is a message whose properties winston has copied into the entry. */
function isSpread(info: Info, argument: unknown): argument is Info {
  if (!isMessage(argument)) return false;
  const message = argument as Info; // any object may have properties
  const isCopied = (key: string): boolean =>
    key === "level" || key === "message" || info[key] === message[key];
  return Object.keys(message).every(isCopied);
}

function isMessageSafely(value: unknown): value is object {
  try {
    return isMessage(value);
  } catch {
    // winston cannot copy it, either.
    return false;
  }
}

function isMessage(value: unknown): value is object {
  return typeof value === "object" && value !== null && isStatedMessage(value);
}
