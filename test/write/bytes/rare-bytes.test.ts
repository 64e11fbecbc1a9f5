import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { any, bytes, field, group, varint } from "../../wire-fields.js";
import { RARE, rareSanitizer } from "./rare-sanitizer.js";

const copyOf = (...parts: readonly Uint8Array[]) => rareSanitizer.redactBinary(RARE, bytes(...parts));
const PIN = field(2, "x");
const MARKER = field(2, STRIPPED);
const VALUE = field(3, STRIPPED);
const entry = (key: string, value: string) => bytes(field(1, key), field(2, value));
/** A message in two parts: then all of it is written anew. */
const ODD = [field(17, field(1, "a")), field(17, field(1, "b"))];
const WHOLE = field(17, field(1, "b"));
const URL = "x.com/rare.v1.Inner";

/** Each is copied as it stands, or written anew because something in the message is odd: the copy says the same. */
const COPIES: readonly (readonly [string, readonly Uint8Array[], readonly Uint8Array[]])[] = [
  ["a group", [group(3, field(1, "a"), PIN)], [group(3, field(1, "a"), MARKER)]],
  ["a group without secrets", [group(3, field(1, "a"))], [group(3, field(1, "a"))]],
  ["groups of a list", [group(5, PIN), group(5)], [group(5, MARKER), group(5)]],
  ["a closed enum", [varint(6, 1)], [varint(6, 1)]],
  ["a value that a closed enum does not have is unknown", [varint(6, 9)], []],
  ["an Any", [field(8, any(URL, field(1, "a"), PIN))], [field(8, any(URL, field(1, "a"), MARKER))]],
  ["an Any in a group", [group(9, any(URL, PIN))], [group(9, any(URL, MARKER))]],
  ["an Any without a payload", [field(8, field(1, URL))], [field(8, field(1, URL))]],
  ["an Any without a type", [field(8, field(2, "x"))], [field(8, field(2, STRIPPED))]],
  ["an Any of an unknown type", [field(8, any("x.com/a.B", "x"))], [field(8, field(1, "x.com/a.B"))]],
  ["an Any with malformed bytes", [field(8, any(URL, Uint8Array.of(255)))], [field(8, field(1, URL))]],
  [
    "an Any with a credential in its URL",
    [field(8, any("token/rare.v1.Inner", "x"))],
    [field(8, any(STRIPPED, STRIPPED))],
  ],
  ["an Any with nothing", [field(8)], [field(8)]],
  [
    "keys that are booleans",
    [field(11, varint(1, 1), field(2, "token"))],
    [field(11, varint(1, 1), field(2, STRIPPED))],
  ],
  [
    "keys that are large numbers",
    [field(12, varint(1, 2 ** 40), field(2, "token"))],
    [field(12, varint(1, 2 ** 40), field(2, STRIPPED))],
  ],
  ["an Any with an empty payload", [field(8, any(URL, ""))], [field(8, field(1, URL))]],
  ["a text under a secret key", [field(13, entry("pin", "x"))], [field(13, entry("pin", STRIPPED))]],
];

const SECRETS: typeof COPIES = [
  [
    "a secret map with numbers as values",
    [field(23, field(1, "a"), varint(2, 7))],
    [field(23, field(1, STRIPPED), varint(2, 0))],
  ],
  [
    "a number under a key that is a credential",
    [field(22, field(1, "token"), varint(2, 7))],
    [field(22, field(1, STRIPPED), varint(2, 0))],
  ],
  ["a secret group is empty", [group(4, field(1, "x"))], [group(4)]],
  ["a secret closed enum", [varint(7, 1)], [varint(7, 0)]],
  ["a secret value that a closed enum does not have is not set", [varint(7, 9)], []],
  [
    "a secret Value has the marker, because it must have a kind",
    [field(10, varint(4, 1))],
    [field(10, VALUE)],
  ],
  ["a secret list of Values", [field(15), field(15, varint(4, 1))], [field(15, VALUE)]],
  [
    "a secret map with booleans as keys",
    [field(14, varint(1, 1), field(2, "x"))],
    [field(14, varint(1, 0), field(2, STRIPPED))],
  ],
];

