import { describe, expect, it } from "vitest";
import { createSanitizer, type Policy, PolicyError, STRIPPED } from "../../src/index.js";
import { testRegistry } from "../schema/test-files.js";

function sanitizerWith(policy: Policy): ReturnType<typeof createSanitizer> {
  return createSanitizer({ schemas: [testRegistry], policy, onSuspect: "ignore" });
}

const isPin = (text: string): boolean => /^\d{4}$/.test(text);
const LEAF = { open: "a" };

describe("a pattern among the fields", () => {
  it("makes each field secret in whose full name it is found", () => {
    const sanitizer = sanitizerWith({ fields: [/^probe\.v1\.Leaf\.o/g] });
    for (let round = 0; round < 3; round++)
      expect(sanitizer.toJson("probe.v1.Leaf", LEAF)).toEqual({ open: STRIPPED });
    expect(sanitizer.explain("probe.v1.Leaf")[0]).toMatchObject({ rule: "field /^probe\\.v1\\.Leaf\\.o/" });
  });

  it("is copied, so a change of it has no effect", () => {
    const pattern = /^probe\.v1\.Leaf\.open$/;
    const sanitizer = sanitizerWith({ fields: [pattern] });
    pattern.compile("nothing");
    expect(sanitizer.toJson("probe.v1.Leaf", LEAF)).toEqual({ open: STRIPPED });
  });
});

describe("detectors of a field", () => {
  it("look at its strings only, and in addition to those of all fields", () => {
    const sanitizer = sanitizerWith({
      detectors: [(text) => text === "everywhere"],
      fieldDetectors: [{ field: "strings", detectors: [isPin] }],
    });
    expect(sanitizer.toJson("probe.v1.Lists", { strings: ["1234", "everywhere", "a"] })).toEqual({
      strings: [STRIPPED, STRIPPED, "a"],
    });
    expect(sanitizer.toJson("probe.v1.Scalars", { f_string: "1234" })).toEqual({ f_string: "1234" });
  });

  it("look at the values of a map", () => {
    const sanitizer = sanitizerWith({
      fieldDetectors: [{ field: "probe.v1.Maps.by_string", detectors: [isPin] }],
    });
    expect(sanitizer.toJson("probe.v1.Maps", { by_string: { a: "1234", "5678": "b" } })).toEqual({
      by_string: { a: STRIPPED, "5678": "b" },
    });
  });
});

describe("a rule that can match nothing is refused", () => {
  it.each<[Policy, RegExp]>([
    [{ fields: [/^no\.such/] }, /^fields: \/\^no\\.such\/: matches no field/],
    [
      { open: ["probe.v1.Leaf.opn"] },
      /^open: "probe\.v1\.Leaf\.opn": no such field .*did you mean "probe\.v1\.Leaf\.open"/,
    ],
    [
      { fieldDetectors: [{ field: "f_int32", detectors: [isPin] }] },
      /^fieldDetectors: "f_int32": no such field of strings/,
    ],
    [{ fieldDetectors: [{ field: "f_string", detectors: [] }] }, /has no detectors/],
    // Callers in plain JavaScript may give anything.
    [{ fieldDetectors: [{ field: "f_string", detectors: ["a"] }] } as unknown as Policy, /is not a function/],
    [{ open: [5] } as unknown as Policy, /^open: "5": no such field, because a name is a string/],
    [{ optional: { optional: {} } } as unknown as Policy, /^optional: no such list of rules/],
    [{ optional: null } as unknown as Policy, /^optional: is not an object/],
  ])("%j", (policy, text) => {
    expect(() => sanitizerWith(policy)).toThrow(PolicyError);
    expect(() => sanitizerWith(policy)).toThrow(text);
  });

  it("but not an optional one, which counts where it matches", () => {
    const sanitizer = sanitizerWith({
      optional: {
        fields: ["no.such.Type.field", /^no\.such/, "probe.v1.Leaf.open"],
        mapKeys: [{ field: "no_such_map", keys: ["a"] }],
        fieldDetectors: [{ field: "no_such_field", detectors: [isPin] }],
        open: ["no.such.Type.other"],
        fieldOptions: ["no.such.option"],
      },
    });
    expect(sanitizer.toJson("probe.v1.Leaf", { open: "a", hidden: "b" })).toEqual({
      open: STRIPPED,
      hidden: STRIPPED,
    });
  });

  it("and optional rules bring no default field options back", () => {
    const sanitizer = sanitizerWith({ fieldOptions: [], optional: { fields: ["probe.v1.Leaf.open"] } });
    expect(sanitizer.toJson("probe.v1.Leaf", { hidden: "b" })).toEqual({ hidden: "b" });
  });
});

describe("open", () => {
  it("opens nothing that a rule makes secret", () => {
    const sanitizer = sanitizerWith({ open: ["probe.v1.Leaf.hidden"] });
    expect(sanitizer.toJson("probe.v1.Leaf", { hidden: "b" })).toEqual({ hidden: STRIPPED });
  });
});
