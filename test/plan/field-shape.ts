import { STRIPPED } from "../../src/marker.js";
import type { FieldPlan } from "../../src/plan/compiled.js";
import { OPEN } from "../../src/policy/verdict.js";
import type {
  FieldShape,
  ScalarName,
  SingularCardinality,
  ValueType,
} from "../../src/schema/message-shape.js";

/** The type of a scalar. */
export function scalar(name: ScalarName): ValueType {
  return { kind: "scalar", scalar: name };
}

/** A field that occurs at most once; a proto3 scalar if nothing else is said. */
export function singular(given: Partial<SingularCardinality> = {}): SingularCardinality {
  return {
    kind: "singular",
    presence: "implicit",
    oneof: undefined,
    defaultValue: undefined,
    isProto3Optional: false,
    isRequired: false,
    ...given,
  };
}

/** The field `a.M.f`, a string that occurs at most once if nothing else is said. */
export function fieldShape(given: Partial<FieldShape> = {}): FieldShape {
  return {
    name: "f",
    fullName: "a.M.f",
    isGuessedName: false,
    otherNames: [],
    propertyNames: [],
    jsonName: "f",
    number: 1,
    validatesUtf8: true,
    cardinality: singular(),
    type: scalar("string"),
    marks: [],
    ...given,
  };
}

/** The plan of an open field, if nothing else is said. */
export function fieldPlan(given: Partial<FieldPlan> = {}): FieldPlan {
  const open = {
    verdict: OPEN,
    isHidden: false,
    isOmitted: false,
    marker: STRIPPED,
    partial: undefined,
    json: undefined,
    keys: undefined,
    holdsCredential: undefined,
    message: undefined,
    isShared: false,
  };
  return { field: fieldShape(), ...open, ...given };
}
