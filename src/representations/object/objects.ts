import type { MessagePlan } from "../../plan/compiled.js";
import { isStructType, isWrapperType } from "../../schema/well-known.js";
import type { MessageAccess, Representation } from "../representation.js";
import { objectParts } from "./object-access.js";
import { openAny } from "./opened-any.js";
import { bindStruct } from "./struct-objects.js";
import { bindFieldMask, bindTime, bindWrapper } from "./unwrapped-objects.js";

/** The representation of messages as objects, for types without special forms. */
const objects: Representation = {
  bind(plan) {
    const { access, atOnce } = objectParts(plan, objectRepresentation);
    return { ...access, atOnce };
  },
};

const structs: Representation = { bind: (plan) => bindStruct(plan, objectRepresentation) };
const wrappers: Representation = { bind: (plan) => bindWrapper(plan, objectRepresentation) };
const times: Representation = { bind: (plan) => bindTime(plan, objectRepresentation) };
const fieldMasks: Representation = { bind: (plan) => bindFieldMask(plan, objectRepresentation) };
const anys: Representation = { bind: bindAny };

/** The representation of messages of a type as objects. Well-known types have special forms. */
export function objectRepresentation(typeName: string): Representation {
  if (isStructType(typeName)) return structs;
  if (isWrapperType(typeName)) return wrappers;
  switch (typeName) {
    case "google.protobuf.Any":
      return anys;
    case "google.protobuf.FieldMask":
      return fieldMasks;
    case "google.protobuf.Timestamp":
    case "google.protobuf.Duration":
      return times;
    default:
      return objects;
  }
}

/** An Any may hold its message opened. Then only the URL by which the message is read counts, even if the Any has another one. */
function bindAny(plan: MessagePlan): MessageAccess {
  const { access } = objectParts(plan, objectRepresentation, new Map([["type_url", ["@type"]]]));
  return {
    ...access,
    value(field) {
      const get = access.value(field);
      if (field.name !== "type_url") return get;
      return (any) => openAny(any, objectRepresentation)?.typeUrl ?? get(any);
    },
    openedAny: (any) => openAny(any, objectRepresentation),
  };
}
