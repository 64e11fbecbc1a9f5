import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { any, bytes, field, group, varint } from "../wire-fields.js";
import { redactedBytes } from "./redacted-bytes.js";

const root = parseText(
  8,
  true,
  `edition = "2023"; package app.v1;
  import "google/protobuf/any.proto";
  enum Plan { option features.enum_type = CLOSED; NONE = 0; PAID = 1; }
  message Leaf { string open = 1; string hidden = 2 [debug_redact = true]; }
  message Other { string open = 2; }
  message All {
    google.protobuf.Any any = 1;
    google.protobuf.Any any_group = 2 [features.message_encoding = DELIMITED];
    Inner inner = 3;
    map<string, Inner> map = 4;
    Plan plan = 5 [debug_redact = true];
    oneof pick {
      string open = 6;
      string hidden = 7 [debug_redact = true];
      Inner open_message = 8;
      Inner hidden_message = 9 [debug_redact = true];
      Plan closed = 10;
    }
    map<int32, int32> numbers = 11;
    repeated int32 packed = 12;
    string last = 13;
  }
  message Inner {
    google.protobuf.Any any = 1;
    string implicit = 2 [debug_redact = true, features.field_presence = IMPLICIT];
    string open = 3;
    map<string, Inner> map = 4;
    Inner inner = 5;
  }`,
);
const sanitizer = createSanitizer({
  schemas: [root],
  policy: [{ detectors: [jwt] }, { mapKeys: [{ field: "map", keys: ["password"] }] }],
});
const TYPE = "app.v1.All";
const SECRET = "hunter2-hunter2";

/** The redacted bytes. They print as the original does, and stay as they are. */
function redacted(message: Uint8Array): Uint8Array {
  const copy = redactedBytes(sanitizer, TYPE, message);
  expect(sanitizer.stringifyBinary(TYPE, copy)).toBe(sanitizer.stringifyBinary(TYPE, message));
  expect(redactedBytes(sanitizer, TYPE, copy)).toEqual(copy);
  return copy;
}

describe("a message in several parts", () => {
  // The type of the first part would show the payload that the type of the whole message hides.
  const parts = [any("x/app.v1.Other", field(2, SECRET)), field(1, "x/app.v1.Leaf")];
  it.each<[string, Uint8Array]>([
    ["an Any", bytes(...parts.map((part) => field(1, part)))],
    ["an Any in a group", bytes(...parts.map((part) => group(2, part)))],
    ["an Any in a message", bytes(...parts.map((part) => field(3, field(1, part))))],
    ["an Any in an entry", field(4, field(1, "key"), ...parts.map((part) => field(2, field(1, part))))],
    [
      "an Any in an entry, behind its key",
      field(4, ...parts.map((part) => field(2, field(1, part))), field(1, "key")),
    ],
    ["an Any in a oneof", bytes(...parts.map((part) => field(8, field(1, part))))],
    ["an Any in an Any", field(1, any("x/app.v1.All", ...parts.map((part) => field(1, part))))],
  ])("is judged as a whole: %s", (_, message) => {
    expect(sanitizer.stringifyBinary(TYPE, message)).toContain('"hidden":"***stripped***"');
    expect(Buffer.from(redacted(message)).includes(SECRET)).toBe(false);
  });

  it("has what its last part says", () => {
    expect(redacted(bytes(field(3, field(2, SECRET)), field(3, field(2, ""))))).toEqual(field(3));
    redacted(bytes(field(3, field(3, "a")), field(3, field(2, SECRET)), field(3, field(3, "b"))));
  });

  it("starts anew behind another member of its oneof", () => {
    const open = field(8, field(3, "a"));
    for (const between of [field(6, "b"), field(7, SECRET), field(9, field(3, SECRET))]) {
      redacted(bytes(open, between, field(8, field(2, SECRET))));
    }
  });
});

describe("members of a oneof, in any order", () => {
  const members = {
    open: field(6, "a"),
    hidden: field(7, SECRET),
    openMessage: field(8, field(3, "a")),
    hiddenMessage: field(9, field(3, SECRET)),
    closed: varint(10, 1),
    undeclared: varint(10, 99),
  };
  const all = Object.values(members);

  it("print as they did, whichever counts", () => {
    for (const first of all) {
      for (const second of all) {
        for (const third of all) redacted(bytes(first, second, field(13, "last"), third));
      }
    }
  });

  it("do not tell how often a hidden member was set, or to what", () => {
    for (const before of [bytes(), ...all]) {
      for (const after of [bytes(), field(6, "a"), varint(10, 1)]) {
        const once = redacted(bytes(before, members.hidden, after));
        const often = redacted(bytes(before, field(7, ""), field(7, "another"), members.hidden, after));
        expect(often).toEqual(once);
      }
    }
  });
});

describe("bytes that no encoder writes", () => {
  it("keep a hidden enum that is set when a number that is not declared follows", () => {
    expect(redacted(bytes(varint(5, 1), varint(5, 99)))).toEqual(redacted(varint(5, 1)));
    expect(redacted(varint(5, 99))).toEqual(bytes());
  });

  it("hold an Any in a group, and fields behind it", () => {
    const message = bytes(group(2, any("x/app.v1.Leaf", field(2, SECRET))), field(13, "last"));
    expect(sanitizer.stringifyBinary(TYPE, redacted(message))).toContain('"last":"last"');
  });

  it("get the wire types of their fields", () => {
    const entry = bytes(varint(1, 1), varint(2, 2));
    const odd = bytes(
      new BinaryWriter().tag(11, WireType.Varint).finish(),
      Uint8Array.of(entry.length),
      entry,
    );
    expect(redacted(odd)).toEqual(field(11, entry));
  });

  it("hold entries with several keys in each other, and are read in time all the same", () => {
    let inner = field(3, "innermost");
    for (let level = 0; level < 90; level++) {
      // The value is open again when the last key is known.
      inner = field(4, field(1, "open"), field(2, inner), field(1, "password"), field(2), field(1, "open"));
    }
    const message = field(3, inner);
    expect(sanitizer.stringifyBinary(TYPE, message)).toContain("innermost");
    expect(Buffer.from(redacted(message)).includes("innermost")).toBe(true);
  });

  it("hold an Any in each Any, all of them in several parts", () => {
    let message = bytes(field(3, field(3, "a")), field(3, field(2, SECRET)));
    for (let level = 0; level < 40; level++) {
      message = bytes(field(1, any(`x/${TYPE}`, message)), field(3, ""), field(3, ""));
    }
    expect(Buffer.from(redacted(message)).includes(SECRET)).toBe(false);
  });
});
