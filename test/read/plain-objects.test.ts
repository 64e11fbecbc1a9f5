import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { registry } from "../properties/subjects.js";

// Objects of properties, as proto-loader, ts-proto and JSON make them, with wrong content. The tests in test/representations
// show how well-formed objects print.

const SECRET = "hunter2";
const sanitizer = createSanitizer({
  schemas: [registry],
  policy: { mapKeys: [{ field: "volume_context", keys: ["password"] }] },
});

function printed(type: string, message: unknown): unknown {
  const text = sanitizer.stringify(type, message);
  expect(text).not.toContain(SECRET);
  return JSON.parse(text);
}

describe("a plain object has the fields that are its properties", () => {
  it("and those that it inherits, but not those of Object.prototype", () => {
    const inherited = Object.create({ open: "inherited", hidden: SECRET });
    expect(printed("probe.v1.Leaf", inherited)).toEqual({ open: "inherited", hidden: "***stripped***" });
    expect(printed("probe.v1.Leaf", Object.assign(inherited, { open: "own" }))).toEqual({
      open: "own",
      hidden: "***stripped***",
    });
  });

  it("nor those that its type does not know", () => {
    const leaf = { open: "a", Hidden: SECRET, hidden_: SECRET, [SECRET]: 1, [Symbol(SECRET)]: SECRET };
    expect(printed("probe.v1.Leaf", leaf)).toEqual({ open: "a" });
  });

  it("whatever object it is", () => {
    class Leaf {
      readonly open = "a";
      readonly hidden = SECRET;
      readonly #password = SECRET;

      get length(): number {
        return this.#password.length;
      }
    }
    expect(printed("probe.v1.Leaf", new Leaf())).toEqual({ hidden: "***stripped***", open: "a" });
    expect(printed("probe.v1.Leaf", Object.assign(new Error(SECRET), { open: "a" }))).toEqual({ open: "a" });
    expect(printed("probe.v1.Leaf", new Set([SECRET]))).toEqual({});
    expect(printed("probe.v1.Leaf", Promise.resolve(SECRET))).toEqual({});
  });
});

describe("a plain object that says it is of another type", () => {
  it.each<[string, object]>([
    ["as protobuf-es does", { $typeName: "probe.v1.Tree", open: SECRET }],
    ["as ts-proto does", { $type: "probe.v1.Tree", open: SECRET }],
    ["as protobufjs does", { $type: { fullName: ".probe.v1.Tree" }, open: SECRET }],
    ["as @protobuf-ts does", { [Symbol.for("protobuf-ts/message-type")]: { typeName: "x" }, open: SECRET }],
  ])("prints a note: %s", (_, message) => {
    expect(printed("probe.v1.Leaf", message)).toBe("<<wrong type of value, probe.v1.Leaf>>");
    expect(printed("probe.v1.Lists", { leaves: [message] })).toEqual({
      leaves: ["<<wrong type of value, probe.v1.Leaf>>"],
    });
  });

  it("prints none of its secrets in the place of a map or in a Struct", () => {
    for (const stated of [{ $type: "probe.v1.Leaf" }, { $typeName: "probe.v1.Leaf" }]) {
      const login = { ...stated, open: "jane", hidden: SECRET };
      printed("probe.v1.Maps", { by_string: login });
      printed("wkt.v1.Singular", { struct: { login } });
    }
  });
});

