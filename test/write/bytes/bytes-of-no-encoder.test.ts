import { describe, expect, it } from "vitest";
import { jwt, STRIPPED } from "../../../src/index.js";
import { bytes, field, varint } from "../../wire-fields.js";
import { ACCOUNT, accounts } from "../accounts.js";
import { entry, inner, MARKER, name, pin } from "./account-fields.js";

const sanitizer = accounts();
const copyOf = (...parts: readonly Uint8Array[]) => sanitizer.redactBinary(ACCOUNT, bytes(...parts));

/** What no encoder writes: the whole message is written anew, and means the same. */
const ODD: readonly (readonly [string, readonly Uint8Array[], readonly Uint8Array[]])[] = [
  [
    "a message in two parts",
    [field(21, field(1, "a")), pin("x"), field(21, pin("y"))],
    [field(21, inner("a", MARKER)), MARKER],
  ],
  [
    "a value before its key",
    [field(16, field(2, "x"), field(1, "pin"))],
    [field(16, entry("pin", STRIPPED))],
  ],
  [
    "an open value before its key",
    [pin("x"), field(16, field(2, "b"), field(1, "a"))],
    [field(16, entry("a", "b")), MARKER],
  ],
  [
    "a value before a key that is a credential",
    [field(16, field(2, "x"), field(1, "token1")), name("a")],
    [name("a"), field(16, entry(STRIPPED, STRIPPED))],
  ],
  [
    "two keys: the last one counts",
    [field(16, field(1, "a"), field(1, "pin"), field(2, "x"))],
    [field(16, entry("pin", STRIPPED))],
  ],
  [
    "two values: the last one counts",
    [field(16, field(1, "a"), field(2, "x"), field(2, "b")), pin("y")],
    [field(16, entry("a", "b")), MARKER],
  ],
  ["an entry with something else", [field(16, entry("a", "b"), field(3, "x"))], [field(16, entry("a", "b"))]],
  [
    "an entry with a number as its key, the other way around",
    [field(17, field(2, inner("a", pin("x"))), varint(1, 5))],
    [field(17, varint(1, 5), field(2, inner("a", MARKER)))],
  ],
  [
    "an entry whose message comes in two parts",
    [field(20, field(1, "a"), field(2, field(1, "b")), field(2, pin("x")))],
    [field(20, entry("a", inner("b", MARKER)))],
  ],
];

describe("bytes that no encoder writes", () => {
  it.each(ODD)("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
  });

  it("in a message that has everything: all of it is written anew, and as encoders write it", () => {
    const all = [
      name("token1"),
      field(3, "data"),
      varint(5, 300),
      varint(7, 1),
      field(11, "a"),
      field(11, "token2"),
      field(13, Uint8Array.of(1, 0x80, 1)),
      field(14, inner("b", pin("x"))),
      field(16, entry("a", "token3")),
      field(17, varint(1, 5), field(2, inner("c"))),
      field(23, "d"),
      field(26, name("e")),
      field(28, Uint8Array.of(1)),
    ];
    const odd = bytes(field(21, field(1, "a")), field(21, field(1, "b")));
    const expected = [
      name(STRIPPED),
      field(3, "data"),
      varint(5, 300),
      varint(7, 1),
      field(11, "a"),
      field(11, STRIPPED),
      field(13, Uint8Array.of(1, 0x80, 1)),
      field(14, inner("b", MARKER)),
      field(16, entry("a", STRIPPED)),
      field(17, varint(1, 5), field(2, inner("c"))),
      field(21, inner("b")),
      field(23, "d"),
      field(26, name("e")),
      field(28, Uint8Array.of(1)),
    ];
    expect(copyOf(...all, odd)).toEqual(bytes(...expected));
    // A list that is not packed becomes packed.
    expect(copyOf(varint(13, 1), varint(13, 2), odd)).toEqual(
      bytes(field(13, Uint8Array.of(1, 2)), field(21, inner("b"))),
    );
    expect(copyOf(field(13), odd)).toEqual(field(21, inner("b")));
    expect(
      copyOf(pin("x"), varint(6, 5), field(18, entry("a", "b")), field(15, inner("x")), field(22), odd),
    ).toEqual(
      bytes(
        field(21, inner("b")),
        MARKER,
        varint(6, 1),
        field(15),
        field(18, entry(STRIPPED, STRIPPED)),
        field(22),
      ),
    );
  });

  it("ends at the depth limit, too", () => {
    const shallow = accounts({ limits: { maxDepth: 2 } });
    const odd = field(26, field(26, name("a")), field(26, name("b")));
    expect(shallow.redactBinary(ACCOUNT, odd)).toEqual(field(26, field(26)));
  });

  it("has the marker in place of a Value that is too deep, because it must have a kind", () => {
    const shallow = accounts({ limits: { maxDepth: 2 } });
    const parts = (value: Uint8Array) => [
      field(21, inner("b")),
      field(32, field(1, field(1, "a"), field(2, value))),
    ];
    const given = parts(field(3, "b"));
    const expected = bytes(...parts(field(3, STRIPPED)));
    expect(shallow.redactBinary(ACCOUNT, bytes(...given))).toEqual(expected);
    expect(shallow.redactBinary(ACCOUNT, bytes(field(21, inner("a")), ...given))).toEqual(expected);
  });

  it("with a detector that looks into the text", () => {
    const withJwt = accounts({ policy: { detectors: [jwt] } });
    const token = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";
    const odd = bytes(field(21, field(1, token)), field(21, field(1, `x ${token}`)));
    expect(withJwt.redactBinary(ACCOUNT, odd)).toEqual(field(21, inner(STRIPPED)));
  });
});
