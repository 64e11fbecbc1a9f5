import { STRIPPED } from "../marker.js";
import { bytesHoldSecret, bytesOf, markerBytes, openedObject } from "./scrubbed-forms.js";

/** Deepest nesting that is copied; what is deeper is replaced by the marker. */
const MAX_DEPTH = 100;
/** Most properties that are looked at, and most that are copied; copies lack what comes after them. */
const MOST_PROPERTIES = 20_000;

/**
 * Copies values without what a function replaces in texts. Errors are always copied; other objects only if there is
 * something to replace in them, or in what they lead to.
 */
export class ValueScrubber {
  readonly #scrub: (text: string) => string;
  readonly #copies = new Map<object, unknown>();
  /** Objects that lead to nothing that would be replaced. */
  readonly #clean = new Set<object>();
  #left = MOST_PROPERTIES;
  #leftToCopy = MOST_PROPERTIES;

  constructor(scrub: (text: string) => string) {
    this.#scrub = scrub;
  }

  /** The value, or its copy; the marker where the value cannot be read. Never throws. */
  scrub(value: unknown, depth = 0): unknown {
    if (typeof value === "object" && value !== null) return this.#object(value, depth);
    if (typeof value === "function" && Object.keys(value).length > 0) return this.#function(value, depth);
    return this.#holdsInText(value) ? this.#scalar(value) : value;
  }

