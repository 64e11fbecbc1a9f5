import { fromBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import type protobufjs from "protobufjs";

/** The comment on a field, by the field's full name; empty if there is none, or if the schema does not keep comments. */
export type CommentOf = (fieldName: string) => string;

/** The comments in .proto files. */
export function commentsInProtos(types: readonly protobufjs.Type[]): CommentOf {
  const comments = new Map(
    types.flatMap((type) =>
      type.fieldsArray.map((field) => [field.fullName.slice(1), field.comment ?? ""] as const),
    ),
  );
  return (fieldName) => comments.get(fieldName) ?? "";
}

// Paths of source code locations consist of field numbers and indices: see descriptor.proto.
const MESSAGE_TYPE = 4;
const NESTED_TYPE = 3;
const FIELD = 2;

/** The comments in the bytes of a FileDescriptorSet, if it was built with source code info (buf does by default). */
export function commentsInDescriptors(bytes: Uint8Array): CommentOf {
  const { file: files } = fromBinary(FileDescriptorSetSchema, bytes);
  const comments = new Map(files.flatMap(commentsInFile));
  return (fieldName) => comments.get(fieldName) ?? "";
}

function commentsInFile(file: FileDescriptorProto): (readonly [string, string])[] {
  const byPath = new Map(
    (file.sourceCodeInfo?.location ?? []).map(
      ({ path, leadingComments, trailingComments }) =>
        [path.join(), `${leadingComments}\n${trailingComments}`.trim()] as const,
    ),
  );
  const visit = (
    type: DescriptorProto,
    scope: string,
    path: readonly number[],
  ): (readonly [string, string])[] => {
    const fullName = scope === "" ? type.name : `${scope}.${type.name}`;
    const own = type.field.map(
      (field, index) =>
        [`${fullName}.${field.name}`, byPath.get([...path, FIELD, index].join()) ?? ""] as const,
    );
    const nested = type.nestedType.flatMap((one, index) =>
      visit(one, fullName, [...path, NESTED_TYPE, index]),
    );
    return [...own, ...nested];
  };
  return file.messageType.flatMap((type, index) => visit(type, file.package, [MESSAGE_TYPE, index]));
}
