import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../../src/index.js";
import { parseText } from "../../representations/protobufjs-root.js";

describe("types with the names of well-known ones, but without all their fields", () => {
  const root = parseText(
    8,
    true,
    `syntax = "proto3"; package google.protobuf;
    message Any { bytes value = 2; }
    message Timestamp { int64 seconds = 1; }
    message Duration { int32 nanos = 2; }
    message FieldMask { repeated string other = 1; }
    message Struct { string other = 1; }
    message ListValue { string other = 1; repeated Value values = 2; }
    message Value { double number_value = 1; }
    message StringValue { string other = 1; }
    message BytesValue { Struct value = 1; }`,
  );
  const sanitizer = createSanitizer({ schemas: [root], format: "protojson", onSuspect: "ignore" });

  it.each<[string, readonly number[], string]>([
    ["Any", [0x12, 1, 1], '{"@type":"","value":"<<unknown type>>"}'],
    ["Timestamp", [8, 5], '"1970-01-01T00:00:05Z"'],
    ["Duration", [16, 1], '"0.000000001s"'],
    ["FieldMask", [10, 1, 97], '""'],
    ["Struct", [10, 1, 97], '{"other":"a"}'],
    ["ListValue", [10, 1, 97], "[]"],
    ["ListValue", [10, 1, 97, 0x12, 0], "[null]"],
    ["StringValue", [10, 1, 97], '{"other":"a"}'],
    ["BytesValue", [10, 3, 10, 1, 97], '{"value":{"other":"a"}}'],
  ])("%s", (name, bytes, text) => {
    expect(sanitizer.stringifyBinary(`google.protobuf.${name}`, Uint8Array.from(bytes))).toBe(text);
  });
});