describe("rare kinds of fields in bytes without secrets", () => {
  it.each([...COPIES, ...SECRETS])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
  });

  it.each(COPIES)("%s, in a message that is written anew", (_, parts, expected) => {
    expect(copyOf(...parts, ...ODD)).toEqual(bytes(...expected, WHOLE));
  });

  it.each(SECRETS)("%s, in a message that is written anew", (_, parts, expected) => {
    expect(copyOf(...ODD, ...parts)).toEqual(bytes(WHOLE, ...expected));
  });

  it("bytes of Anys that no encoder writes", () => {
    const odd = [field(17, field(1, "a")), field(17, PIN)];
    expect(copyOf(field(8, any("x.com/rare.v1.Rare", ...odd)))).toEqual(
      field(8, any("x.com/rare.v1.Rare", field(17, field(1, "a"), MARKER))),
    );
  });
});

describe("a described value in bytes", () => {
  it.each<[string, readonly Uint8Array[], string]>([
    ["has its description", [field(1, "size"), field(2, "abc")], "3 characters"],
    ["without a value", [field(1, "size")], "0 characters"],
    ["without a value, beside something else", [field(1, "size"), field(3)], "0 characters"],
    ["behind its value", [field(2, "abc"), field(1, "size")], "3 characters"],
    ["with two values: the last one", [field(1, "size"), field(2, "x"), field(2, "abc")], "3 characters"],
    ["has the marker without a description", [field(1, "size"), field(2, "none")], STRIPPED],
  ])("%s", (_, parts, text) => {
    expect(copyOf(field(13, ...parts))).toEqual(field(13, entry("size", text)));
  });

  it("a key without its description, behind its value and without one", () => {
    expect(copyOf(field(13, field(2, "x"), field(1, "pin")))).toEqual(field(13, entry("pin", STRIPPED)));
    expect(copyOf(field(13, field(1, "pin")))).toEqual(field(13, entry("pin", STRIPPED)));
  });
});

describe("a oneof in bytes", () => {
  it.each<[string, readonly Uint8Array[], readonly Uint8Array[]]>([
    ["an open message after a secret one", [field(18, "\n\x01x"), field(17, PIN)], [field(17, MARKER)]],
    ["a secret message after an open text", [varint(19, 1), field(18)], [varint(19, 1), field(18)]],
    [
      "a value that a closed enum does not have leaves the earlier one",
      [field(20, "x"), varint(19, 9)],
      [field(20, STRIPPED)],
    ],
    ["a declared value clears it", [field(20, "x"), varint(19, 1)], [varint(19, 1)]],
    ["the last one of two secrets", [field(20, "x"), field(18)], [field(18)]],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
  });
});

describe("the depth limit in bytes", () => {
  const deep = (levels: number, inside: Uint8Array): Uint8Array =>
    levels === 0 ? inside : field(17, field(3, deep(levels - 1, inside)));

  it("counts messages of all kinds", () => {
    expect(copyOf(deep(1, group(3, PIN)))).toEqual(deep(1, group(3, MARKER)));
    expect(copyOf(deep(1, group(3, field(3, PIN))))).toEqual(deep(1, group(3, field(3))));
    expect(copyOf(deep(1, field(8, any(URL, field(1, "a")))))).toEqual(deep(1, field(8, field(1, URL))));
    expect(copyOf(field(17, field(3, field(8, any(URL, field(1, "a"))))))).toEqual(
      field(17, field(3, field(8, field(1, URL)))),
    );
    expect(copyOf(field(8, any(URL, field(3, PIN))))).toEqual(field(8, any(URL, field(3, MARKER))));
    expect(copyOf(deep(1, field(21, field(1, "a"), field(2, field(1, "b")))))).toEqual(
      deep(1, field(21, field(1, "a"), field(2, field(1, "b")))),
    );
    expect(copyOf(deep(1, field(21, field(1, "a"), field(2, field(3, PIN)))))).toEqual(
      deep(1, field(21, field(1, "a"), field(2, field(3)))),
    );
  });

  it("below which bytes may be anything that can be skipped", () => {
    expect(copyOf(deep(1, group(3, field(3, Uint8Array.of(255)))))).toEqual(deep(1, group(3, field(3))));
    expect(copyOf(deep(1, field(21, field(1, "pin"), field(2, field(3, Uint8Array.of(255))))))).toEqual(
      deep(1, field(21, field(1, "pin"), field(2))),
    );
    expect(copyOf(field(21, field(1, "pin"), field(2, Uint8Array.of(255))))).toBeUndefined();
  });
});

