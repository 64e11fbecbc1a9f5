import type { FieldShape } from "../schema/message-shape.js";
import type { SchemaSet } from "../schema/schema-set.js";
import { actionText, SECRET } from "./classes.js";
import { describeType } from "./field-type.js";
import type { Judge } from "./judge.js";
import type { MessageLookup } from "./rule-groups.js";
import { describeRule, type Verdict } from "./verdict.js";

/** The verdict for one field, as a flat record that reads well in `console.table`. */
export interface ExplainedField {
  /** Full name of the field. */
  readonly field: string;
  /** Its type, as in a .proto file: `map<string, string>`. */
  readonly type: string;
  /**
   * An `open` field is printed, and a `secret` field is replaced by the marker. Each entry of a `keyed` field is judged
   * by its key. A `refused` field makes its type fail to compile, and messages of that type are not printed.
   */
  readonly verdict: "open" | "secret" | "keyed" | "refused";
  /** The rule behind the verdict, such as `field option csi.v1.csi_secret`. Empty for open fields. */
  readonly rule: string;
  /** The class of the field, if it is another one than `secret`. */
  readonly class?: string;
  /** What the reader gets of a field that has a {@link class}. */
  readonly action?: string;
  /** The .proto file that declares the field, if the schema keeps lines: descriptor sets with source info do. */
  readonly file?: string;
  /** The line in it, from 1. */
  readonly line?: number;
}

/**
 * The verdict and rule of every field that can be reached from a type. Types that occur only inside secret fields are
 * left out, because nothing in them is printed.
 */
export function explain(typeName: string, schemas: SchemaSet, judge: Judge): readonly ExplainedField[] {
  return [...reach(typeName, schemas, judge).values()].flat();
}

/** Full names of the types whose fields {@link explain} lists. */
export function reachableTypes(typeName: string, schemas: SchemaSet, judge: Judge): readonly string[] {
  return [...reach(typeName, schemas, judge).keys()];
}

function reach(typeName: string, schemas: SchemaSet, judge: Judge): ReadonlyMap<string, ExplainedField[]> {
  const reached = new Map<string, ExplainedField[]>([[typeName, []]]);
  // Iterating over the map while it grows visits every type once.
  for (const [name, lines] of reached) {
    for (const field of schemas.message(name)?.fields ?? []) {
      const line = explainField(field, judge, schemas, name === typeName);
      const place = schemas.place(name, field.name);
      lines.push(place === undefined ? line : { ...line, file: place.file, line: place.line });
      const isFollowed = field.type.kind === "message" && line.verdict !== "secret";
      if (isFollowed && !reached.has(field.type.typeName)) reached.set(field.type.typeName, []);
    }
  }
  return reached;
}

/** The verdict and rule of one field. @param isOutermost whether no field holds the message of the field. */
export function explainField(
  field: FieldShape,
  judge: Judge,
  types: MessageLookup,
  isOutermost = false,
): ExplainedField {
  const line = { field: field.fullName, type: describeType(field) };
  try {
    const verdict = judge.verdict(field, types, isOutermost);
    return { ...line, verdict: verdict.kind, rule: ruleOf(verdict), ...classIn(verdict) };
  } catch {
    return { ...line, verdict: "refused", rule: "its options cannot be read" };
  }
}

function classIn(verdict: Verdict): Pick<ExplainedField, "class" | "action"> {
  if (verdict.kind === "keyed") return {};
  if (verdict.kind === "open")
    return verdict.shown === undefined ? {} : { class: verdict.shown.className, action: "show" };
  const { className, action } = verdict;
  return className === SECRET ? {} : { class: className, action: actionText(action) };
}

function ruleOf(verdict: Verdict): string {
  if (verdict.kind === "open") return verdict.shown === undefined ? "" : describeRule(verdict.shown.rule);
  return verdict.kind === "secret" ? describeRule(verdict.rule) : verdict.rules.map(describeRule).join("; ");
}
