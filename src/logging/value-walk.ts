import { STRIPPED } from "../render/json-text.js";
import type { LiveSecrets } from "../secrets/live-secrets.js";
import { Stripped } from "../stripped.js";
import { define, emptyLike, fill, fillError, INSPECT, printedErrorKeys, printedKeys } from "./copies.js";
import { bytesOf, holdsLiveSecret } from "./held-bytes.js";
import { TOO_DEEP, TOO_MANY, UNREADABLE } from "./notes.js";
import { isStatedMessage } from "./stated-message.js";

/** What a walk does to the values that it meets. */
export interface WalkRules {
  /** What stands in place of a message. */
  replaceMessage(message: object): unknown;
  /** What stands in place of a string, or of the name of a property. */
  replaceText(text: string): string;
  /** Bytes that hold one of these are replaced by the marker. */
  readonly live: LiveSecrets;
  /** Whether the value is for `util.inspect`, which asks objects how they want to be shown. */
  readonly isInspected: boolean;
}

/** Deeper nesting is cut: no logger shows it in a way to be read, and the stack is not endless. */
const MAX_DEPTH = 100;
/** More objects than this in one value are cut, to bound the time a line takes. */
const MAX_OBJECTS = 100_000;

/** An object that is being walked, or has been. */
interface Visit {
  /** Exists as soon as it is clear that the object itself cannot be logged. */
  copy: object | undefined;
  readonly isDone: boolean;
}

/**
 * One walk through a value, to be used once. Finds messages anywhere: in objects, class instances, lists, maps, sets,
 * errors and their causes, what toJSON returns. What has to change is copied, with what leads to it; all else is
 * shared with the value, which stays as it is. Total: what cannot be read is replaced by a note.
 */
export class ValueWalk {
  readonly #rules: WalkRules;
  readonly #visits = new Map<object, Visit>();
  #objects = 0;
  #hasChanged = false;

  constructor(rules: WalkRules) {
    this.#rules = rules;
  }

  /** The value as it may be logged. */
  walk(value: unknown): unknown {
    const walked = this.#value(value, 0);
    // Objects inside themselves are copied before it is known whether they have to be.
    return this.#hasChanged ? walked : value;
  }

