import { isStatedMessage } from "../logging/stated-message.js";
import { STRIPPED } from "../marker.js";
import { Stripped } from "../sanitizer/stripped.js";
import { bytesOf, holdsLiveSecret } from "./held-bytes.js";
import { isInert } from "./inert.js";
import { isError, isMap, isOpaque, isSet, plainBytes, previewNote } from "./kinds.js";
import {
  emptyLike,
  type Members,
  type MemberWalk,
  walkEntries,
  walkItems,
  walkProperties,
  walkSetValues,
} from "./members.js";
import { TOO_DEEP, TOO_MANY, UNREADABLE } from "./notes.js";
import { INSPECT, ownMethods } from "./own-methods.js";
import { extraKeys, printedErrorKeys, printedKeys } from "./printed-keys.js";
import type { WalkRules } from "./walk-rules.js";

/** Deeper nesting is cut: no logger shows it in a way to be read, and the stack is not endless. */
const MAX_DEPTH = 100;
/** More objects than this in one value are cut, to bound the time that a line takes. */
const MAX_OBJECTS = 100_000;

/** So are lists with more items, gaps included. */
const MAX_ITEMS = 10_000_000;

/** An object that is being walked, or has been. */
interface Visit {
  /** Exists as soon as it is clear that the object itself cannot be logged. */
  copy: object | undefined;
  isDone: boolean;
}

/**
 * One walk through a value, to be used once. Finds messages anywhere: in objects, class instances, lists, maps, sets,
 * errors and their causes, what toJSON returns. What has to change is copied, with what leads to it; all else is
 * shared with the value, which stays as it is. Total: what cannot be read is replaced by a note.
 */
export class ValueWalk {
  readonly #rules: WalkRules;
  #visits: Map<object, Visit> | undefined;
  /** Whether texts stay and only JSON shows the value. */
  readonly #isForJson: boolean;
  /** Whether there is a secret to search bytes for. */
  readonly #isLive: boolean;
  #objects = 0;
  #hasChanged = false;

  constructor(rules: WalkRules) {
    this.#rules = rules;
    this.#isLive = rules.live.size > 0;
    this.#isForJson = rules.replaceText === undefined && rules.inspected === undefined;
  }

  /** The value as it may be logged. */
  walk(value: unknown): unknown {
    const walked = this.#value(value, 0);
    // Objects that are inside themselves are copied before it is known whether they have to be.
    return this.#hasChanged ? walked : value;
  }

