import type { AnyRule, FieldPlan, Plan } from "../../plan/compiled.js";
import { structEntries, structReader } from "../../representations/struct-json.js";
import { wireBytes } from "../../representations/wire/wire.js";
import { WireType } from "../../scalars/scalar.js";
import { ByteParts } from "./byte-parts.js";
import { taggedMessage, tagOf } from "./copied-field.js";
import { ScalarBytes } from "./scalar-bytes.js";

/** A message in ProtoJSON without its secrets. Undefined if nothing of it is shown. May throw. */
export type CopyJson = (plan: Plan, json: unknown, depth: number) => unknown;

/**
 * Makes a function that writes the Struct of a TypedStruct, with its tag. `plan/typed-struct.ts` decides which part is kept. A Struct
 * that is not shown becomes an empty one.
 */
export function typedStructBytes(
  rule: AnyRule,
  field: FieldPlan,
  copyJson: CopyJson,
): (typeUrl: unknown, struct: unknown, depth: number) => ByteParts {
  const read = structReader(field.message, wireBytes);
  const shown = (typeUrl: unknown, struct: unknown, depth: number): unknown => {
    const content = rule.content(typeUrl);
    if (content.kind !== "message") return undefined;
    try {
      return copyJson(content.plan, read(struct), depth - 1);
    } catch {
      return undefined;
    }
  };
  return (typeUrl, struct, depth) =>
    taggedMessage(field, field.field.number, structBytes(shown(typeUrl, struct, depth)));
}

/** The numbers of the fields of `google.protobuf.Struct`, of an entry, and of `google.protobuf.Value`. */
const FIELDS = 1;
const [KEY, VALUE] = [1, 2];
const [NULL, NUMBER, STRING, BOOL, STRUCT, LIST] = [1, 2, 3, 4, 5, 6];

function structBytes(json: unknown): ByteParts {
  const struct = new ByteParts();
  for (const [key, value] of structEntries(json)) {
    const entry = new ByteParts();
    entry.addVarints(tagOf(KEY, WireType.LengthDelimited));
    new ScalarBytes(entry).string(key);
    addMessage(entry, VALUE, valueBytes(value));
    addMessage(struct, FIELDS, entry);
  }
  return struct;
}

function valueBytes(json: unknown): ByteParts {
  const value = new ByteParts();
  const sink = new ScalarBytes(value);
  if (typeof json === "string") {
    value.addVarints(tagOf(STRING, WireType.LengthDelimited));
    sink.string(json);
  } else if (typeof json === "number") {
    value.addVarints(tagOf(NUMBER, WireType.Bit64));
    sink.double(json);
  } else if (typeof json === "boolean") value.addVarints(tagOf(BOOL, WireType.Varint), Number(json));
  else if (json === null) value.addVarints(tagOf(NULL, WireType.Varint), 0);
  else if (!Array.isArray(json)) addMessage(value, STRUCT, structBytes(json));
  else {
    const list = new ByteParts();
    for (const item of json) addMessage(list, FIELDS, valueBytes(item));
    addMessage(value, LIST, list);
  }
  return value;
}

function addMessage(parts: ByteParts, number: number, content: ByteParts): void {
  parts.addVarints(tagOf(number, WireType.LengthDelimited), content.length);
  parts.addAll(content);
}
