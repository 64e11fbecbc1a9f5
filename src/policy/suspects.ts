import type { FieldShape } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { describeType } from "./field-type.js";
import type { Judge } from "./judge.js";
import type { MessageLookup } from "./rule-groups.js";
import type { Suspicion } from "./suspicion.js";

/** A field that no rule names, and that may hold credentials. */
export interface Suspect extends Suspicion {
  /** Full name of the field. */
  readonly field: string;
  /** Its type, as in a .proto file: `map<string, string>`. */
  readonly type: string;
}

/** What a sanitizer does with suspects. */
export type OnSuspect = "ignore" | "warn" | "throw" | "strip";

/**
 * The suspects of types, in the order of the schemas.
 *
 * @param typeNames Default: all types.
 * @param judge a judge that does not strip suspects. For another one, there are none.
 */
export function suspectsOf(
  schemas: SchemaSet,
  judge: Judge,
  typeNames?: readonly string[],
): readonly Suspect[] {
  const shapes = typeNames?.flatMap((name) => schemas.message(name) ?? []) ?? [...schemas.messages()];
  return shapes.flatMap(({ fields }) =>
    fields.flatMap((field) => (isOpen(field, judge, schemas) ? suspectOf(field, judge) : [])),
  );
}

function isOpen(field: FieldShape, judge: Judge, types: MessageLookup): boolean {
  try {
    const verdict = judge.verdict(field, types);
    return verdict.kind === "open" && verdict.shown === undefined;
  } catch {
    // Its options cannot be read, so its type is refused.
    return false;
  }
}

/** An open field as a suspect, in a list; empty if nothing speaks against the field. */
export function suspectOf(field: FieldShape, judge: Judge): readonly Suspect[] {
  const suspicion = judge.suspicion(field);
  return suspicion === undefined ? [] : [{ field: field.fullName, type: describeType(field), ...suspicion }];
}

const MAX_LISTED = 50;

/** Suspects as one line for a warning or an error. Characters that no name has are replaced. */
export function listSuspects(suspects: readonly Suspect[]): string {
  const listed = suspects
    .slice(0, MAX_LISTED)
    .map(({ field, severity, reason }) => `${field} (${severity}: ${reason})`);
  const more = suspects.length - listed.length;
  return [...listed, ...(more > 0 ? [`${more} more, which sanitizer.suspects() lists`] : [])]
    .join(", ")
    .replace(/[^ -~]/g, "?");
}

/** How to settle suspects, as the end of a warning or an error. */
export const SUSPECTS_REMEDY =
  'Mark each of them secret, or list it under "open" in a policy if it is harmless; or set onSuspect to "ignore" or "strip"';
