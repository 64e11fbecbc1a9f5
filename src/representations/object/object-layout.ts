import type { MessagePlan } from "../../plan/compiled.js";
import { defaultTest } from "../../plan/presence.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { MessageLayout, ObjectForm, OneofProperty, Property } from "../layout.js";
import { propertyNames } from "../property-name.js";
import { hasUnclearPresence } from "./filled-defaults.js";
import type { MessageObject } from "./message-object.js";
import { neutralValue } from "./neutral-value.js";
import { objectMapForm } from "./object-map-form.js";
import { defaultOf } from "./object-reader.js";
import { CASE_PROPERTIES } from "./oneof-member.js";
import type { PropertyTable } from "./property-table.js";
import { PROTOBUF_TS_TYPE, statedTypeName } from "./stated-type.js";

/** How messages that are objects with a property per field are laid out, whichever library made them. */
export function objectLayout(
  plan: MessagePlan,
  names: PropertyTable,
  isFilled: ((message: MessageObject) => boolean) | undefined,
): MessageLayout {
  return { forms: [objectForm(plan, names, isFilled)], mapForm: objectMapForm };
}

function objectForm(
  { typeName }: MessagePlan,
  names: PropertyTable,
  isFilled: ((message: MessageObject) => boolean) | undefined,
): ObjectForm {
  const properties = new Map<string | symbol, Property>();
  // Where a field and a oneof could have the same name, the field counts: its verdict does.
  for (const [oneof, property] of oneofProperties(names)) {
    for (const name of propertyNames(oneof, [])) properties.set(name, property);
  }
  for (const [field, own] of names) {
    const isSet = setTest(field, isFilled);
    for (const name of own) properties.set(name, { kind: "field", field, isSet, isRequired: false });
  }
  const isName = (value: unknown): boolean => value === typeName;
  for (const name of ["$typeName", "$type"]) properties.set(name, { kind: "type", isType: isName });
  const isType = (value: unknown): boolean =>
    typeof value === "object" && statedTypeName({ [PROTOBUF_TS_TYPE]: value }) === typeName;
  properties.set(PROTOBUF_TS_TYPE, { kind: "type", isType });
  return { kind: "object", fits: () => true, properties };
}

function oneofProperties(names: PropertyTable): ReadonlyMap<string, OneofProperty> {
  const members = new Map<string, Map<string, FieldShape>>();
  for (const [field, own] of names) {
    const oneof = oneofOf(field);
    if (oneof === undefined) continue;
    const named = members.get(oneof) ?? new Map<string, FieldShape>();
    for (const name of own) named.set(name, field);
    members.set(oneof, named);
  }
  const property = (named: ReadonlyMap<string, FieldShape>): OneofProperty => ({
    kind: "oneof",
    members: named,
    caseProperties: CASE_PROPERTIES,
    mayBeName: true,
    isRequired: false,
  });
  return new Map([...members].map(([oneof, named]) => [oneof, property(named)]));
}

/** The oneof of a field. One with `optional` in proto3 is in a oneof of its own, of which some libraries tell. */
function oneofOf({ name, cardinality }: FieldShape): string | undefined {
  if (cardinality.kind !== "singular") return undefined;
  return cardinality.oneof ?? (cardinality.isProto3Optional === true ? `_${name}` : undefined);
}

/** Whether a value counts as set, as the reader of the field sees it. */
function setTest(
  field: FieldShape,
  isFilled: ((message: MessageObject) => boolean) | undefined,
): (value: unknown, message: unknown) => boolean {
  const { cardinality, type } = field;
  if (cardinality.kind !== "singular" || cardinality.oneof !== undefined) return () => true;
  const neutral = neutralValue(type) ?? ((value) => value);
  if (cardinality.presence === "implicit") {
    const isDefault = defaultTest(type);
    return (value) => !isDefault(neutral(value));
  }
  if (isFilled === undefined || !hasUnclearPresence(field)) return () => true;
  const isDefault = defaultOf(field);
  // Only asked of messages that were accepted: objects.
  return (value, message) => !(isFilled(message as MessageObject) && isDefault(neutral(value)));
}
