import { REASON } from "../../marker.js";
import { ownValue } from "../../options/own-value.js";
import type { FieldPlan } from "../../plan/compiled.js";
import type { PropertyRead } from "../../representations/representation.js";
import { noteText, quote } from "../../scalars/json-string.js";
import type { FieldShape } from "../../schema/message-shape.js";
import { joined } from "./rope.js";
import type { PrintField, TextState } from "./text-state.js";

/** The texts before the value of a field, key included. They are joined when the plan is compiled. */
export interface FieldKey {
  /** The text if the field is the first one that is printed. */
  readonly first: string;
  /** The text if another field is before it. */
  readonly next: string;
  /** The length of the key, its colon, and the comma: the output that the field takes without its value. */
  readonly size: number;
}

/** Joins a key with the characters before and after it in an object. */
export function fieldKey(name: string): FieldKey {
  const key = joined(quote(name), ":");
  return { first: joined("{", key), next: joined(",", key), size: key.length + 1 };
}

/** For a value without a key. */
export const NO_KEY: FieldKey = { first: "", next: "", size: 1 };

/** A field of a message, ready to print. */
export class FieldPrinter {
  // A class without nested objects: the engine reads objects of one shape faster than objects of several shapes.
  /** The field, if {@link get} returns its value and nothing else. */
  readonly shape: FieldShape | undefined;
  readonly key: FieldKey;
  /** The note that is printed if reading the field throws. */
  readonly unreadable: string;
  /** The value of the field in a message; undefined if it is not set. */
  readonly get: (message: unknown) => unknown;
  readonly print: PrintField;
  /** Whether {@link print} may print nothing. Then it returns the same text. */
  readonly mayBeEmpty: boolean;
  /** The property that {@link get} reads, if it does nothing else. See `PropertyRead` for the others. */
  readonly property: string | undefined;
  readonly unset: unknown;
  readonly isOwn: boolean;

  /**
   * Makes a printer that also closes the message behind the field. The end of the message is joined to the end of the field
   * (measured: lists of small messages print in 7% less time). Undefined if the field has no constant end.
   */
  readonly closing: ((end: string) => PrintField) | undefined;

  constructor(
    plan: FieldPlan,
    key: FieldKey,
    value: FieldValue,
    print: PrintField,
    closing?: (end: string) => PrintField,
  ) {
    this.shape = ownValue(value, "shape");
    this.mayBeEmpty = this.shape?.cardinality.kind !== "singular";
    this.key = key;
    this.unreadable = noteText(REASON.unreadable, plan.field.fullName);
    this.get = value.get;
    this.print = print;
    this.closing = closing;
    const property = ownValue(value, "property");
    this.property = property?.name;
    this.unset = property?.unset;
    this.isOwn = property?.isOwn ?? false;
  }

  /** Prints the field of a message, if it is set. */
  printOf(out: string, isFirst: boolean, message: unknown, depth: number, state: TextState): string {
    const value = this.get(message);
    return value === undefined ? out : this.print(out, isFirst, value, depth, state);
  }
}

/** Reads the value of a field. */
export interface FieldValue {
  get(message: unknown): unknown;
  /** The field, if it is read as the representation reads it. */
  readonly shape?: FieldShape;
  readonly property?: PropertyRead | undefined;
}
