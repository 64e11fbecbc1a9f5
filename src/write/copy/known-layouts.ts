import type { Detector } from "../../policy/policy.js";
import { setOwn } from "../../representations/map-form.js";
import type { Nesting } from "./nesting.js";
import { objectLike } from "./object-like.js";
import type { PropertyRedaction } from "./property-redaction.js";
import { DROPPED } from "./redact-value.js";

/** Returned for an object that is laid out like none that was met before. */
export const UNKNOWN_LAYOUT: unique symbol = Symbol("unknown layout");

/** The properties that a plain object has, in their order, and how each of them is redacted. */
interface KnownLayout {
  readonly names: readonly string[];
  readonly properties: readonly PropertyRedaction[];
  /** Where one object changed others will, so they are copied at once: faster than property by property. */
  isCopied: boolean;
}

/** What objects have to be, beside laid out as one before. */
export interface KnownLayoutsOptions {
  readonly holdsCredential: Detector | undefined;
  /** Deepest level of a message; any, if it is not given. */
  readonly maxDepth?: number;
  /** The property that has the name of the type; not asked for, if it is not given. */
  readonly typeName?: { readonly property: string; readonly typeName: string } | undefined;
}

// Messages of a type differ in which optional fields they have, maps in their keys; few of them make most of the calls.
const MOST_LAYOUTS = 8;
// An object that is not what it was found to be is redacted twice. Many of them inside each other must not be.
const MOST_MISREADINGS = 16;

/**
 * Redacts plain objects that have the very properties that one had before, and nothing else: no look-up by name, and
 * nothing to be dropped. All others are left to the redaction that has to find out what they are.
 */
export class KnownLayouts {
  readonly #options: KnownLayoutsOptions;
  readonly #maxDepth: number;
  readonly #layouts: KnownLayout[] = [];
  #next = 0;
  #misreadings = 0;

  constructor(options: KnownLayoutsOptions) {
    this.#options = options;
    this.#maxDepth = options.maxDepth ?? Number.POSITIVE_INFINITY;
  }

  /** Adds the layout of an object, unless it is none that {@link redact} could know again. */
  add(object: object, names: readonly string[], properties: readonly PropertyRedaction[]): void {
    if (this.#misreadings >= MOST_MISREADINGS || !isPlain(object)) return;
    this.#layouts[this.#next] = { names, properties, isCopied: false };
    this.#next = (this.#next + 1) % MOST_LAYOUTS;
  }

  /** The redacted copy of an object, or the object itself; {@link UNKNOWN_LAYOUT} if its layout is not known. */
  redact(value: unknown, depth: number, nesting: Nesting): unknown {
    if (typeof value !== "object" || value === null || depth > this.#maxDepth) return UNKNOWN_LAYOUT;
    try {
      if (!isPlain(value)) return UNKNOWN_LAYOUT;
      const layout = this.#layoutOf(Object.getOwnPropertyNames(value));
      if (layout === undefined) return UNKNOWN_LAYOUT;
      const object = value as Readonly<Record<string, unknown>>; // its properties are known
      const { typeName } = this.#options;
      if (typeName !== undefined && object[typeName.property] !== typeName.typeName) return UNKNOWN_LAYOUT;
      if (!layout.isCopied) {
        if (hasSymbols(object)) return UNKNOWN_LAYOUT;
        const isOpen = this.#isOpen(layout, object, depth, nesting);
        if (isOpen === undefined) return this.#misread();
        if (isOpen) return object;
        layout.isCopied = true;
      }
      return this.#redactCopy(layout, object, depth, nesting);
    } catch {
      // A getter or a proxy.
      return this.#misread();
    }
  }

  #layoutOf(names: readonly string[]): KnownLayout | undefined {
    const layouts = this.#layouts;
    for (let index = 0; index < layouts.length; index++) {
      const layout = layouts[index];
      if (layout !== undefined && sameTexts(layout.names, names)) return layout;
    }
    return undefined;
  }

  /** Whether all of an object stays as it is; undefined if it has other properties than it said. */
  #isOpen(
    { names, properties }: KnownLayout,
    object: Readonly<Record<string, unknown>>,
    depth: number,
    nesting: Nesting,
  ): boolean | undefined {
    const { holdsCredential } = this.#options;
    let index = 0;
    for (const name in object) {
      const value = object[name];
      const property = properties[index];
      if (property === undefined || name !== names[index]) return undefined;
      index++;
      if (stays(property, value, holdsCredential)) continue;
      if (!Object.is(redactProperty(property, value, object, depth, nesting), value)) return false;
    }
    return index === names.length ? true : undefined;
  }

