import { inspect } from "node:util";
import { create, type Message } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stripSecrets } from "../src/csi/index.js";
import { createSanitizer } from "../src/index.js";
import { anyText } from "./any-text.js";
import { LeafSchema } from "./gen/probe_pb.js";

const SECRET = "hunter2";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

describe("a JSON value that is not a message prints as JSON", () => {
  it.each<[unknown, string]>([
    [null, "null"],
    [true, "true"],
    [false, "false"],
    [0, "0"],
    [-0, "-0"],
    [1.5, "1.5"],
    [Number.MAX_SAFE_INTEGER, "9007199254740991"],
    [Number.NaN, '"NaN"'],
    [Number.NEGATIVE_INFINITY, '"-Infinity"'],
    ["", '""'],
    ["a line\nand another", '"a line\\nand another"'],
  ])("%o", (value, text) => {
    expect(String(stripSecrets(value))).toBe(text);
    expect(JSON.parse(JSON.stringify({ value: stripSecrets(value) }))).toEqual({
      value: JSON.parse(text) === 0 ? 0 : JSON.parse(text),
    });
  });

  it("every string and finite number comes back from its text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText(), fc.integer(), fc.double()), (value) => {
        const isNumberless = typeof value === "number" && !Number.isFinite(value);
        expect(JSON.parse(String(stripSecrets(value)))).toEqual(isNumberless ? String(value) : value);
      }),
    );
  });

  it("a string in which a detector finds a credential is stripped", () => {
    expect(String(stripSecrets(`Bearer ${JWT}`))).toBe('"***stripped***"');
    expect(inspect(stripSecrets(JWT))).toBe("Stripped '***stripped***'");
  });
});

describe("any other value prints a note, and nothing of itself", () => {
  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["a bigint", 4111111111111111n],
    ["a symbol", Symbol(SECRET)],
    ["a function", () => SECRET],
    ["a class", class hunter2 {}],
    ["an array of messages", [create(LeafSchema, { hidden: SECRET })]],
    ["an array of strings", [SECRET]],
    ["a Map", new Map([[SECRET, SECRET]])],
    ["a Set", new Set([SECRET])],
    ["a Date", new Date(0)],
    ["an Error", new Error(SECRET)],
    ["a RegExp", /hunter2/],
    ["bytes", Buffer.from(SECRET)],
    ["a boxed string", Object(SECRET)],
    ["a plain object", { password: SECRET }],
    ["an object without a prototype", Object.assign(Object.create(null), { password: SECRET })],
    ["a promise", Promise.resolve(SECRET)],
    ["an object whose type name is not a string", { $typeName: [SECRET] }],
    ["an object with methods to print it", { toString: () => SECRET, toJSON: () => SECRET }],
  ])("%s", (_, value) => {
    expect(String(stripSecrets(value))).toBe('"<<not a protobuf message>>"');
    expect(JSON.stringify([stripSecrets(value)])).toBe('["<<not a protobuf message>>"]');
    expect(inspect(stripSecrets(value))).toBe("Stripped '<<not a protobuf message>>'");
  });

  it("even with a type, unless it is an object with properties to read", () => {
    const sanitizer = createSanitizer({ schemas: [LeafSchema] });
    const noObject = fc.anything({ withBigInt: true }).filter((value) => Object(value) !== value);
    const anything = fc.oneof(
      noObject.filter((value) => value !== null),
      fc.array(fc.anything()),
      fc.uint16Array(),
      fc.uint8ClampedArray(),
      fc.date().filter((date) => date.getTime() > 0),
      fc.constantFrom(new Map([["open", SECRET]]), () => SECRET, Symbol(SECRET)),
    );
    fc.assert(
      fc.property(anything, (value) => {
        expect(sanitizer.stringify(LeafSchema, value)).toBe('"<<wrong type of value, probe.v1.Leaf>>"');
      }),
    );
  });

  it("but bytes with a type are wire bytes", () => {
    const sanitizer = createSanitizer({ schemas: [LeafSchema] });
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(sanitizer.stringify(LeafSchema, bytes)).toBe(sanitizer.stringifyBinary(LeafSchema, bytes));
      }),
    );
  });
});

describe("a message of an unknown type prints a note with the type's name", () => {
  it("and nothing of what it holds", () => {
    const message = { $typeName: "acme.v1.Login", user: "jane", password: SECRET };
    expect(String(stripSecrets(message))).toBe('"<<unknown type, acme.v1.Login>>"');
    expect(inspect(stripSecrets(message))).toBe("Stripped '<<unknown type, acme.v1.Login>>'");
  });

  it.each([SECRET.concat(" is no name"), "a..b", "", "line\nbreak", "a".repeat(257)])(
    "the name is left out if it cannot be one: %j",
    ($typeName) => {
      expect(String(stripSecrets({ $typeName }))).toBe('"<<unknown type>>"');
    },
  );

  it("until the type is given: then it prints", () => {
    const leaf: Message = create(LeafSchema, { open: "a", hidden: SECRET });
    expect(String(stripSecrets(leaf))).toBe('"<<unknown type, probe.v1.Leaf>>"');
    expect(String(stripSecrets(LeafSchema, leaf))).toBe('{"hidden":"***stripped***","open":"a"}');
  });
});
