import { create, type JsonValue, type Message } from "@bufbuild/protobuf";
import { anyPack, StructSchema, TimestampSchema } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { createSanitizer, jwt, type Policy } from "../../src/index.js";
import { LeafSchema } from "../gen/probe_pb.js";
import {
  HiddenPositionsSchema,
  HiddenSchema,
  SingularSchema,
  StructContextMapSchema,
  StructContextSchema,
  StructContextsSchema,
  ValueContextMapSchema,
  ValueContextSchema,
} from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { positions } from "./positions.js";
import { wellKnownSamples } from "./well-known-samples.js";

const STRIPPED = "***stripped***";
const SECRET = "hunter2";
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";

const samples = wellKnownSamples((message) =>
  anyPack(LeafSchema, create(LeafSchema, { open: message.$typeName })),
);

function printed(message: Message, policy: Policy = {}): JsonValue {
  const sanitizer = createSanitizer({ schemas: [registry], policy: [{}, policy], format: "protojson" });
  const text = sanitizer.stringify(message);
  expect(text).not.toContain(SECRET);
  expect(text).not.toContain(JWT);
  return JSON.parse(text);
}

describe("a secret field of a well-known type prints its marker in place of the whole form", () => {
  it("whatever value it has", () => {
    const inSingular = positions.find((position) => position.desc === SingularSchema);
    for (const { field, value } of samples) {
      const name = `hidden${field.charAt(0).toUpperCase()}${field.slice(1)}`;
      const placed = Object(inSingular?.place(field, value))[field];
      // NullValue has one value, which counts as not set.
      const expected = field === "nullValue" ? {} : { [name]: STRIPPED };
      expect(printed({ ...create(HiddenSchema), [name]: placed })).toEqual(expected);
    }
  });

  it("in a list, a map, a oneof and an optional field", () => {
    const any = anyPack(LeafSchema, create(LeafSchema, { open: SECRET }));
    const open = create(HiddenPositionsSchema, { pick: { case: "openAt", value: { seconds: 0n } } });
    expect(printed(open)).toEqual({ openAt: "1970-01-01T00:00:00Z" });
    const hidden = create(HiddenPositionsSchema, {
      hiddenAnys: [any],
      hiddenStructs: [{ password: SECRET }],
      hiddenAnyMap: { [SECRET]: any },
      hiddenValueMap: { [SECRET]: { kind: { case: "stringValue", value: SECRET } } },
      hiddenOptional: { seconds: 1n },
      pick: { case: "hiddenStruct", value: { password: SECRET } },
    });
    expect(printed(hidden)).toEqual({
      hiddenAnys: STRIPPED,
      hiddenStructs: STRIPPED,
      hiddenAnyMap: STRIPPED,
      hiddenValueMap: STRIPPED,
      hiddenOptional: STRIPPED,
      hiddenStruct: STRIPPED,
    });
  });
});

describe("a secret inside a well-known type is stripped in every position", () => {
  const leaf = anyPack(LeafSchema, create(LeafSchema, { open: "a", hidden: SECRET }));
  const sanitizedLeaf = { "@type": leaf.typeUrl, open: "a", hidden: STRIPPED };

  it.each(positions)("a field of a message in an Any: $name", ({ place, json }) => {
    expect(printed(place("any", leaf))).toEqual(json("any", sanitizedLeaf));
  });

  it.each(positions)("a string in which a detector finds a credential: $name", ({ place, json }) => {
    const struct = create(StructSchema, {
      fields: {
        a: { kind: { case: "stringValue", value: JWT } },
        [JWT]: { kind: { case: "boolValue", value: true } },
      },
    });
    const policy = { detectors: [jwt] };
    expect(printed(place("struct", struct), policy)).toEqual(
      json("struct", { a: STRIPPED, [STRIPPED]: STRIPPED }),
    );
    expect(printed(place("any", { ...leaf, typeUrl: `${JWT}/probe.v1.Leaf` }), policy)).toEqual(
      json("any", { "@type": STRIPPED, value: STRIPPED }),
    );
  });

  it("a path of a FieldMask that is a credential before or after it is written in camel case", () => {
    const policy = { detectors: [(text: string) => text === "pass_word" || text === "otherSecret"] };
    for (const paths of [["pass_word"], ["a", "pass_word"], ["other_secret"]]) {
      expect(printed(create(SingularSchema, { fieldMask: { paths } }), policy)).toEqual({
        fieldMask: STRIPPED,
      });
    }
    expect(printed(create(SingularSchema, { fieldMask: { paths: ["password"] } }), policy)).toEqual({
      fieldMask: "password",
    });
  });

  it.each(positions)(
    "a field of the well-known type itself, if the policy names it: $name",
    ({ place, json }) => {
      const policy = { fields: ["google.protobuf.Timestamp.nanos", "google.protobuf.Any.value"] };
      const timestamp = create(TimestampSchema, { seconds: 1n });
      expect(printed(place("timestamp", timestamp), policy)).toEqual(json("timestamp", STRIPPED));
      expect(printed(place("any", leaf), policy)).toEqual(json("any", STRIPPED));
    },
  );
});

describe("secret keys reach into a Struct, at any depth, and nowhere else", () => {
  const policy = { mapKeys: [{ field: "volume_context", keys: ["password"] }] };
  const struct = {
    password: SECRET,
    open: { password: { a: SECRET }, list: [{ password: [SECRET], open: 1 }] },
  };
  const sanitized = {
    password: STRIPPED,
    open: { password: STRIPPED, list: [{ password: STRIPPED, open: 1 }] },
  };
  const value = {
    kind: {
      case: "listValue" as const,
      value: {
        values: [
          {
            kind: {
              case: "structValue" as const,
              value: {
                fields: { password: { kind: { case: "stringValue" as const, value: SECRET } } },
              },
            },
          },
        ],
      },
    },
  };

  it.each<[string, Message, JsonValue]>([
    ["a Struct", create(StructContextSchema, { volumeContext: struct }), sanitized],
    ["a list of them", create(StructContextsSchema, { volumeContext: [struct, {}] }), [sanitized, {}]],
    [
      "a map of them",
      create(StructContextMapSchema, { volumeContext: { password: struct, open: struct } }),
      { password: STRIPPED, open: sanitized },
    ],
    ["a Value", create(ValueContextSchema, { volumeContext: value }), [{ password: STRIPPED }]],
    [
      "a map of them",
      create(ValueContextMapSchema, { volumeContext: { password: value, open: value } }),
      { password: STRIPPED, open: [{ password: STRIPPED }] },
    ],
  ])("%s", (_, message, volumeContext) => {
    expect(printed(message, policy)).toEqual({ volumeContext });
  });

  it("a Struct in another field prints whole", () => {
    const open = { password: "not secret here" };
    expect(printed(create(SingularSchema, { struct: open }), policy)).toEqual({ struct: open });
  });
});