  #value(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case "string":
        return this.#text(value, value);
      case "number":
      case "bigint":
        return this.#text(value, String(value));
      case "object":
        return value === null ? null : this.#safely(value, depth);
      case "function":
        return this.#safely(value, depth);
      default:
        return value;
    }
  }

  #text<T>(value: T, text: string): T | string {
    const replaced = this.#rules.replaceText?.(text) ?? text;
    return replaced === text ? value : this.#changed(replaced);
  }

  #changed<T>(replaced: T): T {
    this.#hasChanged = true;
    return replaced;
  }

  /** A getter or a proxy may throw anything, at any step. */
  #safely(object: object, depth: number): unknown {
    try {
      return typeof object === "function" ? this.#function(object, depth) : this.#object(object, depth);
    } catch {
      return this.#changed(UNREADABLE);
    }
  }

  /** JSON shows what a function's toJSON returns, `util.inspect` its properties. */
  #function(value: object, depth: number): unknown {
    if (this.#visits?.has(value)) return value;
    if (depth > MAX_DEPTH) return this.#changed(TOO_DEEP);
    const { toJSON, [INSPECT]: inspect } = value as Record<symbol | "toJSON", unknown>; // any object may be asked
    if (typeof toJSON === "function") return this.#changed(this.#value(toJSON.call(value, ""), depth + 1));
    if (this.#rules.inspected === undefined) return value;
    if (typeof inspect === "function") return this.#changed("[Function]");
    const keys = printedKeys(value);
    if (keys.length === 0) return value;
    this.#visit(value).isDone = true;
    const { isSame } = walkProperties(value, keys, this.#inside(depth + 1));
    return isSame ? value : "[Function]";
  }

  #object(object: object, depth: number): unknown {
    const visit = this.#visits?.get(object);
    if (visit !== undefined) {
      if (!visit.isDone) visit.copy ??= emptyLike(object);
      return visit.copy ?? object;
    }
    if (object instanceof Stripped) return object;
    if (isStatedMessage(object)) return this.#changed(this.#rules.replaceMessage(object));
    if (depth > MAX_DEPTH) return this.#changed(TOO_DEEP);
    if (++this.#objects > MAX_OBJECTS || isLong(object)) return this.#changed(TOO_MANY);
    const { live, inspected } = this.#rules;
    const bytes = this.#isLive ? bytesOf(object) : undefined;
    if (bytes !== undefined && holdsLiveSecret(live, bytes)) return this.#changed(STRIPPED);
    // Other typed arrays have the same functions and properties.
    if (isTypedArray(object)) return this.#bytes(object as Uint8Array);
    if ((this.#isForJson && isInertSafely(object)) || isOpaque(object)) return object;
    const note = inspected === undefined ? undefined : previewNote(object);
    return note === undefined ? this.#copied(object, depth + 1) : this.#changed(note);
  }

  #bytes(bytes: Uint8Array): unknown {
    const plain = plainBytes(bytes);
    return plain === bytes ? bytes : this.#changed(plain);
  }

  #copied(object: object, depth: number): unknown {
    const visit = this.#visit(object);
    const parts = this.#parts(object, depth);
    const { inspected } = this.#rules;
    if (inspected?.isProxy(object)) visit.copy ??= this.#changed(emptyLike(object));
    if (visit.copy !== undefined || !parts.every(({ isSame }) => isSame)) {
      visit.copy ??= emptyLike(object);
      for (const part of parts) part.addTo(visit.copy);
    }
    visit.isDone = true;
    return visit.copy ?? object;
  }

  #keys(object: object): readonly PropertyKey[] {
    if (isError(object)) return printedErrorKeys(object);
    // JSON shows nothing that is named by a symbol.
    return this.#isForJson ? Object.keys(object) : printedKeys(object);
  }

  #visit(object: object): Visit {
    const visit: Visit = { copy: undefined, isDone: false };
    this.#visits ??= new Map();
    this.#visits.set(object, visit);
    return visit;
  }

  #inside(depth: number): MemberWalk {
    return { value: (value) => this.#value(value, depth), note: (note) => this.#changed(note) };
  }

  #parts(object: object, depth: number): readonly Members[] {
    const isInspected = this.#rules.inspected !== undefined;
    const walk = this.#inside(depth);
    const walkLater = (value: unknown): unknown => new ValueWalk(this.#rules).walk(value);
    const methods = ownMethods(object, { walk, walkLater, isInspected });
    if (!methods.isSame) this.#hasChanged = true;
    if (Array.isArray(object)) {
      const items = walkItems(object, walk);
      return isInspected
        ? [items, walkProperties(object, extraKeys(object), walk), methods]
        : [items, methods];
    }
    const parts = [walkProperties(object, this.#keys(object), walk), methods];
    if (isMap(object)) parts.push(walkEntries(object, walk));
    else if (isSet(object)) parts.push(walkSetValues(object, walk));
    return parts;
  }
}

/** A getter that throws costs its own property only, when the object is walked. */
function isInertSafely(object: object): boolean {
  try {
    return isInert(object);
  } catch {
    return false;
  }
}

function isTypedArray(object: object): boolean {
  return ArrayBuffer.isView(object) && !(object instanceof DataView);
}

function isLong(object: object): boolean {
  return Array.isArray(object) && object.length > MAX_ITEMS;
}
