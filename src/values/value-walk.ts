import { STRIPPED } from "../marker.js";
import { bytesOf, holdsSecret, isListed, isTypedArray, markerBytes, plainBytes } from "./bytes.js";
import { emptyLike, hasOwnPrinting, INSPECT, isSelfContained, kindOf } from "./kinds.js";
import { collectionOf, keysOf, type MemberWalk, printedKeys, walkProperties } from "./members.js";
import { openedObject } from "./opened.js";
import { addAccessors, ownMethods } from "./own-methods.js";
import { type Visit, Visits } from "./visits.js";
import { silent, type WalkRules } from "./walk-rules.js";

/** Deeper values are replaced by a note: no logger shows them in a readable way, and the stack is limited. */
const MAX_DEPTH = 100;
/** One walk visits at most this many objects, so that the time for a line is limited. */
const MAX_OBJECTS = 100_000;

/**
 * One walk through any JavaScript value; use it once. It finds messages, secrets in texts and secrets in bytes wherever they are:
 * in objects, class instances, lists, maps, sets, errors and their causes, and results of toJSON. The walk copies the parts
 * that must change, and the objects around them. The copy shares all other parts with the value. The value itself never
 * changes. Never throws: a note replaces a part that cannot be read.
 */
export class ValueWalk implements MemberWalk {
  readonly rules: WalkRules;
  readonly #visits = new Visits();
  /** Whether there is a secret to search for. */
  readonly #hasSecrets: boolean;
  #objects = 0;
  #membersLeft: number;
  #root: object | undefined;

  constructor(rules: WalkRules) {
    this.rules = rules;
    this.#hasSecrets = rules.secrets.size > 0;
    this.#membersLeft = rules.maxMembers;
  }

  /** The value itself if nothing in it has to change, or else its copy. */
  walk(value: unknown): unknown {
    return this.member(value, 0);
  }

  /** A copy of an object, even if nothing in it has to change. */
  copy(object: object): unknown {
    this.#root = object;
    return this.member(object, 0);
  }

  member(value: unknown, depth: number): unknown {
    switch (typeof value) {
      case "string":
        return this.#text(value);
      case "number":
      case "bigint":
        return this.#holdsText(String(value)) ? this.changed(STRIPPED) : value;
      case "symbol":
        return this.#holdsText(value.description ?? "") ? this.changed(STRIPPED) : value;
      case "object":
        return value === null ? null : this.#safely(value, depth);
      case "function":
        return this.#safely(value, depth);
      default:
        return value;
    }
  }

