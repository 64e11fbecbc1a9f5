import { classNameOf, type FieldPlan } from "../../plan/compiled.js";
import type { PseudonymOf } from "../../policy/pseudonyms.js";

/** Where a secret value is from. It never holds a value. */
export interface Origin {
  /** What {@link name} names: a field by its full name, or a key of the metadata of a call. */
  readonly kind: "field" | "metadata";
  readonly name: string;
  /** The class of the field. */
  readonly className: string;
}

/**
 * Where collected values are from: those from an index on, as far as no later one says something else. The last one comes
 * first. Few values of a message differ in this, so that it costs little to note it.
 */
export interface Origins {
  readonly origin: Origin | undefined;
  /** The key of the map entry, if such keys are shown. */
  readonly key: string | undefined;
  /** Makes the text that replaces a value in other texts, if its class shows pseudonyms. */
  readonly pseudonym?: PseudonymOf | undefined;
  readonly from: number;
  readonly before: Origins | undefined;
}

/** Where the value with an index is from. */
export function originsAt(last: Origins | undefined, index: number): Origins | undefined {
  let origins = last;
  while (origins !== undefined && origins.from > index) origins = origins.before;
  return origins;
}

/** What makes the pseudonyms of values, by their indices. Undefined if none of them has one. */
export function pseudonymsOf(
  last: Origins | undefined,
  length: number,
): readonly (PseudonymOf | undefined)[] | undefined {
  let pseudonyms: PseudonymOf[] | undefined;
  let end = length;
  for (let origins = last; origins !== undefined; origins = origins.before) {
    const { from, pseudonym } = origins;
    if (typeof pseudonym === "function")
      pseudonyms = (pseudonyms ?? new Array(length)).fill(pseudonym, from, end);
    end = from;
  }
  return pseudonyms;
}

/** The origin of what is collected from a field. A value that only a detector finds is of the class `secret`. */
export function originOf(plan: FieldPlan): Origin {
  return { kind: "field", name: plan.field.fullName, className: classNameOf(plan) ?? "secret" };
}
