import { describe, expect, it } from "vitest";
import { createSanitizer, type Policy, STRIPPED } from "../../../src/index.js";
import { MalformedWireError } from "../../../src/representations/wire/malformed-wire-error.js";
import { ByteWriter } from "../../../src/write/bytes/byte-writer.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { ChoiceSchema, file_probe, ListsSchema } from "../../gen/probe_pb.js";
import { any, bytes, field, group, varint } from "../../wire-fields.js";
import { ACCOUNT, accountPlan, accounts } from "../accounts.js";

type Parts = readonly Uint8Array[];

/** A message in two parts: then all of the message around it is written anew. */
const ODD = [field(21, field(1, "a")), field(21, field(1, "b"))];
const WHOLE = field(21, field(1, "b"));
const name = field(1, "a");
const entry = (key: string, value: string): Uint8Array => bytes(field(1, key), field(2, value));

describe("a field that is omitted from bytes", () => {
  const omitting = accounts({ classes: { secret: "omit" } });
  const copyOf = (...parts: Parts) => omitting.redactBinary(ACCOUNT, bytes(...parts));

  it.each<[string, Parts, Parts]>([
    ["goes", [field(2, "x"), name, field(4, "y"), varint(6, 7)], [name]],
    [
      "goes with all its items, entries and fields",
      [field(12, "x"), field(18, entry("a", "b")), field(22, name)],
      [],
    ],
    [
      "may leave nothing of the message in an Any",
      [field(29, any("x.com/bank.v1.Inner", field(2, "x")))],
      [field(29, field(1, "x.com/bank.v1.Inner"))],
    ],
    ["goes out of messages inside", [field(14, name, field(2, "x"))], [field(14, name)]],
    ["clears the members of its oneof that came before", [field(23, "a"), field(25, "x")], []],
    ["is cleared by a member that comes behind it", [field(25, "x"), field(23, "a")], [field(23, "a")]],
    ["is cleared by a message, too", [field(25, "x"), field(24, name)], [field(24, name)]],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
    // Written anew, fields are in the order of their numbers.
    const anew = omitting.toJson(ACCOUNT, copyOf(...ODD, ...parts));
    expect(anew).toEqual(omitting.toJson(ACCOUNT, bytes(WHOLE, ...expected)));
  });
});

describe("a field that shows its size in bytes", () => {
  const sizing = accounts({ classes: { secret: "size" } });
  const copyOf = (...parts: Parts) => sizing.redactBinary(ACCOUNT, bytes(...parts));
  const size = (number: number, count: number): Uint8Array => field(number, `***stripped, ${count} bytes***`);

  it.each<[string, Parts, Parts]>([
    ["has that of a text and of bytes", [field(4, "ab"), field(2, "ä€")], [size(2, 5), size(4, 2)]],
    ["has that of the last occurrence", [field(2, "abc"), field(2, "d")], [size(2, 1)]],
    ["is not set by its zero", [field(2, "abc"), field(2)], []],
    ["has that of an empty text, where this is set", [field(25)], [size(25, 0)]],
    ["keeps the marker", [field(2, STRIPPED)], [field(2, STRIPPED)]],
    ["has that of each item of a list", [field(12, "abc"), field(12)], [size(12, 3), size(12, 0)]],
    [
      "has those of the first items, too, if others come later",
      [field(12, "ab"), field(2, "c"), field(12, "d")],
      [size(2, 1), size(12, 2), size(12, 1)],
    ],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
    expect(copyOf(...ODD, ...parts)).toEqual(copyOf(WHOLE, ...parts));
  });
});

