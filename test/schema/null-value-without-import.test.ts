import protobuf from "protobufjs";
import { expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";

const SOURCE = `syntax = "proto3"; package app.v1; import "google/protobuf/struct.proto";
message Choice {
  oneof pick { google.protobuf.Value any_value = 1; google.protobuf.NullValue nothing = 2; string text = 3; }
  repeated google.protobuf.NullValue nothings = 4;
}`;

it.each([true, false])(
  "a Root that was parsed without its imports knows NullValue as an enum: keepCase %s",
  (keepCase) => {
    const { root } = protobuf.parse(SOURCE, { keepCase });
    const sanitizer = createSanitizer({ schemas: [root] });
    const type = "app.v1.Choice";
    expect(sanitizer.stringify(type, { nothing: null })).toBe('{"nothing":"NULL_VALUE"}');
    expect(sanitizer.stringify(type, { nothing: 0 })).toBe('{"nothing":"NULL_VALUE"}');
    expect(sanitizer.stringify(type, { any_value: null })).toBe('{"any_value":{"null_value":"NULL_VALUE"}}');
    expect(sanitizer.stringify(type, { anyValue: null })).toBe('{"any_value":{"null_value":"NULL_VALUE"}}');
    expect(sanitizer.stringify(type, { nothings: [null, 0] })).toBe(
      '{"nothings":["NULL_VALUE","NULL_VALUE"]}',
    );
    expect(sanitizer.stringifyBinary(type, Uint8Array.of(16, 0))).toBe('{"nothing":"NULL_VALUE"}');
  },
);
