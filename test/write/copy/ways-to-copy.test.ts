import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Sanitizer, STRIPPED } from "../../../src/index.js";
import { ChoiceSchema, file_well_known, SingularSchema } from "../../gen/well_known_pb.js";
import { runs } from "../../runs.js";
import { ACCOUNT, accounts, isToken } from "../accounts.js";

// A plain object is copied by spread. If it holds a symbol, or a property that cannot be read, it is copied property by
// property, as the messages of a class are.

const account = accounts();
const wellKnown = createSanitizer({
  schemas: [file_well_known],
  onSuspect: "ignore",
  policy: { fields: [/^wkt\.v1\.Singular\.(list_value|string_value)$/], detectors: [isToken] },
});

const values = fc.constantFrom<unknown>(
  ...[null, undefined, 0, 5, "", "a", "token1", true, "1s"],
  ...[[], ["a", 5], ["token1", null], {}, { a: "b" }, { open: "a", pin: "x" }, { value: "a" }],
);

/** Plain objects with properties of a type, and with others. */
function objects(...names: readonly string[]): fc.Arbitrary<Readonly<Record<string, unknown>>> {
  return fc.dictionary(fc.constantFrom(...names, "other", "__proto__"), values, {
    maxKeys: 6,
    noNullPrototype: true,
  });
}

const cases: readonly (readonly [Sanitizer, string, ReturnType<typeof objects>])[] = [
  [
    account,
    ACCOUNT,
    objects("name", "pin", "number", "tags", "codes", "labels", "hidden", "inner", "vault", "pick", "text"),
  ],
  [wellKnown, "wkt.v1.Choice", objects(...ChoiceSchema.fields.map(({ name }) => name))],
  [wellKnown, "wkt.v1.Singular", objects(...SingularSchema.fields.map(({ name }) => name))],
];

/** An object that has a property for every field, as proto-loader fills them in. */
const filled = Object.fromEntries(SingularSchema.fields.map(({ name }) => [name, null]));
const more = (message: object): object => ({ ...message, [Symbol("note")]: "x" });

describe("both ways to copy a plain object", () => {
  it.each(cases)("make the same copy, %#", (sanitizer, type, messages) => {
    fc.assert(
      fc.property(messages, fc.boolean(), (properties, isFilled) => {
        const message = isFilled && type === "wkt.v1.Singular" ? { ...filled, ...properties } : properties;
        const copy = sanitizer.redact(type, message);
        expect(sanitizer.redact(type, more(message))).toStrictEqual(copy);
        const without = Object.assign(Object.create(null), message);
        expect({ ...Object(sanitizer.redact(type, without)) }).toStrictEqual({ ...Object(copy) });
      }),
      { numRuns: runs(500) },
    );
  });

  it.each([
    ["a plain object", (message: object) => message],
    ["an object with a symbol", more],
  ])("keep what is not set, unless the copy would say that it is: %s", (_, make) => {
    const copyOf = (message: object): unknown => wellKnown.redact("wkt.v1.Choice", make(message));
    expect(account.redact(ACCOUNT, make({ name: null, rate: undefined, pin: "x" }))).toStrictEqual({
      name: null,
      rate: undefined,
      pin: STRIPPED,
    });
    // Null is no value beside another member. Without the other one it would be.
    expect(copyOf({ value: null, string_value: 5 })).toStrictEqual({});
    expect(copyOf({ value: null, any: undefined, other: 5 })).toStrictEqual({ value: null, any: undefined });
    // Nor is it where all fields have a property.
    expect(wellKnown.redact("wkt.v1.Singular", make({ ...filled, duration: 5 }))).toStrictEqual({});
    expect(wellKnown.redact("wkt.v1.Singular", make({ value: null, duration: 5 }))).toStrictEqual({
      value: null,
    });
  });
});
