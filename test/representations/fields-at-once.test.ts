import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { parsedRoot } from "./protobufjs-root.js";

const sanitizer = createSanitizer({ schemas: [registry] });

/** Names that properties of a `Choice` and of a `Maps` may have, and some that they may not. */
const NAMES = ["text", "number", "leaf", "color", "blob", "flag", "after", "pick", "oneofKind", "__proto__"];
const HIDDEN = ["hidden_text", "hiddenText", "hidden_leaf", "hiddenLeaf", "hidden_strings", "hiddenStrings"];
const OTHERS = ["to_leaf", "toLeaf", "leaves", "strings", "constructor", "$type"];

const value = fc.oneof(
  fc.constantFrom<unknown>(null, undefined, "", "a", 0, 5, "7", 7n, false, true, "GREEN", [], {}, ["x"]),
  fc.constantFrom("text", "number", "leaf", "hiddenText", "hidden_leaf", "hunter2", "probe.v1.Choice"),
  fc.constantFrom<unknown>({ open: "b" }, [{ open: "c", hidden: "hunter2" }], { 1: { hidden: "d" } }),
  fc.constantFrom<unknown>({ case: "text", value: "e" }, new Map([[1, { open: "f" }]]), { low: 3, high: 0 }),
);
const object = fc.dictionary(fc.constantFrom(...NAMES, ...HIDDEN, ...OTHERS), value, { maxKeys: 5 });

/** The same object without a prototype: its fields are read one by one. */
function bare(given: object): unknown {
  return Object.defineProperties(Object.create(null), Object.getOwnPropertyDescriptors(given));
}

describe("plain objects, whose fields are read at once", () => {
  const types = ["probe.v1.Choice", "probe.v1.Lists", "probe.v1.Maps", "probe.v1.Scalars", "probe.v1.Tree"];

  it.each(types)("%s: prints as what is read field by field", (type) => {
    fc.assert(
      fc.property(object, (given) => {
        expect(sanitizer.stringify(type, given)).toBe(sanitizer.stringify(type, bare(given)));
      }),
      { numRuns: runs(1000) },
    );
  });

  it("no property that every object inherits is read", () => {
    const names = ["text", "after", "pick", "hidden_text"];
    let printed: string | undefined;
    try {
      for (const name of names)
        Object.defineProperty(Object.prototype, name, {
          value: "x",
          enumerable: true,
          configurable: true,
          writable: true,
        });
      printed = sanitizer.stringify("probe.v1.Choice", { flag: true });
    } finally {
      for (const name of names) Reflect.deleteProperty(Object.prototype, name);
    }
    expect(printed).toBe('{"flag":true}');
  });
});

describe("instances of a class of protobufjs", () => {
  const choice = parsedRoot(8, false).lookupType("probe.v1.Choice");
  const print = (message: object): string => sanitizer.stringify("probe.v1.Choice", message);

  it("the member that was added last counts", () => {
    const message = choice.create({ text: "a" });
    expect(print(message)).toBe('{"text":"a"}');
    expect(print(Object.assign(message, { flag: true }))).toBe('{"flag":true}');
  });

  it("an instance that states another type is not shown", () => {
    for (const own of [{ $typeName: "probe.v1.Leaf" }, { $type: "probe.v1.Leaf" }]) {
      expect(print(Object.assign(choice.create({ text: "hunter2" }), own))).not.toContain("hunter2");
    }
  });

  it("what a class adds to its prototype counts as before", () => {
    class Choice {
      get after(): string {
        return "b";
      }
    }
    Object.setPrototypeOf(Choice.prototype, Object.getPrototypeOf(choice.create({})));
    expect(print(Object.assign(new Choice(), { flag: true }))).toBe('{"after":"b","flag":true}');
  });
});
