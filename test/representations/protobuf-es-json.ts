import { fromBinary, type JsonWriteOptions, toJson } from "@bufbuild/protobuf";
import { registry } from "../properties/subjects.js";
import type { Library } from "./library.js";
import {
  everyFieldSet,
  nullEnums,
  nullValues,
  swappedNames,
  timesOutOfRange,
  unknownAnyTypes,
} from "./losses.js";

/** ProtoJSON values as @bufbuild/protobuf writes them. */
export function protobufEsJson(name: string, options: Partial<JsonWriteOptions>): Library {
  return {
    name,
    loses: [swappedNames, everyFieldSet, timesOutOfRange, nullValues, nullEnums, unknownAnyTypes],
    knows: (typeName) => registry.getMessage(typeName) !== undefined,
    decode(typeName, bytes) {
      const type = registry.getMessage(typeName);
      if (type === undefined) throw new Error(`no type ${typeName}`);
      return toJson(type, fromBinary(type, bytes), { ...options, registry });
    },
  };
}

/** The same with several combinations of options. */
export const jsonLibraries: readonly Library[] = [
  protobufEsJson("ProtoJSON", {}),
  protobufEsJson("ProtoJSON with proto names and enums as numbers", {
    useProtoFieldName: true,
    enumAsInteger: true,
  }),
  protobufEsJson("ProtoJSON with defaults", { alwaysEmitImplicit: true }),
];
