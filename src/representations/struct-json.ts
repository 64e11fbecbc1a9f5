import { STRIPPED } from "../marker.js";
import type { FieldPlan, MessagePlan, Plan } from "../plan/compiled.js";
import { setOwn } from "./own-property.js";
import type { MessageAccess, Representation } from "./representation.js";

/**
 * The JSON that a `google.protobuf.Struct` stands for, whichever library has it. The marker stands in place of what the plan hides.
 *
 * @throws if the Struct cannot be read, holds itself, or is too large.
 */
export type ReadStruct = (struct: unknown) => Readonly<Record<string, unknown>>;

/** The deepest nesting that is read. */
const MAX_DEPTH = 100;
/** As many levels of messages as wire bytes have to be read for, so that the nesting shows. */
export const STRUCT_LEVELS: number = MAX_DEPTH + 2;
/** The most values that are read. An object may be inside itself in many ways. */
const MAX_VALUES = 1_000_000;

/** Makes a function that reads Structs of a plan, in a representation. */
export function structReader(plan: Plan | undefined, representation: Representation): ReadStruct {
  const convert = converter(plan, representation, new Map());
  // A Struct stands for an object.
  return (struct) => convert(struct, { left: MAX_VALUES }, 0) as Readonly<Record<string, unknown>>;
}

type Convert = (message: unknown, budget: { left: number }, depth: number) => unknown;

/** The converters of types that were met before: they hold each other. */
type Known = Map<Representation, Map<MessagePlan, Convert>>;

function converter(plan: Plan | undefined, representation: Representation, known: Known): Convert {
  if (plan?.kind !== "message") return unreadable;
  const ofRepresentation = known.get(representation) ?? new Map<MessagePlan, Convert>();
  known.set(representation, ofRepresentation);
  let made: Convert = unreadable;
  const before = ofRepresentation.get(plan);
  if (before !== undefined) return before;
  ofRepresentation.set(plan, (...args) => made(...args));
  const access = representation.bind(plan);
  const fields = plan.fields.map((field) => fieldConverter(field, access, known));
  made = (message, budget, depth) => {
    if (depth > MAX_DEPTH || budget.left-- <= 0 || !access.accepts(message)) return unreadable();
    const values = fields
      .map((field) => field(message, budget, depth + 1))
      .filter((one) => one !== undefined);
    // A Value has one kind; a Struct and a ListValue have one field.
    if (values.length > 1) return unreadable();
    return values.length === 1 ? values[0] : EMPTY.get(plan.typeName)?.();
  };
  return made;
}

/** What stands for a message without fields. A Value without a kind counts as null. */
const EMPTY: ReadonlyMap<string, () => unknown> = new Map<string, () => unknown>([
  ["google.protobuf.Struct", () => ({})],
  ["google.protobuf.ListValue", () => []],
  ["google.protobuf.Value", () => null],
]);

/** Reads one field, and returns undefined if it is not set. */
function fieldConverter(plan: FieldPlan, access: MessageAccess, known: Known): Convert {
  const { field, keys, isHidden, holdsCredential } = plan;
  const get = access.value(field);
  const { type } = field;
  const inner =
    type.kind === "message" ? converter(plan.message, access.messagesIn(field), known) : undefined;
  const one: Convert = (value, budget, depth) => {
    if (inner !== undefined) return inner(value, budget, depth);
    if (field.name === "null_value") return null;
    if (typeof value === "string") return holdsCredential?.(value) ? STRIPPED : value;
    return typeof value === "boolean" || Number.isFinite(value) ? value : unreadable();
  };
  return (message, budget, depth) => {
    const value = get(message);
    if (value === undefined) return undefined;
    if (isHidden) return STRIPPED;
    if (field.cardinality.kind === "list")
      return Array.isArray(value) ? value.map((item) => one(item, budget, depth)) : unreadable();
    if (keys === undefined) return one(value, budget, depth);
    const object: Record<string, unknown> = {};
    for (const key of access.maps.keys(value) ?? unreadable()) {
      const fate = keys.judge(key);
      if (fate === "credential") setOwn(object, STRIPPED, STRIPPED);
      else setOwn(object, key, fate === "open" ? one(access.maps.get(value, key), budget, depth) : STRIPPED);
    }
    return object;
  };
}

/** The entries of a Struct that stands for JSON. A value that is not an object has none, and a property without a value is left out. */
export function structEntries(json: unknown): readonly (readonly [string, unknown])[] {
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).filter(([, value]) => value !== undefined);
}

function unreadable(): never {
  throw new Error("no Struct that can be read");
}
