import { isOfProtobuf } from "../policy/suspicion.js";
import { describeRule } from "../policy/verdict.js";
import type { FieldShape } from "../schema/message-shape.js";
import { type FieldPlan, isNamedByRule, type MessagePlan } from "./compiled.js";
import { isUnclearIfFilledIn } from "./presence.js";
import { isSameVerdict } from "./shared-plans.js";

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * The plans of fields that several readers of one sanitizer see alike, so that what is compiled for a field is compiled once. A type has
 * a plan for each reader, but most of its fields are the same objects in all of them.
 *
 * How a field is read and written may depend on what its reader sees of the other fields of the type: see {@link readingOf}. So fields are
 * shared only between plans that agree in that. Fields that hold messages are never shared, nor are those of types that are read by
 * rules of their own.
 */
export class SharedFields {
  /** The fields of types, by the name of the type and what {@link readingOf} says. */
  readonly #known = new Map<string, Map<FieldShape, FieldPlan[]>>();

  /** Replaces the fields of a new plan by those that another plan of the type has. */
  share({ typeName, any, typedStruct }: MessagePlan, fields: Mutable<FieldPlan>[]): void {
    if (any !== undefined || typedStruct !== undefined || isOfProtobuf(typeName)) return;
    const id = `${typeName} ${readingOf(fields)}`;
    const known = this.#known.get(id) ?? new Map<FieldShape, FieldPlan[]>();
    this.#known.set(id, known);
    for (const [index, own] of fields.entries()) {
      if (own.field.type.kind === "message") continue;
      const plans = known.get(own.field) ?? [];
      const other = plans.find((plan) => isAlike(plan, own));
      if (other !== undefined) {
        fields[index] = other;
        continue;
      }
      own.isShared = true;
      known.set(own.field, [...plans, own]);
    }
  }
}

/**
 * What decides how any field of a type is read, beside the field itself and the descriptor:
 *
 * | fact | where it counts |
 * |---|---|
 * | whether rules name a field | a name that two fields claim belongs to none of them then |
 * | whether a field is left out | an object with all defaults is known by its fields, and in it a default or null may mean "not set" |
 * | whether a member of a oneof is hidden | in bytes, a member that comes later replaces the one before |
 */
function readingOf(fields: readonly FieldPlan[]): string {
  const mayClaim = haveLikeNames(fields);
  const mayBeFilledIn = fields.some(({ field }) => dependsOnDefaults(field));
  const facts = fields.flatMap((plan) => [
    mayClaim && isNamedByRule(plan),
    mayBeFilledIn && plan.isOmitted,
    isMember(plan.field) && plan.isHidden,
  ]);
  return facts.map(Number).join("");
}

function isMember({ cardinality }: FieldShape): boolean {
  return cardinality.kind === "singular" && cardinality.oneof !== undefined;
}

/** Whether two fields have names that may be the same in some library: all of them keep letters and digits, and their order. */
function haveLikeNames(fields: readonly FieldPlan[]): boolean {
  const known = new Set<string>();
  return fields.some(({ field }) => {
    const names = new Set([field.name, field.jsonName, ...field.propertyNames].map(lettersOf));
    const isKnown = [...names].some((name) => known.has(name));
    for (const name of names) known.add(name);
    return isKnown;
  });
}

function lettersOf(name: string): string {
  return name.replace(/[_$]/g, "").toLowerCase();
}

/** Whether a value of the field may mean "not set" in an object in which the library has filled in all defaults. */
function dependsOnDefaults(field: FieldShape): boolean {
  const { type } = field;
  if (type.kind === "message") return type.typeName === "google.protobuf.Value";
  return (
    isUnclearIfFilledIn(field) || (type.kind === "enum" && type.enum.typeName === "google.protobuf.NullValue")
  );
}

function isAlike({ verdict: one }: FieldPlan, { verdict: other }: FieldPlan): boolean {
  if (one.kind === "secret" && other.kind === "secret") {
    // Findings name both.
    if (one.className !== other.className || describeRule(one.rule) !== describeRule(other.rule))
      return false;
  }
  return isSameVerdict(one, other);
}
