import {
  isStatedMessage,
  type LogSanitizer,
  lineFinder,
  messageArgument,
  messageJson,
  messageRules,
  redactedMessage,
} from "../logging/logged-messages.js";
import { UNREADABLE } from "../marker.js";
import { setOwn } from "../representations/own-property.js";
import { Stripped } from "../sanitizer/stripped.js";
import { SinkFinder } from "../scrub/findings/sink-finder.js";
import { isError } from "../values/kinds.js";
import { jsonRules } from "../values/log-rules.js";
import { ValueWalk } from "../values/value-walk.js";
import type { WalkRules } from "../values/walk-rules.js";

/** Keys of properties that a serializer prints. */
export type SerializedKeys = ReadonlySet<string | symbol>;

/** Makes values for pino safe to print. None of the functions throws, or changes a given value. */
export class SafeValues {
  readonly #sanitizer: LogSanitizer;
  readonly #rules: WalkRules;

  constructor(sanitizer: LogSanitizer) {
    this.#sanitizer = sanitizer;
    // Messages become plain objects, so that paths of pino's own `redact` lead into them. Texts stay: the finished line is
    // scrubbed once.
    this.#rules = jsonRules(
      new SinkFinder(lineFinder(sanitizer), "pino"),
      messageRules((message) => messageJson(sanitizer, message)),
    );
  }

  /** Any value. */
  value(value: unknown): unknown {
    return typeof value === "object" && value !== null ? new ValueWalk(this.#rules).walk(value) : value;
  }

  /** A value for `%s`, `%o` and similar formats. A message prints as JSON with each of them. */
  argument(value: unknown): unknown {
    const isObject = typeof value === "object" && value !== null;
    return isObject && isMessage(value) ? messageArgument(this.#sanitizer, value) : this.value(value);
  }

  /**
   * An object whose properties become properties of the line. A value for a serializer stays as it is. But a message for a
   * serializer loses its secrets, because a formatter may print it first.
   */
  properties(object: object, serialized: SerializedKeys): object {
    // pino handles any other value itself.
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

  /** A value for a serializer: the very object that the serializer is made for, but a message without its secrets. */
  serializable(value: unknown): unknown {
    if (typeof value !== "object" || value === null || !isMessage(value)) return value;
    return redactedMessage(this.#sanitizer, value) ?? messageJson(this.#sanitizer, value);
  }
}

function isMessage(value: object): boolean {
  try {
    return isStatedMessage(value);
  } catch {
    // Treat it as any other value: the walk replaces it by a note.
    return false;
  }
}

/** An object for pino: a note in place of an object becomes a property. */
function asObject(value: unknown): object {
  return typeof value === "object" && value !== null ? value : { message: value };
}
