import type { FieldPlan } from "../../plan/compiled.js";

/** Where a secret value is from. It never holds a value. */
export interface Origin {
  /** What {@link name} names: a field by its full name, or a key of the metadata of a call. */
  readonly kind: "field" | "metadata";
  readonly name: string;
  /** The class of the field. */
  readonly className: string;
  /** The key of the map entry, if such keys are shown. */
  readonly key: string | undefined;
}

/** The origin of what is collected from a field. A value that only a detector finds is of the class `secret`. */
export function originOf({ field, verdict }: FieldPlan): Origin {
  return { kind: "field", name: field.fullName, className: classOf(verdict) ?? "secret", key: undefined };
}

function classOf(verdict: FieldPlan["verdict"]): string | undefined {
  if (verdict.kind === "secret") return verdict.className;
  return verdict.kind === "keyed" ? verdict.given[0]?.className : undefined;
}
