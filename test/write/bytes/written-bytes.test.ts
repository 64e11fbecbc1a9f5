import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { MalformedWireError } from "../../../src/representations/wire/malformed-wire-error.js";
import { ByteWriter } from "../../../src/write/bytes/byte-writer.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { bytes, field, group, varint } from "../../wire-fields.js";
import { ACCOUNT, accountPlan, accounts } from "../accounts.js";
import { entry, inner, MARKER, name, pin } from "./account-fields.js";

const sanitizer = accounts();
const copyOf = (...parts: readonly Uint8Array[]) => sanitizer.redactBinary(ACCOUNT, bytes(...parts));

const JSON_TEXT = '{"pin":1,"a":1}';
const JSON_SHOWN = '{"pin":"***stripped***","a":1}';

describe("malformed bytes are an error", () => {
  const writer = new ByteWriter(resolveLimits());

  it.each<[string, readonly number[], number]>([
    ["a number that ends too early", [0x28, 5, 0x28, 0x80], 4],
    ["a float that ends too early", [0x28, 5, 0x51, 1, 2], 3],
    ["a tag that no field has", [0x28, 5, 0x07, 1, 2], 3],
  ])("%s, with the offset", (_, given, offset) => {
    expect(() => writer.copy(accountPlan(), Uint8Array.from(given))).toThrow(
      new MalformedWireError(ACCOUNT, offset, true),
    );
  });
});

