import {
  type LogSanitizer,
  messageArgument,
  messageJson,
  redactedMessage,
} from "../logging/replace-message.js";
import { isStatedMessage } from "../logging/stated-message.js";
import { setOwn } from "../representations/own-property.js";
import { Stripped } from "../sanitizer/stripped.js";
import { isError } from "../values/kinds.js";
import { UNREADABLE } from "../values/notes.js";
import { ValueWalk } from "../values/value-walk.js";
import type { WalkRules } from "../values/walk-rules.js";
import type { SerializedKeys } from "./serialized-keys.js";

/** Makes what is given to pino safe to print. Total: none of these throws or changes what it is given. */
export class SafeValues {
  readonly #sanitizer: LogSanitizer;
  readonly #rules: WalkRules;

  constructor(sanitizer: LogSanitizer) {
    this.#sanitizer = sanitizer;
    this.#rules = {
      // Plain, so that paths that pino itself redacts lead into it.
      replaceMessage: (message) => messageJson(sanitizer, message),
      // No replaceText: texts are scrubbed once, in the finished line.
      live: sanitizer.live,
    };
  }

  /** Any value. */
  value(value: unknown): unknown {
    return typeof value === "object" && value !== null ? new ValueWalk(this.#rules).walk(value) : value;
  }

  /** A value for `%s`, `%o` and the like: a message prints as JSON under each of them. */
  argument(value: unknown): unknown {
    const isObject = typeof value === "object" && value !== null;
    return isObject && isMessage(value) ? messageArgument(this.#sanitizer, value) : this.value(value);
  }

  /**
   * An object whose properties become properties of the line. What a serializer is going to print is left to it, but for
   * messages, which formatters may print before.
   */
  properties(object: object, serialized: SerializedKeys): object {
    // pino says what it thinks of the rest.
    if (typeof object !== "object" || object === null) return object;
    try {
      const left = serialized.size === 0 ? [] : this.#serializedKeys(object, serialized);
      // pino takes the properties of lists, too.
      if (left.length > 0 || Array.isArray(object)) return this.#allBut(left, object);
      const safe = this.value(object);
      return asObject(safe instanceof Stripped ? safe.toJSON() : safe);
    } catch {
      return asObject(UNREADABLE);
    }
  }

  #serializedKeys(object: object, serialized: SerializedKeys): readonly string[] {
    if (isError(object) || isMessage(object)) return [];
    return Object.keys(object).filter((key) => serialized.has(key));
  }

  #allBut(left: readonly string[], object: object): object {
    const kept = new Set(left);
    const copy: Record<string, unknown> = {};
    for (const key of Object.keys(object)) {
      const value: unknown = Reflect.get(object, key);
      setOwn(copy, key, kept.has(key) ? this.serializable(value) : this.value(value));
    }
    return copy;
  }

  /** A value for a serializer: it gets the object that it is made for, but of a message a copy without secrets. */
  serializable(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !isMessage(value)) return value;
    return redactedMessage(this.#sanitizer, value) ?? messageJson(this.#sanitizer, value);
  }
}

function isMessage(value: object): boolean {
  try {
    return isStatedMessage(value);
  } catch {
    // It goes the way of other values, where it becomes a note.
    return false;
  }
}

/** Where pino wants an object, a note in place of one is a property. */
function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : { message: value };
}
