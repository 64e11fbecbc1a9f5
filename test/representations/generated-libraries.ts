import * as protobufTsBigintCsi from "../gen-libraries/gen/protobuf-ts-bigint/csi/v1/csi.js";
import * as protobufTsBigintProbe from "../gen-libraries/gen/protobuf-ts-bigint/probe.js";
import * as protobufTsBigintWellKnown from "../gen-libraries/gen/protobuf-ts-bigint/well_known.js";
import * as protobufTsNumberCsi from "../gen-libraries/gen/protobuf-ts-number/csi/v1/csi.js";
import * as protobufTsNumberProbe from "../gen-libraries/gen/protobuf-ts-number/probe.js";
import * as protobufTsStringCsi from "../gen-libraries/gen/protobuf-ts-string/csi/v1/csi.js";
import * as protobufTsStringProbe from "../gen-libraries/gen/protobuf-ts-string/probe.js";
import * as tsProtoAnnotatedCsi from "../gen-libraries/gen/ts-proto-annotated/csi/v1/csi.js";
import * as tsProtoAnnotatedProbe from "../gen-libraries/gen/ts-proto-annotated/probe.js";
import * as tsProtoBigintCsi from "../gen-libraries/gen/ts-proto-bigint/csi/v1/csi.js";
import * as tsProtoBigintProbe from "../gen-libraries/gen/ts-proto-bigint/probe.js";
import * as tsProtoBigintWellKnown from "../gen-libraries/gen/ts-proto-bigint/well_known.js";
import * as tsProtoDefaultCsi from "../gen-libraries/gen/ts-proto-default/csi/v1/csi.js";
import * as tsProtoDefaultProbe from "../gen-libraries/gen/ts-proto-default/probe.js";
import * as tsProtoSnakeCsi from "../gen-libraries/gen/ts-proto-snake/csi/v1/csi.js";
import * as tsProtoSnakeProbe from "../gen-libraries/gen/ts-proto-snake/probe.js";
import * as tsProtoUnionsCsi from "../gen-libraries/gen/ts-proto-unions/csi/v1/csi.js";
import * as tsProtoUnionsProbe from "../gen-libraries/gen/ts-proto-unions/probe.js";
import type { Library } from "./library.js";
import { fineTimes, type Loss, largeIntegers, nullValues, protoKeys, unknownEnumValues } from "./losses.js";

/** ts-proto and @protobuf-ts as generated with the options in buf.gen.test.yaml. */
export const generatedLibraries: readonly Library[] = [
  tsProto("default", [protoKeys, largeIntegers, fineTimes], tsProtoDefaultProbe, tsProtoDefaultCsi),
  tsProto("bigint", [protoKeys, nullValues], tsProtoBigintProbe, tsProtoBigintCsi, tsProtoBigintWellKnown),
  tsProto("unions", [], tsProtoUnionsProbe, tsProtoUnionsCsi),
  tsProto("annotated", [protoKeys, unknownEnumValues], tsProtoAnnotatedProbe, tsProtoAnnotatedCsi),
  tsProto("snake", [protoKeys, fineTimes], tsProtoSnakeProbe, tsProtoSnakeCsi),
  protobufTs("bigint", [protoKeys], protobufTsBigintProbe, protobufTsBigintCsi, protobufTsBigintWellKnown),
  protobufTs("string", [protoKeys], protobufTsStringProbe, protobufTsStringCsi),
  protobufTs("number", [protoKeys, largeIntegers], protobufTsNumberProbe, protobufTsNumberCsi),
];

type Decode = (bytes: Uint8Array) => unknown;

/** ts-proto exports an object per message type, under its name without the package and with `_` for dots. */
function tsProto(options: string, loses: readonly Loss[], ...modules: readonly object[]): Library {
  return library(`ts-proto ${options}`, loses, modules, (name, type, module) => {
    if (!("decode" in type) || typeof type.decode !== "function" || !("protobufPackage" in module))
      return undefined;
    const { decode } = type;
    const typeName = `${module.protobufPackage}.${name.replaceAll("_", ".")}`;
    return [typeName, (bytes) => Reflect.apply(decode, type, [bytes])];
  });
}

/** @protobuf-ts exports an object per message type, which knows its name. */
function protobufTs(options: string, loses: readonly Loss[], ...modules: readonly object[]): Library {
  return library(`@protobuf-ts ${options}`, loses, modules, (_name, type) => {
    if (!("fromBinary" in type) || typeof type.fromBinary !== "function" || !("typeName" in type))
      return undefined;
    const { fromBinary } = type;
    return [String(type.typeName), (bytes) => Reflect.apply(fromBinary, type, [bytes])];
  });
}

function library(
  name: string,
  loses: readonly Loss[],
  modules: readonly object[],
  typeOf: (name: string, type: object, module: object) => readonly [string, Decode] | undefined,
): Library {
  const types = new Map(
    modules.flatMap((module) =>
      Object.entries(module).flatMap(([exported, type]: [string, unknown]) => {
        const found = typeof type === "object" && type !== null ? typeOf(exported, type, module) : undefined;
        return found === undefined ? [] : [found];
      }),
    ),
  );
  return {
    name,
    loses,
    knows: (typeName) => types.has(typeName),
    decode(typeName, bytes) {
      const decode = types.get(typeName);
      if (decode === undefined) throw new Error(`no type ${typeName}`);
      return decode(bytes);
    },
  };
}