describe("a number that shows a pseudonym in texts", () => {
  it("is replaced as one that is stripped, because it holds no text", () => {
    const fields = ["id", "sizes"].map((one) => ({ field: `${ACCOUNT}.${one}`, class: "number" }));
    const pseudonyms = { key: Buffer.alloc(32, 7), keyId: "k1" };
    const showing = accounts({ policy: { fields }, classes: { number: "pseudonym" }, pseudonyms });
    const given = bytes(varint(5, 918273645546), field(13, Uint8Array.of(1, 2)));
    expect(showing.stringify(ACCOUNT, given)).toMatch(/"id":"\*\*\*k1:[0-9a-f]+\*\*\*"/);
    expect(showing.redactBinary(ACCOUNT, given)).toEqual(
      accounts({ policy: { fields } }).redactBinary(ACCOUNT, given),
    );
  });
});

describe("an Any in bytes, with a secret part", () => {
  const anyWith = (fields: readonly string[]) =>
    accounts({ policy: { fields } }).redactBinary(ACCOUNT, field(29, any("x.com/bank.v1.Open", name)));

  it("has the marker in its place", () => {
    expect(anyWith([])).toEqual(field(29, any("x.com/bank.v1.Open", name)));
    expect(anyWith(["google.protobuf.Any.value"])).toEqual(field(29, any("x.com/bank.v1.Open", STRIPPED)));
    expect(anyWith(["google.protobuf.Any.type_url"])).toEqual(field(29, any(STRIPPED, STRIPPED)));
  });
});

describe("an entry without a key, where the empty key is secret", () => {
  const copyOf = (...parts: Parts) =>
    accounts({ policy: { mapKeys: [{ field: "labels", keys: [""] }] } }).redactBinary(
      ACCOUNT,
      bytes(...parts),
    );

  it.each<[string, Parts, Parts]>([
    ["has the marker", [field(16, field(2, "x"))], [field(16, field(2, STRIPPED))]],
    ["has it without a value", [field(16)], [field(16, field(2, STRIPPED))]],
    ["has it for two values", [field(16, field(2, "x"), field(2, "y"))], [field(16, field(2, STRIPPED))]],
    ["leaves the others", [field(16, entry("a", "b"))], [field(16, entry("a", "b"))]],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
  });
});

describe("values under secret keys, without detectors,", () => {
  const policy: Policy = {
    mapKeys: [
      {
        field: "labels",
        keys: ["size"],
        describe: (value) => (value === "none" ? undefined : `${value.length}`),
      },
      { field: "labels", keys: ["pin"] },
      { field: "keyed", keys: ["pin"] },
    ],
  };
  const copyOf = (maxDepth: number, ...parts: Parts) =>
    accounts({ policy, limits: { maxDepth } }).redactBinary(ACCOUNT, bytes(...parts));

  it.each<[string, Parts, Parts]>([
    ["are described", [field(16, entry("size", "abc"))], [field(16, entry("size", "3"))]],
    [
      "have the marker if they are not",
      [field(16, entry("size", "none"))],
      [field(16, entry("size", STRIPPED))],
    ],
    [
      "are described, if the value comes first, too",
      [field(16, field(2, "abc"), field(1, "size"))],
      [field(16, entry("size", "3"))],
    ],
    [
      "have the marker, if the value comes first, too",
      [field(16, field(2, "abc"), field(1, "pin"))],
      [field(16, entry("pin", STRIPPED))],
    ],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(10, ...parts)).toEqual(bytes(...expected));
  });

  it("are read as deep as others", () => {
    const malformed = field(20, bytes(field(1, "pin"), field(2, Uint8Array.of(10, 5))));
    expect(copyOf(2, malformed)).toBeUndefined();
    expect(copyOf(1, malformed)).toEqual(field(20, entry("pin", "")));
  });
});

describe("JSON in a message that is written anew", () => {
  const shown = '{"pin":"***stripped***","a":1}';

  it.each<[string, string]>([
    ['{"pin":1,"a":1}', shown],
    ["{pin", STRIPPED],
    ["[]", "[]"],
  ])("%s becomes %s", (text, expected) => {
    const fields = (one: string): Parts => [
      field(36, one),
      field(37, one),
      field(38, one),
      field(38, "[]"),
      field(39, entry("a", one)),
    ];
    expect(accounts().redactBinary(ACCOUNT, bytes(...ODD, ...fields(text)))).toEqual(
      bytes(WHOLE, ...fields(expected)),
    );
  });
});