  #value(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "object":
        return value === null ? null : this.#safely(value, depth);
      case "function":
        return this.#safely(value, depth);
      default:
        return value;
    }
  }

  #text(text: string): string {
    const replaced = this.#rules.replaceText(text);
    if (replaced !== text) this.#hasChanged = true;
    return replaced;
  }

  #replaced(value: unknown): unknown {
    this.#hasChanged = true;
    return value;
  }

  /** A getter or a proxy may throw anything, at any step. */
  #safely(object: object, depth: number): unknown {
    try {
      return typeof object === "function" ? this.#function(object, depth) : this.#object(object, depth);
    } catch {
      return this.#replaced(UNREADABLE);
    }
  }

  /** Functions are printed by name, by `util.inspect` with their properties. */
  #function(value: object, depth: number): unknown {
    const keys = printedKeys(value);
    if (keys.length === 0 || this.#visits.has(value)) return value;
    this.#visits.set(value, { copy: undefined, isDone: true });
    const changes = keys.filter((key) => {
      const property: unknown = Reflect.get(value, key);
      return this.#value(property, depth + 1) !== property;
    });
    return changes.length === 0 ? value : "[Function]";
  }

  #object(object: object, depth: number): unknown {
    const visit = this.#visits.get(object);
    if (visit !== undefined) {
      if (visit.isDone) return visit.copy ?? object;
      visit.copy ??= emptyLike(object);
      return visit.copy;
    }
    if (object instanceof Stripped) return object;
    if (isStatedMessage(object)) return this.#replaced(this.#rules.replaceMessage(object));
    if (depth > MAX_DEPTH) return this.#replaced(TOO_DEEP);
    if (++this.#objects > MAX_OBJECTS) return this.#replaced(TOO_MANY);
    const bytes = this.#rules.live.size > 0 ? bytesOf(object) : undefined;
    if (bytes !== undefined && holdsLiveSecret(this.#rules.live, bytes)) return this.#replaced(STRIPPED);
    if (isOpaque(object)) return object;
    return this.#members(object, depth + 1);
  }

  #members(object: object, depth: number): unknown {
    const visit: { copy: object | undefined; isDone: boolean } = { copy: undefined, isDone: false };
    this.#visits.set(object, visit);
    if (Array.isArray(object)) this.#list(object, visit, depth);
    else if (object instanceof Map) this.#map(object, visit, depth);
    else if (object instanceof Set) this.#set(object, visit, depth);
    else this.#properties(object, visit, depth);
    if (!Array.isArray(object)) this.#methods(object, visit, depth);
    visit.isDone = true;
    return visit.copy ?? object;
  }

  #list(list: readonly unknown[], visit: Visit, depth: number): void {
    let values: unknown[] | undefined;
    for (let index = 0; index < list.length; index++) {
      const item = list[index];
      const value = this.#value(item, depth);
      if (values === undefined && value !== item) values = list.slice(0, index);
      values?.push(value);
    }
    if (values === undefined && visit.copy === undefined) return;
    visit.copy ??= [];
    // The items one by one: there may be more than a call can have arguments.
    for (const value of values ?? list) (visit.copy as unknown[]).push(value);
  }

  #map(map: ReadonlyMap<unknown, unknown>, visit: Visit, depth: number): void {
    const entries: [unknown, unknown][] = [];
    let isSame = true;
    for (const [key, value] of map) {
      const entry: [unknown, unknown] = [this.#value(key, depth), this.#value(value, depth)];
      isSame &&= entry[0] === key && entry[1] === value;
      entries.push(entry);
    }
    if (isSame && visit.copy === undefined) return;
    visit.copy ??= new Map();
    for (const [key, value] of entries) (visit.copy as Map<unknown, unknown>).set(key, value);
  }

  #set(set: ReadonlySet<unknown>, visit: Visit, depth: number): void {
    const values: unknown[] = [];
    let isSame = true;
    for (const item of set) {
      const value = this.#value(item, depth);
      isSame &&= value === item;
      values.push(value);
    }
    if (isSame && visit.copy === undefined) return;
    visit.copy ??= new Set();
    for (const value of values) (visit.copy as Set<unknown>).add(value);
  }

  #properties(object: object, visit: Visit, depth: number): void {
    const isError = object instanceof Error;
    const keys = isError ? printedErrorKeys(object) : printedKeys(object);
    const values: unknown[] = [];
    const names: PropertyKey[] = [];
    let isSame = true;
    for (const key of keys) {
      const property = this.#read(object, key);
      const value = this.#value(property, depth);
      const name = typeof key === "string" ? this.#text(key) : key;
      isSame &&= value === property && name === key;
      values.push(value);
      names.push(name);
    }
    if (isSame && visit.copy === undefined) return;
    visit.copy ??= emptyLike(object);
    if (isError) fillError(visit.copy, object, names, values);
    else fill(visit.copy, names, values);
  }

  #read(object: object, key: PropertyKey): unknown {
    try {
      return Reflect.get(object, key);
    } catch {
      return this.#replaced(UNREADABLE);
    }
  }

  /** What an object prints by functions of its own, which may not work on a copy: it lacks private fields. */
  #methods(object: object, visit: Visit, depth: number): void {
    const { toJSON, [INSPECT]: inspect } = object as { toJSON?: unknown; [INSPECT]?: unknown }; // any object may be asked
    const hasInspect = typeof inspect === "function";
    if (typeof toJSON === "function") {
      const json: unknown = toJSON.call(object, "");
      const value = json === object ? object : this.#value(json, depth);
      if (value !== json) visit.copy ??= emptyLike(object);
      if (visit.copy !== undefined) define(visit.copy, "toJSON", () => (json === object ? undefined : value), false);
    }
    if (hasInspect && this.#rules.isInspected) visit.copy ??= this.#replaced(emptyLike(object)) as object;
    if (visit.copy === undefined) return;
    if (hasInspect) {
      const show = (...args: unknown[]): unknown =>
        new ValueWalk(this.#rules).walk(Reflect.apply(inspect, object, args));
      define(visit.copy, INSPECT, show, false);
    }
    if (object.toString !== Object.prototype.toString && !(object instanceof Error)) {
      define(visit.copy, "toString", () => this.#rules.replaceText(String(object)), false);
    }
  }
}

/** Objects that print themselves and hold nothing that could be a message. */
function isOpaque(object: object): boolean {
  return (
    ArrayBuffer.isView(object) ||
    object instanceof ArrayBuffer ||
    object instanceof Date ||
    object instanceof RegExp ||
    object instanceof Promise
  );
}