describe("bytes of a message without its secrets", () => {
  it.each<[string, readonly Uint8Array[], readonly Uint8Array[]]>([
    [
      "open fields stay, in their order",
      [varint(5, 7), name("a"), field(11, "x"), varint(7, 1)],
      [varint(5, 7), name("a"), field(11, "x"), varint(7, 1)],
    ],
    ["a secret is replaced, behind all other fields", [pin("x"), name("a")], [name("a"), MARKER]],
    [
      "once, however often it comes",
      [pin("x"), pin("yy"), field(12, "a"), field(12, "b")],
      [MARKER, field(12, STRIPPED)],
    ],
    [
      "in the order of the fields of the type",
      [field(12, "a"), varint(6, 9), pin("x")],
      [MARKER, varint(6, 1), field(12, STRIPPED)],
    ],
    ["a secret that is its zero is not set", [pin(""), varint(6, 0), varint(8, 0)], []],
    ["a zero after a secret takes it back", [pin("x"), pin("")], []],
    ["explicit presence: a zero is set", [varint(9, 1)], [varint(9, 0)]],
    [
      "a field that the type does not have goes",
      [field(99, "x"), name("a"), varint(98, 1), group(97, name("b"))],
      [name("a")],
    ],
    [
      "a credential in a text, alone or in a list",
      [name("token1"), field(11, "a"), field(11, "token2")],
      [name(STRIPPED), field(11, "a"), field(11, STRIPPED)],
    ],
    [
      "messages are copied, the first and the last one, too",
      [field(21, inner("a", pin("x"))), field(14, inner("b")), field(14, inner("c", pin("y")))],
      [field(21, inner("a", MARKER)), field(14, inner("b")), field(14, inner("c", MARKER))],
    ],
    [
      "a secret message is empty",
      [field(22, inner("a")), field(15, inner("b")), field(15, inner("c"))],
      [field(15), field(22)],
    ],
    [
      "a packed list, and one that is not",
      [field(13, Uint8Array.of(1, 2)), varint(13, 3)],
      [field(13, Uint8Array.of(1, 2)), varint(13, 3)],
    ],
    [
      "a secret map has one entry",
      [field(18, entry("a", "b")), field(18, entry("c", "d"))],
      [field(18, entry(STRIPPED, STRIPPED))],
    ],
    [
      "an entry under a secret key",
      [field(16, entry("pin", "1")), field(16, entry("a", "b"))],
      [field(16, entry("pin", STRIPPED)), field(16, entry("a", "b"))],
    ],
    [
      "an entry under a secret key, without a value",
      [field(16, field(1, "pin"))],
      [field(16, entry("pin", STRIPPED))],
    ],
    [
      "an entry without a key, or without anything",
      [field(16, field(2, "a")), field(16)],
      [field(16, field(2, "a")), field(16)],
    ],
    [
      "a message under a secret key, and one under another",
      [field(20, entry("pin", inner("x"))), field(20, entry("a", inner("b", pin("y"))))],
      [field(20, entry("pin", "")), field(20, entry("a", inner("b", MARKER)))],
    ],
    [
      "entries whose keys are credentials become one, behind the others",
      [field(16, entry("token1", "x")), field(16, entry("a", "b")), field(16, entry("token2", "y"))],
      [field(16, entry("a", "b")), field(16, entry(STRIPPED, STRIPPED))],
    ],
    [
      "a credential as the value of an entry",
      [field(16, entry("a", "token"))],
      [field(16, entry("a", STRIPPED))],
    ],
    [
      "keys that are numbers",
      [field(17, varint(1, 5), field(2, inner("a", pin("x"))))],
      [field(17, varint(1, 5), field(2, inner("a", MARKER)))],
    ],
    [
      "JSON has no secrets, wherever it is",
      [
        field(36, JSON_TEXT),
        field(37, JSON_TEXT),
        field(38, JSON_TEXT),
        field(38, "[]"),
        field(39, entry("a", JSON_TEXT)),
      ],
      [
        field(36, JSON_SHOWN),
        field(37, JSON_SHOWN),
        field(38, JSON_SHOWN),
        field(38, "[]"),
        field(39, entry("a", JSON_SHOWN)),
      ],
    ],
    [
      "JSON that is not clear is a secret",
      [field(36, "{pin"), field(37, "{pin"), field(38, "{pin"), field(39, entry("a", "{pin"))],
      [field(36, STRIPPED), field(37, STRIPPED), field(38, STRIPPED), field(39, entry("a", STRIPPED))],
    ],
    ["a secret member of a oneof", [field(25, "x")], [field(25, STRIPPED)]],
    ["a secret member before an open one is not set", [field(25, "x"), field(23, "a")], [field(23, "a")]],
    [
      "a secret member after an open one is",
      [field(23, "a"), field(25, "")],
      [field(23, "a"), field(25, STRIPPED)],
    ],
    [
      "a message that holds its own type",
      [field(26, field(26, pin("x"), name("a")))],
      [field(26, field(26, name("a"), MARKER))],
    ],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
    // A number of a packed list that stands alone would be packed if the message was written anew.
    expect(copyOf(varint(13, 3), ...parts)).toEqual(bytes(varint(13, 3), ...expected));
  });

  it("are bytes of their own, even if nothing changes", () => {
    const message = name("a");
    expect(sanitizer.redactBinary(ACCOUNT, message)).toEqual(message);
    expect(sanitizer.redactBinary(ACCOUNT, message)).not.toBe(message);
  });

  it.each<[string, Uint8Array]>([
    ["in the middle of a tag", Uint8Array.of(0x80)],
    ["in the middle of a text", Uint8Array.of(0x0a, 5, 97)],
    ["in the middle of a secret", Uint8Array.of(0x12, 5, 97)],
    ["in a group without an end", Uint8Array.of(((97 << 3) & 0x7f) | 0x80 | 3, 6)],
    ["with a text that is no UTF-8", Uint8Array.of(0x0a, 1, 0xff)],
  ])("are none for malformed bytes: %s", (_, malformed) => {
    expect(copyOf(malformed)).toBeUndefined();
  });

  it("end at the depth limit with an empty message", () => {
    const shallow = accounts({ limits: { maxDepth: 2 } });
    const deep = field(26, name("a"), field(26, name("b")), field(14, inner("c")));
    expect(shallow.redactBinary(ACCOUNT, deep)).toEqual(field(26, name("a"), field(26), field(14)));
    const entries = field(26, field(20, entry("a", inner("x"))), field(20, entry("pin", inner("y"))));
    expect(shallow.redactBinary(ACCOUNT, entries)).toEqual(
      field(26, field(20, entry("a", "")), field(20, entry("pin", ""))),
    );
  });
});
