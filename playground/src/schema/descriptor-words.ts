import { Edition, FieldDescriptorProto_Type } from "@bufbuild/protobuf/wkt";
import { ProtoError } from "./parsed-file.js";

/** The types of descriptors for the scalar types of .proto files. */
export const SCALARS: ReadonlyMap<string, FieldDescriptorProto_Type> = new Map([
  ["double", FieldDescriptorProto_Type.DOUBLE],
  ["float", FieldDescriptorProto_Type.FLOAT],
  ["int64", FieldDescriptorProto_Type.INT64],
  ["uint64", FieldDescriptorProto_Type.UINT64],
  ["int32", FieldDescriptorProto_Type.INT32],
  ["fixed64", FieldDescriptorProto_Type.FIXED64],
  ["fixed32", FieldDescriptorProto_Type.FIXED32],
  ["bool", FieldDescriptorProto_Type.BOOL],
  ["string", FieldDescriptorProto_Type.STRING],
  ["bytes", FieldDescriptorProto_Type.BYTES],
  ["uint32", FieldDescriptorProto_Type.UINT32],
  ["sfixed32", FieldDescriptorProto_Type.SFIXED32],
  ["sfixed64", FieldDescriptorProto_Type.SFIXED64],
  ["sint32", FieldDescriptorProto_Type.SINT32],
  ["sint64", FieldDescriptorProto_Type.SINT64],
]);

/** @throws {ProtoError} if the edition is not known. */
export function editionNumber(edition: string): Edition {
  if (edition === "2023") return Edition.EDITION_2023;
  if (edition === "2024") return Edition.EDITION_2024;
  throw new ProtoError(`edition ${edition} is not supported`);
}

/** The name that a field has in JSON if no option says otherwise. */
export function jsonNameOf(name: string): string {
  return name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());
}

/** The name that protoc gives to the message of a map's entries. */
export function mapEntryName(name: string): string {
  return `${name.replace(/(?:^|_)([a-z0-9])?/g, (_, next?: string) => next?.toUpperCase() ?? "")}Entry`;
}

/** A default value. Undefined for those that the parser does not keep exactly: no message that is printed needs them. */
export function defaultText(type: string, value: unknown): string | undefined {
  if (value === undefined || type === "bytes") return undefined;
  if (value === Infinity) return "inf";
  if (value === -Infinity) return "-inf";
  if (Number.isNaN(value)) return "nan";
  return /int64|fixed64/.test(type) && !Number.isSafeInteger(value) ? undefined : String(value);
}
