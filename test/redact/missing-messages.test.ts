import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { parsedRoot, VERSIONS } from "../representations/protobufjs-root.js";
import { bytes, field, varint } from "../wire-fields.js";

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: [{}, { fields: ["google.protobuf.Struct.fields", "google.protobuf.Timestamp.seconds"] }],
});

describe("a secret list or map that holds nothing but null", () => {
  it.each<[string, string, object]>([
    ["a map of messages", "probe.v1.Maps", { hidden_leaf_map: { 1: null } }],
    ["a Map of messages", "probe.v1.Maps", { hiddenLeafMap: new Map([[1n, null]]) }],
    ["a list of messages", "probe.v1.Lists", { hiddenLeaves: [null] }],
    ["a Struct as JSON", "wkt.v1.StructContext", { volume_context: { a: null } }],
  ])("stays set in a copy, and in the copy of a copy: %s", (_, type, message) => {
    const text = sanitizer.stringify(type, message);
    expect(text).toContain("***stripped***");
    const copy = sanitizer.redact(type, message);
    expect(sanitizer.stringify(type, copy)).toBe(text);
    expect(sanitizer.redact(type, copy)).toEqual(copy);
  });
});

describe("a copy does not tell what a secret was", () => {
  it("of a time that is what takes the place of secret times", () => {
    const copy = (openAt: string): object | undefined =>
      sanitizer.redact("wkt.v1.HiddenPositions", { openAt });
    for (const time of ["1970-01-01T00:00:01Z", "1970-01-01T01:00:01+01:00", "2038-01-19T03:14:07Z"]) {
      expect(copy(time)).toEqual(copy("2001-02-03T04:05:06Z"));
    }
  });

  it.each(VERSIONS)("of a Struct with values of no kind, of protobufjs %s", (version) => {
    const type = parsedRoot(version, false).lookupType("google.protobuf.Struct");
    const struct = (value: Uint8Array): object =>
      type.decode(field(1, bytes(field(1, "a"), field(2, value))));
    const once = sanitizer.redact("google.protobuf.Struct", struct(varint(4, 1)));
    expect(sanitizer.redact("google.protobuf.Struct", struct(field(3, "text")))).toEqual(once);
    expect(sanitizer.redact("google.protobuf.Struct", once)).toEqual(once);
  });
});