describe("values of the wrong type print notes", () => {
  it.each<[string, unknown]>([
    ["f_string", { low: 1, high: 2 }],
    ["f_int64", { low: SECRET, high: 1 }],
    ["f_int64", SECRET],
    ["f_int32", "7"],
    ["f_uint64", "-1"],
    ["f_bool", "true"],
    ["f_double", "1.5"],
    ["f_float", SECRET],
    ["f_color", SECRET],
    ["f_bytes", `${SECRET}!`],
    ["f_bytes", [104, 117, 256]],
    ["f_bytes", [104, 117, SECRET]],
  ])("%s: %o", (field, value) => {
    expect(printed("probe.v1.Scalars", { [field]: value })).toEqual({
      [field]: `<<wrong type of value, probe.v1.Scalars.${field}>>`,
    });
  });

  it.each<[string, unknown]>([
    ["a string", SECRET],
    ["a list of strings", [SECRET]],
    ["a list of entries and something else", [["a", "b"], SECRET]],
    ["a Date", new Date(0)],
    ["bytes", Buffer.from(SECRET)],
  ])("%s in the place of a map", (_, value) => {
    expect(printed("probe.v1.Maps", { by_string: value })).toEqual({
      by_string: "<<wrong type of value, probe.v1.Maps.by_string>>",
    });
  });

  it("secret keys are found in every form of a map", () => {
    const stripped = { volume_context: { a: "b", password: "***stripped***" } };
    const asMap = new Map([
      ["password", SECRET],
      ["a", "b"],
    ]);
    expect(printed("probe.v1.Maps", { volume_context: asMap })).toEqual(stripped);
    expect(printed("probe.v1.Maps", { volumeContext: [...asMap] })).toEqual(stripped);
    const entries = [...asMap].map(([key, value]) => ({ key, value }));
    expect(printed("probe.v1.Maps", { volumeContext: entries })).toEqual(stripped);
  });

  it("and in every form of a Struct", () => {
    const forms = [
      { password: SECRET, a: { password: SECRET } },
      {
        fields: {
          password: { stringValue: SECRET },
          a: { structValue: { fields: { password: { stringValue: SECRET } } } },
        },
      },
      { fields: { password: SECRET, a: { password: SECRET } } },
      { fields: [["password", { string_value: SECRET }]] },
    ];
    for (const volumeContext of forms) printed("wkt.v1.StructContext", { volumeContext });
  });

  // A node of free JSON may look like a google.protobuf.Value; its keys are keys all the same.
  it("even if the secret key is the name of a field of google.protobuf.Value", () => {
    const strict = createSanitizer({
      schemas: [registry],
      policy: { mapKeys: [{ field: "volume_context", keys: ["stringValue"] }] },
    });
    const text = strict.stringify("wkt.v1.StructContext", { volumeContext: { a: { stringValue: SECRET } } });
    expect(text).not.toContain(SECRET);
  });
});

describe("plain objects inside themselves end quickly", () => {
  const INSIDE_ITSELF = "<<message inside itself, probe.v1.Tree>>";

  it("in fields, lists and maps", () => {
    const tree: Record<string, unknown> = { label: "a", hidden: SECRET };
    Object.assign(tree, { left: tree, children: [tree], named: new Map([["b", tree]]) });
    expect(printed("probe.v1.Tree", tree)).toEqual({
      label: "a",
      hidden: "***stripped***",
      left: INSIDE_ITSELF,
      children: [INSIDE_ITSELF],
      named: { b: INSIDE_ITSELF },
    });
  });

  it("in an Any that holds itself, opened", () => {
    const any: Record<string, unknown> = { "@type": "x/wkt.v1.Singular" };
    any["any"] = any;
    expect(sanitizer.stringify("google.protobuf.Any", any).length).toBeLessThan(10_000);
  });

  it("in an Any that holds itself twice, opened", () => {
    const shallow = createSanitizer({ schemas: [registry], limits: { maxDepth: 16 } });
    const any: Record<string, unknown> = { "@type": "x/wkt.v1.Lists" };
    any["any"] = [any, any];
    // Not 2^8 of them at depth 16, and not 2^50 at depth 100.
    expect(shallow.stringify("google.protobuf.Any", any).length).toBeLessThan(5000);
  });
});

describe("plain objects that throw print notes", () => {
  it("if a property does", () => {
    const leaf = {
      hidden: SECRET,
      get open(): string {
        throw new Error(SECRET);
      },
    };
    expect(printed("probe.v1.Leaf", leaf)).toEqual({
      hidden: "***stripped***",
      open: "<<could not be read, probe.v1.Leaf.open>>",
    });
    expect(inspect(sanitizer.strip("probe.v1.Leaf", leaf))).not.toContain(SECRET);
  });

  it("if a Map does", () => {
    class BrokenMap extends Map<string, string> {
      override [Symbol.iterator](): MapIterator<[string, string]> {
        throw new Error(SECRET);
      }
    }
    expect(printed("probe.v1.Maps", { by_string: new BrokenMap() })).toEqual({
      by_string: "<<could not be read, probe.v1.Maps.by_string>>",
    });
  });

  it("if a key cannot be converted to a text", () => {
    const byString = new Map([[Object.create(null), "a"]]);
    expect(printed("probe.v1.Maps", { by_string: byString })).toEqual({
      by_string: "<<wrong type of value, probe.v1.Maps.by_string>>",
    });
  });
});