  #text(text: string): string {
    if (!this.rules.scrubsTexts) return text;
    const scrubbed = this.rules.secrets.scrub(text);
    return scrubbed === text ? text : this.changed(scrubbed);
  }

  #holdsText(text: string): boolean {
    return this.#hasSecrets && this.rules.scrubsTexts && this.rules.secrets.scrub(text) !== text;
  }

  changed<T>(replacement: T): T {
    this.#visits.changes++;
    return replacement;
  }

  later(value: unknown): unknown {
    return new ValueWalk(this.rules).walk(value);
  }

  /** A getter or a proxy may throw anything, at any step. */
  #safely(object: object, depth: number): unknown {
    const { place, low } = this.#visits;
    try {
      return typeof object === "function" ? this.#function(object, depth) : this.#object(object, depth);
    } catch {
      return this.#visits.giveUp(place, low, object, this.changed(this.rules.notes.unreadable));
    }
  }

  #object(object: object, depth: number): unknown {
    const visit = this.#visits.get(object);
    if (visit !== undefined) return this.#again(visit, object);
    const { notes, substitutes, inspected } = this.rules;
    const substitute = substitutes?.of(object);
    if (substitute !== undefined) return substitute === object ? object : this.changed(substitute);
    if (depth > MAX_DEPTH) return this.changed(notes.tooDeep);
    const isTooLong = Array.isArray(object) && object.length > this.#membersLeft;
    if (++this.#objects > MAX_OBJECTS || isTooLong) return this.changed(notes.tooMany);
    const content = this.#content(object, depth);
    if (content !== undefined) return content;
    if (this.rules.isInert?.(object)) return object;
    if (this.#isOpaque(object)) return object;
    const note = inspected?.preview(object);
    return note === undefined ? this.#members(object, depth + 1) : this.changed(note);
  }

  #isOpaque(object: object): boolean {
    return (
      isSelfContained(object) &&
      keysOf(object, this.rules.keys).every((key) => key === "lastIndex") &&
      !hasOwnPrinting(object)
    );
  }

  /** The replacement of an object that holds content besides its properties. Undefined if only its members decide. */
  #content(object: object, depth: number): unknown {
    const { secrets, scrubsTexts, copies } = this.rules;
    const bytes = this.#hasSecrets ? bytesOf(object) : undefined;
    if (bytes !== undefined && holdsSecret(bytes, secrets)) {
      const isKept = copies === "used" && kindOf(object) === "Uint8Array";
      return this.changed(isKept ? markerBytes(bytes) : STRIPPED);
    }
    if (isTypedArray(object)) return this.#typedArray(object, depth + 1);
    const opened = scrubsTexts && this.#hasSecrets ? openedObject(object) : undefined;
    if (opened?.texts.some((text) => this.#holdsText(text)) !== true) return undefined;
    return this.changed(opened.scrubbed((text) => silent(secrets).scrub(text)));
  }

  /** The bytes themselves, or the same memory without the properties beside the bytes. */
  #typedArray(bytes: Uint8Array, depth: number): unknown {
    const isUsed = this.rules.copies === "used";
    // To list the properties of many bytes would take long. Code that uses the bytes may count on them.
    if (!isListed(bytes)) return isUsed ? bytes : this.changed(plainBytes(bytes));
    const keys = keysOf(bytes, "all");
    if (keys.length === 0) return bytes;
    if (!isUsed || keys.includes("toJSON") || keys.includes(INSPECT)) return this.changed(plainBytes(bytes));
    const visit = this.#visits.enter(bytes);
    if (!walkProperties(bytes, keys, this, depth).isSame) visit.copy ??= plainBytes(bytes);
    return this.#visits.leave(visit, bytes);
  }

  /** JSON shows the result of a function's toJSON, and `util.inspect` shows its properties. A function cannot be copied. */
  #function(value: object, depth: number): unknown {
    const visit = this.#visits.get(value);
    if (visit !== undefined) return this.#again(visit, value);
    const { notes, inspected, copies } = this.rules;
    if (depth > MAX_DEPTH) return this.changed(notes.tooDeep);
    const { toJSON, [INSPECT]: inspect } = value as Record<symbol | "toJSON", unknown>; // any object may have them
    if (typeof toJSON === "function") {
      const json: unknown = Reflect.apply(toJSON, value, [""]);
      const walked = this.member(json, depth + 1);
      if (copies === "printed") return this.changed(walked);
      if (walked !== json) return this.changed(notes.function);
    }
    if (inspected !== undefined && typeof inspect === "function") return this.changed(notes.function);
    const keys = this.rules.keys === "json" ? [] : printedKeys(value);
    return keys.length === 0 ? value : this.#functionWith(value, keys, depth + 1);
  }

  #functionWith(value: object, keys: readonly PropertyKey[], depth: number): unknown {
    const visit = this.#visits.enter(value);
    if (!walkProperties(value, keys, this, depth).isSame) visit.copy ??= this.rules.notes.function;
    return this.#visits.leave(visit, value);
  }

  #members(object: object, depth: number): unknown {
    const { keys: shown, notes, inspected } = this.rules;
    const keys = Array.isArray(object) && shown === "json" ? [] : keysOf(object, shown);
    const collection = collectionOf(object);
    this.#membersLeft -= keys.length + (collection?.size || 0);
    if (this.#membersLeft < 0) return this.changed(notes.tooMany);
    const visit = this.#visits.enter(object);
    const methods = ownMethods(object, this, depth);
    const properties = walkProperties(object, keys, this, depth);
    const members = collection?.members(object as never, this, depth); // a collection of its own kind
    if (inspected?.isProxy(object) === true || object === this.#root) {
      visit.copy ??= emptyLike(object);
      this.changed(undefined);
    }
    const isSame = methods.isSame && properties.isSame && members?.isSame !== false;
    if (visit.copy !== undefined || !isSame) {
      visit.copy ??= emptyLike(object);
      const copy = visit.copy as object; // what stands for an object here is one
      members?.addTo(copy);
      properties.addTo(copy);
      // Functions come last: a property may have the name of one.
      methods.addTo(copy);
      addAccessors(copy, object, this);
    }
    return this.#visits.leave(visit, object);
  }

  #again(visit: Visit, object: object): unknown {
    if (!visit.isWalked) visit.copy ??= this.#emptyLike(object);
    return this.#visits.again(visit, object);
  }

  /** The copy of an object whose members are not known yet. */
  #emptyLike(object: object): unknown {
    if (typeof object === "function") return this.rules.notes.function;
    return isTypedArray(object) ? plainBytes(object) : emptyLike(object);
  }
}