describe("what runs over an end", () => {
  const copyOf = (...parts: Parts) => accounts().redactBinary(ACCOUNT, bytes(...parts));

  it.each<[string, Parts, Parts]>([
    [
      "of a packed list, belongs to the list",
      [Uint8Array.of((13 << 3) | 2, 1, 0x80, 1), name],
      [name, field(13, Uint8Array.of(0x80, 1))],
    ],
    [
      "of a message, belongs to the message",
      [Uint8Array.of(0xaa, 1, 2, 10, 1, 97), name],
      [name, field(21, name)],
    ],
    [
      "of an entry, belongs to the entry",
      [Uint8Array.of(0x82, 1, 2, 10, 1, 97), name],
      [name, field(16, field(1, "a"), field(2))],
    ],
  ])("%s", (_, parts, expected) => {
    expect(copyOf(...parts)).toEqual(bytes(...expected));
  });

  it("is no number with the wire type of a list", () => {
    expect(copyOf(Uint8Array.of((5 << 3) | 2, 7))).toEqual(varint(5, 7));
  });
});

describe("a secret text that is no UTF-8", () => {
  it("is not looked at, unless there is something that no encoder writes", () => {
    const copyOf = (...parts: Parts) => accounts().redactBinary(ACCOUNT, bytes(...parts));
    const invalid = field(2, Uint8Array.of(0xff));
    expect(copyOf(invalid)).toEqual(field(2, STRIPPED));
    expect(copyOf(invalid, field(99, "x"))).toBeUndefined();
  });
});

describe("a member of a oneof with open and secret ones", () => {
  it("clears those that came before, if it is omitted", () => {
    const sanitizer = createSanitizer({
      schemas: [file_probe],
      classes: { secret: "omit" },
      onSuspect: "ignore",
    });
    for (const number of [1, 5, 6])
      expect(sanitizer.redactBinary(ChoiceSchema, bytes(field(number, "a"), field(7)))).toEqual(bytes());
    expect(sanitizer.redactBinary(ChoiceSchema, bytes(field(7), field(1, "a")))).toEqual(field(1, "a"));
  });
});

describe("a list that is not packed", () => {
  it("stays so, also if the message is written anew", () => {
    const sanitizer = createSanitizer({ schemas: [file_probe], onSuspect: "ignore" });
    const unpacked = [varint(12, 2), varint(12, 4)];
    // The second field has a wrong wire type.
    expect(sanitizer.redactBinary(ListsSchema, bytes(...unpacked, Uint8Array.of((2 << 3) | 5, 7)))).toEqual(
      bytes(field(2, Uint8Array.of(7)), ...unpacked),
    );
  });
});

describe("malformed bytes", () => {
  const writer = new ByteWriter(resolveLimits({ maxDepth: 10 }));
  const plan = accountPlan();
  if (plan.kind !== "message") throw new Error("it has a plan");
  const errorOf = (...parts: Parts): unknown => {
    try {
      return writer.copy(plan, bytes(...parts));
    } catch (error) {
      return error;
    }
  };

  it.each<[string, Parts]>([
    ["in the middle of a tag", [name, Uint8Array.of(0x80)]],
    ["in the middle of a text", [name, Uint8Array.of(0x0a, 5, 97)]],
    ["in a group that has no end", [group(97, name).subarray(0, -2)]],
  ])("are an error with its cause: %s", (_, parts) => {
    const error = errorOf(...parts);
    expect(error).toBeInstanceOf(MalformedWireError);
    expect((error as Error).cause).toBeInstanceOf(Error); // as the line above says
    expect(error).toMatchObject({ message: expect.stringContaining(ACCOUNT) });
  });
});
