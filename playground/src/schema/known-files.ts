import type { DescFile } from "@bufbuild/protobuf";
import {
  type FileDescriptorProto,
  file_google_protobuf_any,
  file_google_protobuf_api,
  file_google_protobuf_descriptor,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_source_context,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_type,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import { csiRegistry } from "protosanitizer/csi";

/** The names of files in a descriptor end in `.proto`. @bufbuild/protobuf leaves the ending out of a DescFile. */
function protoOf(file: DescFile): FileDescriptorProto {
  return file.proto;
}

function csiFile(): readonly FileDescriptorProto[] {
  const file = [...csiRegistry].find((type) => type.kind === "message")?.file;
  return file === undefined ? [] : [protoOf(file)];
}

/** The files that pasted files may import: protobuf's own types, and CSI. */
export const KNOWN_FILES: readonly FileDescriptorProto[] = [
  ...[
    file_google_protobuf_descriptor,
    file_google_protobuf_any,
    file_google_protobuf_duration,
    file_google_protobuf_empty,
    file_google_protobuf_field_mask,
    file_google_protobuf_source_context,
    file_google_protobuf_struct,
    file_google_protobuf_timestamp,
    file_google_protobuf_wrappers,
    file_google_protobuf_type,
    file_google_protobuf_api,
  ].map(protoOf),
  ...csiFile(),
];
