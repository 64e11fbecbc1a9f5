import { describe, expect, it } from "vitest";
import type { FieldSlot, OneofSlot, Slot } from "../../../src/representations/representation.js";
import { inheritedFrom } from "../../../src/write/copy/inherited-values.js";
import { DROPPED } from "../../../src/write/copy/value-copy.js";
import { fieldPlan } from "../../plan/field-shape.js";

const TYPE = Symbol("type");

/** A field whose value is set if it is not 0. Null is no value. */
function fieldSlot(name: string): FieldSlot {
  return {
    kind: "field",
    plan: fieldPlan(),
    names: [name],
    read: (message, property) => message[property] ?? undefined,
    isSet: (raw) => raw !== 0,
    isNullable: false,
    isRequired: false,
    map: undefined,
  };
}

const oneof: OneofSlot = {
  kind: "oneof",
  members: new Map(),
  caseProperties: ["case"],
  mayBeName: true,
  isRequired: false,
};
const type: Slot = { kind: "type", isType: (value) => value === "a.M" };
const slots = new Map<string | symbol, Slot>([
  ["a", fieldSlot("a")],
  ["b", fieldSlot("b")],
  ["pick", oneof],
  ["$typeName", type],
  ["$type", type],
  [TYPE, type],
]);

/** What an object with own properties inherits from others, the farthest first. */
function inherits(own: object, ...prototypes: readonly object[]) {
  let prototype: object = Object.prototype;
  for (const properties of prototypes) {
    prototype = Object.create(prototype, Object.getOwnPropertyDescriptors(properties));
  }
  return inheritedFrom(Object.create(prototype, Object.getOwnPropertyDescriptors(own)), slots);
}

const HARMLESS = { isHarmless: true, values: [] };
const harmful = (...values: readonly (readonly [string, unknown])[]) => ({
  isHarmless: false,
  values: values.map(([name, value]) => ({ name, value })),
});

describe("what a message inherits", () => {
  it.each<[string, object]>([
    ["nothing", {}],
    ["functions, of any name", { a: () => 1, other: () => 1 }],
    ["defaults that are not set", { a: 0, b: null, pick: undefined }],
    ["empty lists and maps", { a: [], b: {} }],
    ["a choice that is none", { pick: 5 }],
    ["the name of its type, and of a member of a oneof", { $type: "a.M", pick: "text" }],
    ["its type under a symbol", { [TYPE]: "a.M" }],
    ["a type that is not stated", { $type: undefined }],
    ["unknown properties that are nothing", { other: 0, more: "", list: [], map: {}, no: false, none: null }],
    [
      "zeros of extensions of protobufjs",
      { long: { low: 0, high: 0, unsigned: true }, bytes: new Uint8Array() },
    ],
  ])("is harmless: %s", (_, prototype) => {
    expect(inherits({}, prototype)).toEqual(HARMLESS);
  });

  it.each<[string, object, ReturnType<typeof harmful>]>([
    ["values of fields", { a: 1, b: "x" }, harmful(["a", 1], ["b", "x"])],
    ["lists and maps with something in them", { a: [0], b: { c: 0 } }, harmful(["a", [0]], ["b", { c: 0 }])],
    ["an empty object of a class", { a: new (class Empty {})() }, harmful(["a", {}])],
    [
      "a getter, whatever it returns now",
      {
        get a() {
          return 0;
        },
      },
      harmful(),
    ],
    [
      "a getter with a value",
      {
        get a() {
          return 5;
        },
      },
      harmful(["a", 5]),
    ],
    [
      "a getter that throws",
      {
        get a(): number {
          throw new Error("x");
        },
      },
      harmful(["a", DROPPED]),
    ],
    ["the name of a member, beside a value", { a: 1, pick: "text" }, harmful(["a", 1], ["pick", "text"])],
    ["the choice of a oneof", { pick: { case: "text" } }, harmful(["pick", { case: "text" }])],
    ["a type that is another one", { $type: "b.M" }, harmful(["$type", DROPPED])],
    [
      "a name that is not its type, beside one that is",
      { $typeName: "a.M", $type: "b.M" },
      harmful(["$typeName", "a.M"], ["$type", DROPPED]),
    ],
    ["unknown values", { other: 1 }, harmful(["other", DROPPED])],
    [
      "unknown getters",
      {
        get other() {
          return 0;
        },
      },
      harmful(["other", DROPPED]),
    ],
    ["a Long that is no zero", { long: { low: 1, high: 0, unsigned: true } }, harmful(["long", DROPPED])],
    ["a large Long", { long: { low: 0, high: 1, unsigned: true } }, harmful(["long", DROPPED])],
    ["a zero with a property", { long: { low: 0, high: 0, note: "x" } }, harmful(["long", DROPPED])],
    ["bytes with something in them", { bytes: Uint8Array.of(0) }, harmful(["bytes", DROPPED])],
    [
      "no bytes with a property",
      { bytes: Object.assign(new Uint8Array(), { note: "x" }) },
      harmful(["bytes", DROPPED]),
    ],
  ])("is harmful: %s", (_, prototype, expected) => {
    expect(inherits({}, prototype)).toEqual(expected);
  });

  it("counts the nearest one, in the order in which they count", () => {
    expect(inherits({}, { a: 1, b: 2 }, { a: 3 })).toEqual(harmful(["b", 2], ["a", 3]));
    expect(inherits({}, { a: 1 }, { a: 0, b: 2 })).toEqual(harmful(["b", 2]));
  });

  it("is no value of a copy, if an own property hides it; but an object without own properties would show it", () => {
    expect(inherits({ a: 5 }, { a: 1 })).toEqual(harmful());
    expect(inherits({ a: 5, other: 1 }, { a: 0 })).toEqual(HARMLESS);
    expect(inherits({ a: 5 }, { a: 1, b: 2 })).toEqual(harmful(["b", 2]));
    expect(inherits({ pick: undefined }, { pick: { case: "text" } })).toEqual(harmful());
  });

  it("may be anything, if a proxy does not describe it", () => {
    const prototype = new Proxy({ other: 0 }, { getOwnPropertyDescriptor: () => undefined });
    expect(inheritedFrom(Object.create(prototype), slots)).toEqual(harmful(["other", DROPPED]));
    const field = new Proxy({ a: 0 }, { getOwnPropertyDescriptor: () => undefined });
    expect(inheritedFrom(Object.create(field), slots)).toEqual(harmful());
  });

  it("has no values under symbols", () => {
    expect(inherits({}, { [Symbol("other")]: 1, a: 2 })).toEqual(harmful(["a", 2]));
  });
});
