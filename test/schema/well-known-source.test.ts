import type { DescFile, DescMessage } from "@bufbuild/protobuf";
import {
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
} from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { wellKnownSource } from "../../src/schema/well-known-source.js";
import { sourceOf } from "./source-of.js";

const types: readonly DescMessage[] = [
  file_google_protobuf_any,
  file_google_protobuf_duration,
  file_google_protobuf_empty,
  file_google_protobuf_field_mask,
  file_google_protobuf_struct,
  file_google_protobuf_timestamp,
  file_google_protobuf_wrappers,
].flatMap((file: DescFile) => file.messages);

describe("the well-known types are known without their descriptors", () => {
  it("all of them", () => {
    expect([...wellKnownSource.messageNames()].sort()).toEqual(types.map(({ typeName }) => typeName).sort());
  });

  it.each(types.map((type) => [type.typeName, type] as const))(
    "%s has the shape of its descriptor",
    (typeName, type) => {
      const shape = sourceOf(type).message(typeName);
      const fields = shape?.fields ?? [];
      expect([shape, ...fields].flatMap((one) => one?.marks.flatMap(({ options }) => options))).toEqual([]);
      expect(wellKnownSource.message(typeName)).toEqual({
        ...shape,
        fields: fields.map((field) => ({ ...field, marks: [] })),
        marks: [],
      });
    },
  );
});
