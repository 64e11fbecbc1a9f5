import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, type Policy } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { any, bytes, field, group, varint } from "../wire-fields.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package app.v1;
  import "google/protobuf/any.proto";
  enum Plan { NONE = 0; PAID = 1; }
  message Leaf { string open = 1; string hidden = 2 [debug_redact = true]; int32 number = 3; }
  message All {
    string open = 1;
    string text = 2 [debug_redact = true];
    bytes blob = 3 [debug_redact = true];
    map<string, string> map = 4 [debug_redact = true];
    repeated string list = 5 [debug_redact = true];
    Leaf message = 6 [debug_redact = true];
    repeated int64 numbers = 7 [debug_redact = true];
    Leaf leaf = 8;
    map<string, string> keyed = 9;
    repeated Leaf leaves = 10;
    map<int32, Leaf> to_leaf = 11;
    google.protobuf.Any any = 12;
    int64 number = 13 [debug_redact = true];
    Plan plan = 14 [debug_redact = true];
    oneof pick { string pick_text = 15 [debug_redact = true]; }
  }`,
);
const keyed: Policy = { mapKeys: [{ field: "keyed", keys: ["password"] }] };
const sanitizer = createSanitizer({ schemas: [root], policy: keyed });
const detecting = createSanitizer({ schemas: [root], policy: [keyed, { detectors: [jwt] }] });

const TYPE = "app.v1.All";
const TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
// No message goes on so: a tag, a length, and nothing behind it.
const BREAK = Uint8Array.of(0x0a, 9);

/** Places in which a secret of any length can stand, in front of the byte at which the message breaks. */
const places: Readonly<Record<string, (secret: string) => Uint8Array>> = {
  "a string": (secret) => field(2, secret),
  "a string of a oneof": (secret) => field(15, secret),
  bytes: (secret) => field(3, secret),
  "a map": (secret) => field(4, field(1, "key"), field(2, secret)),
  "the key of a map": (secret) => field(4, field(1, secret), field(2, "value")),
  "several entries of a map": (secret) =>
    bytes(...[...secret].map((key) => field(4, field(1, key), field(2, "value")))),
  "a list": (secret) => field(5, secret),
  "the number of items": (secret) => bytes(...[...secret].map(() => field(5, "item"))),
  "a packed list": (secret) => field(7, secret.replaceAll(/./gs, "a")),
  "a list that is not packed": (secret) => bytes(...[...secret].map(() => varint(7, 1))),
  "an integer": (secret) => varint(13, 2 ** Math.min(secret.length, 50)),
  "an enum": (secret) => varint(14, secret.length > 50 ? 500 : 1),
  "a message": (secret) => field(6, field(1, secret)),
  "a field of an open message": (secret) => field(8, field(2, secret)),
  "a field of a message in a list": (secret) => field(10, field(2, secret)),
  "a field of a message in a map": (secret) => field(11, varint(1, 1), field(2, field(2, secret))),
  "the value under a key": (secret) => field(9, field(1, "password"), field(2, secret)),
  "a field that the type does not have": (secret) => field(99, secret),
  "a field that an open message does not have": (secret) => field(8, field(99, secret)),
  "a group that the type does not have": (secret) => group(99, field(1, secret)),
  "the payload of an Any": (secret) => field(12, any("x/app.v1.Leaf", field(2, secret))),
  "the payload of an Any in an Any": (secret) =>
    field(12, any("x/google.protobuf.Any", any("x/app.v1.Leaf", field(2, secret)))),
  "the payload of an Any of an unknown type": (secret) => field(12, any("x/no.such.Type", secret)),
};

const ways: Readonly<Record<string, (broken: Uint8Array) => readonly string[]>> = {
  "wire bytes": (broken) => [sanitizer.stringifyBinary(TYPE, broken), String(sanitizer.strip(TYPE, broken))],
  "the payload of an Any, as wire bytes": (broken) => [
    sanitizer.stringifyBinary("google.protobuf.Any", any(`x/${TYPE}`, broken)),
  ],
  "the payload of an Any, as an object": (broken) => [
    sanitizer.stringify("google.protobuf.Any", { typeUrl: `x/${TYPE}`, value: broken }),
  ],
  "the payload of an Any in an Any": (broken) => [
    sanitizer.stringify("google.protobuf.Any", {
      typeUrl: "x/google.protobuf.Any",
      value: any(`x/${TYPE}`, broken),
    }),
  ],
  "an Any that breaks behind its payload": (broken) => [
    sanitizer.stringifyBinary("google.protobuf.Any", bytes(any(`x/${TYPE}`, broken), BREAK)),
    sanitizer.stringify("google.protobuf.Any", {
      typeUrl: "x/google.protobuf.Any",
      value: bytes(any(`x/${TYPE}`, broken), BREAK),
    }),
  ],
};

describe.each(Object.entries(ways))("the note of malformed bytes in %s", (_, print) => {
  it.each(Object.entries(places))("does not tell the length of what is hidden in %s", (_place, make) => {
    const [short, long] = ["abc", "a".repeat(77)].map((secret) => print(bytes(make(secret), BREAK)));
    expect(short).toEqual(long);
    for (const text of short ?? []) expect(text).toMatch(/<<malformed/);
  });
});

describe("the note of malformed bytes", () => {
  it.each<[string, (text: string) => Uint8Array]>([
    ["a string", (text) => field(1, text)],
    ["a string of an open message", (text) => field(8, field(1, text))],
    ["the key of an entry", (text) => field(9, field(1, text), field(2, "value"))],
    ["the value of an entry", (text) => field(9, field(1, "key"), field(2, text))],
    ["a type URL", (text) => field(12, field(1, `x/${text}`))],
  ])("does not tell the length of a credential that a detector finds in %s", (_, make) => {
    const [short, long] = [TOKEN, `${"before ".repeat(9)}${TOKEN}`].map((text) =>
      detecting.stringifyBinary(TYPE, bytes(make(text), BREAK)),
    );
    expect(short).toBe(long);
    expect(short).not.toContain("byte");
  });

  it.each<[string, Uint8Array]>([
    ["a string", field(1, "open")],
    ["several strings", bytes(field(1, "open"), field(1, "again"))],
  ])("says where, as long as everything before is open: behind %s", (_, open) => {
    const note = `"<<malformed at byte ${open.length + 2}, ${TYPE}>>"`;
    expect(sanitizer.stringifyBinary(TYPE, bytes(open, BREAK))).toBe(note);
    expect(sanitizer.stringifyBinary("google.protobuf.Any", any(`x/${TYPE}`, open, BREAK))).toContain(
      note.slice(1, -1),
    );
  });

  it("says where, if the first field breaks, also if it is hidden itself", () => {
    expect(sanitizer.stringifyBinary(TYPE, Uint8Array.of(7))).toMatch(/at byte 1,/);
    expect(sanitizer.stringifyBinary(TYPE, Uint8Array.of(0x12, 9, 97))).not.toContain("byte");
  });
});