describe("bytes in a message that is written anew", () => {
  const hidden = field(21, field(1, "pin"), field(2, PIN));
  const inner = field(21, field(1, "a"), field(2, PIN));

  it.each<[string, readonly Uint8Array[], readonly Uint8Array[]]>([
    [
      "keys that are credentials become one entry, behind all fields",
      [field(13, entry("token1", "x")), field(13, entry("a", "b"))],
      [field(13, entry("a", "b")), WHOLE, field(13, entry(STRIPPED, STRIPPED))],
    ],
    [
      "a described value",
      [field(13, entry("size", "abc"))],
      [field(13, entry("size", "3 characters")), WHOLE],
    ],
    [
      "a number under a secret key",
      [field(22, field(1, "pin"), varint(2, 7))],
      [WHOLE, field(22, field(1, "pin"), varint(2, 0))],
    ],
    ["a secret key", [hidden], [WHOLE, field(21, field(1, "pin"), field(2))]],
    ["an entry with a message", [inner], [WHOLE, field(21, field(1, "a"), field(2, MARKER))]],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts, ...ODD)).toEqual(bytes(...expected));
  });

  it("end at the depth limit", () => {
    const anew = (inside: Uint8Array): Uint8Array => bytes(inside, ...ODD);
    const deep = field(17, field(3, group(3, field(1, "a"), field(3, PIN))));
    expect(copyOf(field(8, any("x.com/rare.v1.Rare", anew(deep))))).toEqual(
      field(8, any("x.com/rare.v1.Rare", field(17, field(1, "b"), field(3)))),
    );
  });
});

describe("fields with a wrong wire type, which readers read as if it was right", () => {
  it.each<[string, readonly Uint8Array[], readonly Uint8Array[]]>([
    ["a secret one is replaced", [Uint8Array.of((7 << 3) | 5, 1)], [varint(7, 0)]],
    ["an open one is written anew", [Uint8Array.of((6 << 3) | 5, 1)], [varint(6, 1)]],
    [
      "an open message, too",
      [Uint8Array.of((3 << 3) | 2, 10, 1, 97, (3 << 3) | 4)],
      [group(3, field(1, "a"))],
    ],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
  });
});

describe("keys of maps in bytes", () => {
  const large = new BinaryWriter()
    .tag(1, WireType.Varint)
    .int64(2n ** 60n + 1n)
    .finish();

  it.each<[string, Uint8Array, Uint8Array]>([
    [
      "a boolean that is false",
      field(11, varint(1, 0), field(2, "a")),
      field(11, varint(1, 0), field(2, "a")),
    ],
    [
      "a boolean that is true",
      field(11, field(2, "a"), varint(1, 1)),
      field(11, varint(1, 1), field(2, "a")),
    ],
    ["a number beyond 2^53", field(12, field(2, "a"), large), field(12, large, field(2, "a"))],
    [
      "no key, in an entry the other way around",
      field(13, field(2, "a"), field(3)),
      field(13, entry("", "a")),
    ],
    [
      "no value, and something else",
      field(13, field(1, "size"), field(3)),
      field(13, entry("size", "0 characters")),
    ],
  ])("%s", (_, part, expected) => {
    expect(copyOf(part, ...ODD)).toEqual(bytes(expected, WHOLE));
  });
});

describe("groups that do not end as they began", () => {
  it.each<[string, Uint8Array]>([
    ["with another number", Uint8Array.of((3 << 3) | 3, (5 << 3) | 4)],
    ["not at all", Uint8Array.of((3 << 3) | 3, 10, 1, 97)],
    ["outside of one", Uint8Array.of((3 << 3) | 4)],
    ["in an unknown field", bytes(Uint8Array.of(0xa3, 6), field(1, "a"))],
  ])("are malformed: %s", (_, malformed) => {
    expect(copyOf(malformed)).toBeUndefined();
  });
});
