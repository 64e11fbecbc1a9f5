import {
  create,
  type DescMessage,
  type JsonObject,
  type JsonValue,
  type MessageInitShape,
} from "@bufbuild/protobuf";
import { anyPack, type Value, ValueSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type MapKeyRule, STRIPPED } from "../../src/index.js";
import {
  AnyContextMapSchema,
  StructContextMapSchema,
  StructContextSchema,
  StructContextsSchema,
  ValueContextMapSchema,
  ValueContextSchema,
} from "../gen/well_known_pb.js";
import { testRegistry } from "../schema/test-files.js";

const KEYS = ["password", "token"];

/** Prints in ProtoJSON, where a Struct looks like what it says. */
function print<Desc extends DescMessage>(
  desc: Desc,
  init: MessageInitShape<Desc>,
  mapKeys: readonly MapKeyRule[] = [{ field: "volume_context", keys: KEYS }],
): unknown {
  const sanitizer = createSanitizer({ schemas: [testRegistry], policy: { mapKeys }, format: "protojson" });
  return sanitizer.toJson(create(desc, init));
}

/** What a rule should leave of free JSON: done again here, in the plainest way. */
function withoutSecrets(json: JsonValue): JsonValue {
  if (Array.isArray(json)) return json.map(withoutSecrets);
  if (json === null || typeof json !== "object") return json;
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => [key, KEYS.includes(key) ? STRIPPED : withoutSecrets(value)]),
  );
}

const key = fc.oneof(fc.constantFrom(...KEYS), fc.string({ maxLength: 4 }));
const { json, object } = fc.letrec<{ json: JsonValue; object: JsonObject; list: JsonValue[] }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.string({ maxLength: 8 }), fc.integer(), fc.boolean(), fc.constant(null)),
    tie("object"),
    tie("list"),
  ),
  object: fc.dictionary(key, tie("json"), { maxKeys: 4 }),
  list: fc.array(tie("json"), { maxLength: 4 }),
}));

/** A google.protobuf.Value as a message, which is how protobuf-es has it. */
function valueMessage(from: JsonValue): Value {
  if (from === null) return create(ValueSchema, { kind: { case: "nullValue", value: 0 } });
  if (typeof from === "string") return create(ValueSchema, { kind: { case: "stringValue", value: from } });
  if (typeof from === "number") return create(ValueSchema, { kind: { case: "numberValue", value: from } });
  if (typeof from === "boolean") return create(ValueSchema, { kind: { case: "boolValue", value: from } });
  if (Array.isArray(from)) {
    return create(ValueSchema, { kind: { case: "listValue", value: { values: from.map(valueMessage) } } });
  }
  const fields = Object.fromEntries(Object.entries(from).map(([name, value]) => [name, valueMessage(value)]));
  return create(ValueSchema, { kind: { case: "structValue", value: { fields } } });
}

describe("a rule for map keys also judges the keys of free JSON, at every depth", () => {
  const nested = {
    a: 1,
    password: "x",
    b: { token: { c: 1 }, d: [{ password: "x", e: "f" }, [{ token: 2 }]] },
  };

  it("for example", () => {
    expect(print(StructContextSchema, { volumeContext: nested })).toEqual({
      volumeContext: {
        a: 1,
        password: STRIPPED,
        b: { token: STRIPPED, d: [{ password: STRIPPED, e: "f" }, [{ token: STRIPPED }]] },
      },
    });
  });

  it("in a Struct", () => {
    fc.assert(
      fc.property(object, (volumeContext) => {
        expect(print(StructContextSchema, { volumeContext })).toEqual({
          volumeContext: withoutSecrets(volumeContext),
        });
      }),
    );
  });

  it("in a repeated Struct", () => {
    fc.assert(
      fc.property(fc.array(object, { minLength: 1, maxLength: 3 }), (volumeContext) => {
        expect(print(StructContextsSchema, { volumeContext })).toEqual({
          volumeContext: volumeContext.map(withoutSecrets),
        });
      }),
    );
  });

  it("in a map of Structs, whose own keys are judged too", () => {
    fc.assert(
      fc.property(fc.dictionary(key, object, { minKeys: 1, maxKeys: 3 }), (volumeContext) => {
        expect(print(StructContextMapSchema, { volumeContext })).toEqual({
          volumeContext: withoutSecrets(volumeContext),
        });
      }),
    );
  });

  it("in a Value", () => {
    fc.assert(
      fc.property(json, (content) => {
        expect(print(ValueContextSchema, { volumeContext: valueMessage(content) })).toEqual({
          volumeContext: withoutSecrets(content),
        });
      }),
    );
  });

  it("in a map of Values", () => {
    fc.assert(
      fc.property(fc.dictionary(key, json, { minKeys: 1, maxKeys: 3 }), (content) => {
        const volumeContext = Object.fromEntries(
          Object.entries(content).map(([name, value]) => [name, valueMessage(value)]),
        );
        expect(print(ValueContextMapSchema, { volumeContext })).toEqual({
          volumeContext: withoutSecrets(content),
        });
      }),
    );
  });
});

describe("which Structs a rule speaks of", () => {
  it("the rules of its field: other keys are open", () => {
    const rule = { field: "wkt.v1.StructContexts.volume_context", keys: KEYS };
    expect(print(StructContextSchema, { volumeContext: { password: "a" } }, [rule])).toEqual({
      volumeContext: { password: "a" },
    });
    expect(print(StructContextsSchema, { volumeContext: [{ password: "x" }] }, [rule])).toEqual({
      volumeContext: [{ password: STRIPPED }],
    });
  });

  it("all, if it names the map in google.protobuf.Struct itself", () => {
    const rule = { field: "google.protobuf.Struct.fields", keys: ["password"] };
    const volumeContext = { b: { password: "x" } };
    expect(print(ValueContextSchema, { volumeContext: valueMessage(volumeContext) }, [rule])).toEqual({
      volumeContext: { b: { password: STRIPPED } },
    });
  });

  it.each(["google.protobuf.Value.struct_value", "google.protobuf.ListValue.values", "values"])(
    "rules add up inside a Struct too: one for volume_context and one for %s",
    (field) => {
      const rules = [
        { field: "volume_context", keys: ["password"] },
        { field, keys: ["pin"] },
      ];
      const volumeContext = valueMessage({ list: [{ inner: { pin: "x", password: "x" } }] });
      expect(print(ValueContextSchema, { volumeContext }, rules)).toEqual({
        volumeContext: { list: [{ inner: { pin: STRIPPED, password: STRIPPED } }] },
      });
    },
  );

  it("a Struct in an Any is a message of its own; the Any's key is judged", () => {
    const any = anyPack(ValueSchema, valueMessage({ password: "a" }));
    expect(print(AnyContextMapSchema, { volumeContext: { token: any, other: any } })).toEqual({
      volumeContext: { token: STRIPPED, other: { "@type": any.typeUrl, value: { password: "a" } } },
    });
  });
});
