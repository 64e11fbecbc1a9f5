import { actionText } from "../policy/classes.js";
import type { Judge } from "../policy/judge.js";
import type { Verdict } from "../policy/verdict.js";
import type { FieldShape, MessageShape } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { isTypedStruct } from "../schema/well-known.js";

/**
 * Makes a test for types: do two judges, for two readers, judge all fields alike that can be reached from the type? Then one plan does
 * for both. A type that can hold an Any is never shared: its plan looks up other types, and they are judged for one reader.
 */
export function sharedTypeTest(
  schemas: SchemaSet,
  judges: readonly [Judge, Judge],
): (typeName: string) => boolean {
  const isShared = new Map<string, boolean>();
  return (typeName) => {
    if (!isShared.has(typeName)) {
      const reached = reach(typeName, schemas, isShared);
      const different = [...reached].filter(
        ([name, shape]) => isShared.get(name) === false || isDifferent(shape, schemas, judges),
      );
      const spoiled = new Set(different.map(([name]) => name));
      const holders = holdersIn(reached);
      // Iterating over the set while it grows visits all types that hold a different one, at any depth.
      for (const name of spoiled) for (const holder of holders.get(name) ?? []) spoiled.add(holder);
      for (const name of reached.keys()) isShared.set(name, !spoiled.has(name));
    }
    return isShared.get(typeName) === true;
  };
}

/** The types that can be reached from a type. Of a type whose answer is known, the fields are not followed. */
function reach(
  typeName: string,
  schemas: SchemaSet,
  known: ReadonlyMap<string, boolean>,
): ReadonlyMap<string, MessageShape | undefined> {
  const reached = new Map([[typeName, schemas.message(typeName)]]);
  for (const [name, shape] of reached) {
    if (known.has(name)) continue;
    for (const inner of typesIn(shape)) if (!reached.has(inner)) reached.set(inner, schemas.message(inner));
  }
  return reached;
}

function typesIn(shape: MessageShape | undefined): readonly string[] {
  return shape?.fields.flatMap(({ type }) => (type.kind === "message" ? type.typeName : [])) ?? [];
}

/** For each type, the types that have a field with it. */
function holdersIn(types: ReadonlyMap<string, MessageShape | undefined>): ReadonlyMap<string, Set<string>> {
  const holders = new Map<string, Set<string>>();
  for (const [name, shape] of types) {
    for (const inner of typesIn(shape)) holders.set(inner, (holders.get(inner) ?? new Set()).add(name));
  }
  return holders;
}

function isDifferent(
  shape: MessageShape | undefined,
  schemas: SchemaSet,
  judges: readonly [Judge, Judge],
): boolean {
  if (shape === undefined || shape.typeName === "google.protobuf.Any" || isTypedStruct(shape.typeName))
    return true;
  return !shape.fields.every((field) => isJudgedAlike(field, schemas, judges));
}

function isJudgedAlike(
  field: FieldShape,
  schemas: SchemaSet,
  [one, other]: readonly [Judge, Judge],
): boolean {
  try {
    return isSameVerdict(one.verdict(field, schemas), other.verdict(field, schemas));
  } catch {
    // Its options cannot be read, so its type is refused.
    return false;
  }
}

/** Whether two verdicts, for two readers, have the same effect on a field. */
export function isSameVerdict(a: Verdict, b: Verdict): boolean {
  if (a.kind === "secret" && b.kind === "secret")
    return (
      a.isUnreviewed === b.isUnreviewed &&
      actionText(a.action) === actionText(b.action) &&
      // Each class has pseudonyms of its own.
      (a.className === b.className || typeof a.action === "string")
    );
  if (a.kind === "keyed" && b.kind === "keyed")
    return (
      a.given.length === b.given.length &&
      a.given.every((rule, index) => rule === b.given[index]) &&
      // What two readers see of entries is not compared.
      (a.actionOf ?? b.actionOf ?? a.jsonActionOf ?? b.jsonActionOf) === undefined
    );
  return a.kind === "open" && b.kind === "open" && (a.shown === undefined) === (b.shown === undefined);
}
