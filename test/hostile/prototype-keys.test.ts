import { create, fromJson } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { HiddenTrapsSchema, TrapsSchema } from "../gen/legacy_pb.js";
import { MapsSchema, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";

const SECRET = "hunter2";
const NAMES = ["__proto__", "constructor", "prototype", "toString", "toJSON", "valueOf", "hasOwnProperty"];

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: { mapKeys: [{ field: "volume_context", keys: ["__proto__", "constructor"] }] },
});

describe("keys that mean something on a JavaScript object are keys like any other", () => {
  it.each(NAMES)("%s in a map of strings, of messages, and in a Struct", (name) => {
    const maps = create(MapsSchema, { byString: own(name, "a"), toDouble: own(name, 1.5) });
    expect(sanitizer.stringify(maps)).toBe(`{"by_string":{"${name}":"a"},"to_double":{"${name}":1.5}}`);

    const leaves = create(TreeSchema, {
      named: own(name, create(TreeSchema, { label: "a", hidden: SECRET })),
    });
    expect(sanitizer.stringify(leaves)).toBe(`{"named":{"${name}":{"hidden":"***stripped***","label":"a"}}}`);

    const struct = create(SingularSchema, { struct: own(name, own(name, "a")) });
    const inner = `{"struct_value":{"fields":{"${name}":{"string_value":"a"}}}}`;
    expect(sanitizer.stringify(struct)).toBe(`{"struct":{"fields":{"${name}":${inner}}}}`);
  });

  it("as keys whose values are secret, too", () => {
    const volumeContext = JSON.parse(`{"__proto__":"${SECRET}","constructor":"${SECRET}","toString":"a"}`);
    expect(sanitizer.stringify({ ...create(MapsSchema), volumeContext })).toBe(
      '{"volume_context":{"__proto__":"***stripped***","constructor":"***stripped***","toString":"a"}}',
    );
  });

  it("toJson keeps them as properties of its own objects, and changes no prototype", () => {
    const byString = JSON.parse('{"__proto__":"a","constructor":"b"}');
    const json = sanitizer.toJson(create(MapsSchema, { byString }));
    expect(JSON.stringify(json)).toBe('{"by_string":{"__proto__":"a","constructor":"b"}}');
    expect(Object.prototype).not.toHaveProperty("a");
  });

  it("any keys at all print as themselves, sorted", () => {
    const anyKey = fc.oneof(fc.constantFrom(...NAMES), fc.string());
    fc.assert(
      fc.property(fc.uniqueArray(anyKey), (keys) => {
        const byString = Object.fromEntries(keys.map((key) => [key, `value of ${key}`]));
        const printed = JSON.parse(sanitizer.stringify(create(MapsSchema, { byString })));
        expect(printed).toEqual(keys.length === 0 ? {} : { by_string: byString });
      }),
    );
  });
});

describe("fields that are named so", () => {
  const names = ["constructor", "toString", "valueOf", "toJson", "hasOwnProperty", "isPrototypeOf", "Proto"];
  const set = '{"prototype":"p","length":1,"then":"t","case":"c"}';

  it("print only if they are set", () => {
    expect(sanitizer.stringify(create(TrapsSchema))).toBe("{}");
    expect(sanitizer.stringify(create(HiddenTrapsSchema))).toBe("{}");
  });

  it.each(TrapsSchema.fields.map((field) => [field.name, field.jsonName]))("%s prints", (name, jsonName) => {
    const json = { [jsonName]: name === "length" ? 7 : "a" };
    expect(sanitizer.toJson(fromJson(TrapsSchema, json))).toEqual(own(name, json[jsonName]));
    expect(sanitizer.toJson(fromJson(HiddenTrapsSchema, json))).toEqual(own(name, "***stripped***"));
  });

  it("print all at once, as protojson has them", () => {
    const all = { ...Object.fromEntries(names.map((name) => [name, name])), ...JSON.parse(set) };
    const protojson = createSanitizer({ schemas: [registry], format: "protojson" });
    const known = new Set(TrapsSchema.fields.map((field) => field.jsonName));
    const json = Object.fromEntries(Object.entries(all).filter(([name]) => known.has(name)));
    expect(protojson.toJson(fromJson(TrapsSchema, json as never))).toEqual(json); // JSON of that very type
  });
});

/** An object with one property of its own, whatever its name is. */
function own<T>(name: string, value: T): Record<string, T> {
  return Object.fromEntries([[name, value]]);
}
