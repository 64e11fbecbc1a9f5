import type { MessagePlan } from "../../plan/compiled.js";
import { defaultTest } from "../../plan/presence.js";
import { camelCase } from "../../schema/json-name.js";
import type { FieldShape } from "../../schema/message-shape.js";
import type { MessageLayout, Property } from "../layout.js";
import { plainMapForm } from "../map-form.js";
import { protobufEsName } from "../property-name.js";

/** How messages of @bufbuild/protobuf are laid out. */
export function protobufEsLayout(plan: MessagePlan): MessageLayout {
  const properties = new Map<string, Property>();
  const oneofs = new Map<string, Map<string, FieldShape>>();
  properties.set("$typeName", { kind: "type", isType: (value) => value === plan.typeName });
  for (const { field } of plan.fields) {
    const { cardinality } = field;
    const oneof = cardinality.kind === "singular" ? cardinality.oneof : undefined;
    if (oneof === undefined) {
      properties.set(protobufEsName(field.name), fieldProperty(field));
      continue;
    }
    const members = oneofs.get(oneof) ?? new Map<string, FieldShape>();
    oneofs.set(oneof, members.set(camelCase(field.name), field));
    properties.set(protobufEsName(oneof), {
      kind: "oneof",
      members,
      caseProperties: ["case"],
      mayBeName: false,
      isRequired: true,
    });
  }
  const isValue = plan.typeName === "google.protobuf.Value";
  return {
    forms: [
      { kind: "object", fits, ownTypeName: "$typeName", properties, ...(isValue && { textProperties }) },
    ],
    mapForm: () => plainMapForm,
  };
}

/** Every message has its type itself: an object that inherits it inherits who knows what else. */
function fits(message: unknown): boolean {
  const prototype: object | null = Object.getPrototypeOf(message);
  const isPlain = prototype === Object.prototype || prototype === null;
  return Object.hasOwn(message as object, "$typeName") && (isPlain || !("$typeName" in prototype)); // it was accepted
}

function textProperties(_like: unknown, text: string): Readonly<Record<string, unknown>> {
  return { kind: { case: "stringValue", value: text } };
}

function fieldProperty(field: FieldShape): Property {
  const { cardinality, type } = field;
  const isImplicit = cardinality.kind === "singular" && cardinality.presence === "implicit";
  const isDefault = isImplicit ? defaultTest(type) : () => false;
  return {
    kind: "field",
    field,
    isSet: (value) => !isDefault(value),
    isRequired: cardinality.kind !== "singular" || (isImplicit && type.kind !== "message"),
  };
}