  #redactCopy(
    { names, properties }: KnownLayout,
    object: Readonly<Record<string, unknown>>,
    depth: number,
    nesting: Nesting,
  ): unknown {
    const { holdsCredential } = this.#options;
    const copy = { ...object };
    // Of the copy: a proxy may have told less of itself before.
    if (hasSymbols(copy)) return UNKNOWN_LAYOUT;
    let index = 0;
    let isChanged = false;
    let isDropped = false;
    for (const name in copy) {
      const value = copy[name];
      const property = properties[index];
      if (property === undefined || name !== names[index]) return this.#misread();
      index++;
      if (stays(property, value, holdsCredential)) continue;
      const redacted = redactProperty(property, value, object, depth, nesting);
      if (Object.is(redacted, value)) continue;
      isChanged = true;
      if (redacted === DROPPED) isDropped = true;
      setOwn(copy, name, redacted);
    }
    if (index !== names.length) return this.#misread();
    if (isDropped) return objectLike(object, names, Object.values(copy));
    if (isChanged) return copy;
    return hasSymbols(object) ? this.#misread() : object;
  }

  #misread(): typeof UNKNOWN_LAYOUT {
    this.#misreadings++;
    if (this.#misreadings >= MOST_MISREADINGS) this.#layouts.length = 0;
    return UNKNOWN_LAYOUT;
  }
}

/** Whether it can be said at a glance that a value stays as it is, without a call for each layer of its redaction. */
export function stays(
  property: PropertyRedaction,
  value: unknown,
  holdsCredential: Detector | undefined,
): boolean {
  switch (property.kind) {
    case "text":
      return typeof value === "string" && !holdsCredential?.(value);
    case "constant":
      return value === property.constant;
    case "accepted":
      return property.accepts?.(value) === true;
    case "texts":
      return areOpen(value, holdsCredential);
    default:
      return false;
  }
}

/** Redacts what stands under a property; what is dropped leaves what stands there in an empty message. */
export function redactProperty(
  property: PropertyRedaction,
  value: unknown,
  message: unknown,
  depth: number,
  nesting: Nesting,
): unknown {
  let redacted: unknown = DROPPED;
  try {
    if (property.layouts !== undefined) {
      const known = property.layouts.redact(value, depth + property.levels, nesting);
      if (known !== UNKNOWN_LAYOUT) return known;
    }
    redacted = property.redact(value, message, depth, nesting);
  } catch {
    // A getter, a proxy or the stack: whatever was thrown may hold a value, so it goes no further.
  }
  return redacted === DROPPED ? property.empty(value) : redacted;
}

function areOpen(list: unknown, holdsCredential: Detector | undefined): boolean {
  if (!Array.isArray(list)) return false;
  for (let index = 0; index < list.length; index++) {
    const text: unknown = list[index];
    if (typeof text !== "string" || holdsCredential?.(text)) return false;
  }
  return true;
}

function isPlain(object: object): boolean {
  return Object.getPrototypeOf(object) === Object.prototype;
}

function hasSymbols(object: object): boolean {
  return Object.getOwnPropertySymbols(object).length > 0;
}

/** Whether two lists hold the same texts in the same order. */
export function sameTexts(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index++) {
    if (a[index] !== b[index]) return false;
  }
  return true;
}