  #scalar(value: unknown): unknown {
    return typeof value === "string" ? this.#scrub(value) : STRIPPED;
  }

  /** `util.inspect` prints the properties of a function, which cannot be copied. */
  #function(value: object, depth: number): unknown {
    if (this.#copies.has(value)) return this.#copies.get(value);
    if (depth > MAX_DEPTH) return STRIPPED;
    // Until it is known: a function may be its own property.
    this.#copies.set(value, value);
    try {
      const isSecret = Object.keys(value).some((key) => {
        const property = propertyOf(value, key);
        return this.#holdsInText(key) || this.scrub(property, depth + 1) !== property;
      });
      if (!isSecret) return value;
    } catch {
      // A getter or proxy, or the stack: as with objects.
    }
    this.#copies.set(value, STRIPPED);
    return STRIPPED;
  }

  /**
   * Whether something would be replaced in a scalar: in the digits of a number, too, which may be a secret, and in the
   * name of a symbol.
   */
  #holdsInText(value: unknown): boolean {
    const text = textOf(value);
    return text !== undefined && this.#scrub(text) !== text;
  }

  #object(object: object, depth: number): unknown {
    if (this.#copies.has(object)) return this.#copies.get(object);
    if (depth > MAX_DEPTH) return STRIPPED;
    try {
      if (!isError(object) && !this.#leadsToSecret(object, depth)) return object;
      if (bytesOf(object) !== undefined) return object instanceof Uint8Array ? markerBytes(object) : STRIPPED;
      const opened = openedObject(object);
      return opened === undefined ? this.#copy(object, depth) : opened.scrubbed(this.#scrub);
    } catch {
      // A proxy, or the stack: what cannot be read cannot be shown to be open.
      return STRIPPED;
    }
  }

  /** Whether an error is in what an object leads to, or something to replace, or what cannot be read or is too much. */
  #leadsToSecret(object: object, depth: number): boolean {
    const seen = new Set<object>();
    const visit = (value: unknown, level: number): boolean => {
      if (typeof value === "function") return this.scrub(value, level) !== value;
      if (typeof value !== "object" || value === null) return this.#holdsInText(value);
      if (this.#clean.has(value) || seen.has(value)) return false;
      if (level > MAX_DEPTH || isError(value)) return true;
      seen.add(value);
      const bytes = bytesOf(value);
      if (bytes !== undefined) return bytesHoldSecret(bytes, this.#scrub);
      const opened = openedObject(value);
      if (opened?.texts.some((text) => this.#holdsInText(text))) return true;
      if (itemsOf(value).some((item) => --this.#left < 0 || visit(item, level + 1))) return true;
      return Reflect.ownKeys(value).some((key) => {
        if (--this.#left < 0 || this.#holdsInText(key)) return true;
        return visit(propertyOf(value, key), level + 1);
      });
    };
    if (visit(object, depth)) return true;
    for (const one of seen) this.#clean.add(one);
    return false;
  }

  #copy(object: object, depth: number): unknown {
    const copy = emptyLike(object);
    // Known before it is filled: an error may be its own cause.
    this.#copies.set(object, copy);
    if (object instanceof Map && copy instanceof Map) this.#copyEntries(object, copy, depth);
    if (object instanceof Set && copy instanceof Set) this.#copyItems(object, copy, depth);
    for (const key of Reflect.ownKeys(object)) {
      if (--this.#leftToCopy < 0) break;
      const descriptor = Reflect.getOwnPropertyDescriptor(object, key);
      if (descriptor !== undefined)
        this.#copyProperty(object, copy, key, descriptor.enumerable === true, depth);
    }
    if (isError(object)) {
      for (const key of INHERITED) {
        if (!Object.hasOwn(object, key) && isAccessor(object, key))
          this.#copyProperty(object, copy, key, false, depth);
      }
    }
    return copy;
  }

  #copyProperty(
    object: object,
    copy: object,
    key: string | symbol,
    enumerable: boolean,
    depth: number,
  ): void {
    if (key === "length" && Array.isArray(copy)) return;
    const value = this.scrub(propertyOf(object, key), depth + 1);
    const name = this.#holdsInText(key) ? this.#scrub(textOf(key) ?? "") : key;
    Object.defineProperty(copy, name, { value, enumerable, writable: true, configurable: true });
  }

  #copyItems(set: ReadonlySet<unknown>, copy: Set<unknown>, depth: number): void {
    for (const item of set) {
      if (--this.#leftToCopy < 0) break;
      copy.add(this.scrub(item, depth + 1));
    }
  }

  #copyEntries(map: ReadonlyMap<unknown, unknown>, copy: Map<unknown, unknown>, depth: number): void {
    for (const [key, value] of map) {
      if (--this.#leftToCopy < 0) break;
      const isBinaryMetadata = typeof key === "string" && key.endsWith("-bin") && Array.isArray(value);
      if (!isBinaryMetadata) {
        copy.set(this.scrub(key, depth + 1), this.scrub(value, depth + 1));
        continue;
      }
      // Of grpc-js: bytes with a hole in them are no message any more, so they go as a whole.
      const isOpen = (part: unknown): boolean =>
        !(part instanceof Uint8Array) || !bytesHoldSecret(part, this.#scrub);
      const kept = value.filter(isOpen).map((part) => this.scrub(part, depth + 1));
      if (kept.length > 0) copy.set(key, kept);
    }
  }
}

/** What errors of the platform have on their prototype: a `DOMException` reads it from where a copy has nothing. */
const INHERITED = ["name", "message", "code", "stack", "cause"] as const;

function isAccessor(object: object, key: string): boolean {
  for (let one: object | null = object; one !== null; one = Object.getPrototypeOf(one)) {
    const descriptor = Object.getOwnPropertyDescriptor(one, key);
    if (descriptor !== undefined) return descriptor.get !== undefined;
  }
  return false;
}

/** Keys and values of a map, or items of a set; as many as are looked at. */
function itemsOf(object: object): readonly unknown[] {
  const isOpen = object instanceof Map || object instanceof Set;
  if (!isOpen) return [];
  const items: unknown[] = [];
  for (const item of object) {
    if (items.push(...[item].flat(1)) > 2 * MOST_PROPERTIES) break;
  }
  return items;
}

/** The value of a property; the marker where reading it throws. */
function propertyOf(object: object, key: string | symbol): unknown {
  try {
    return Reflect.get(object, key);
  } catch {
    return STRIPPED;
  }
}

/** What is printed of a scalar that may hold a secret. */
function textOf(value: unknown): string | undefined {
  if (typeof value === "symbol") return value.description;
  const hasText = typeof value === "string" || typeof value === "number" || typeof value === "bigint";
  return hasText ? String(value) : undefined;
}

function isError(value: object): boolean {
  return value instanceof Error || Object.prototype.toString.call(value) === "[object Error]";
}

/** An object of the same class without properties. An error is made as one, so that it is taken for one. */
function emptyLike(object: object): object {
  const empty = isError(object)
    ? new Error()
    : Array.isArray(object)
      ? []
      : object instanceof Map
        ? new Map()
        : object instanceof Set
          ? new Set()
          : {};
  if (isError(object)) Reflect.deleteProperty(empty, "stack");
  return Object.setPrototypeOf(empty, Object.getPrototypeOf(object));
}
