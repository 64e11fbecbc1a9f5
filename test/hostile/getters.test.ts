import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { ChoiceSchema, LeafSchema, ListsSchema, MapsSchema, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";

const SECRET = "hunter2";

const sanitizer = createCsiSanitizer({ schemas: [registry] });
const protojson = createCsiSanitizer({ schemas: [registry], format: "protojson" });

/** The same object with a property that throws an error with a secret in its text. */
function throwingAt<T extends object>(target: T, property: string): T {
  const get = (): never => {
    throw new Error(SECRET, { cause: SECRET });
  };
  return Object.defineProperty(target, property, { get, enumerable: true, configurable: true });
}

describe("a getter that throws", () => {
  it("affects only its own field: a note replaces it, without the error", () => {
    const request = create(NodePublishVolumeRequestSchema, { volumeId: "vol-1", readonly: true });
    expect(sanitizer.stringify(throwingAt(request, "stagingTargetPath"))).toBe(
      '{"readonly":true,' +
        '"staging_target_path":"<<could not be read, csi.v1.NodePublishVolumeRequest.staging_target_path>>",' +
        '"volume_id":"vol-1"}',
    );
  });

  it("costs a secret field its marker", () => {
    const request = create(NodePublishVolumeRequestSchema, { volumeId: "vol-1" });
    expect(sanitizer.stringify(throwingAt(request, "secrets"))).toBe(
      '{"secrets":"<<could not be read, csi.v1.NodePublishVolumeRequest.secrets>>","volume_id":"vol-1"}',
    );
  });

  it.each<[string, object, string]>([
    [
      "in an item of a list",
      {
        ...create(ListsSchema),
        leaves: [create(LeafSchema, { open: "a" }), throwingAt(create(LeafSchema), "open")],
      },
      '{"leaves":[{"open":"a"},{"open":"<<could not be read, probe.v1.Leaf.open>>"}]}',
    ],
    [
      "in place of an item of a list",
      { ...create(ListsSchema), strings: throwingAt(["a", "b"], "1") },
      '{"strings":"<<could not be read, probe.v1.Lists.strings>>"}',
    ],
    [
      "in an entry of a map",
      { ...create(MapsSchema), byString: throwingAt({ a: "b" }, "c") },
      '{"by_string":"<<could not be read, probe.v1.Maps.by_string>>"}',
    ],
    [
      "in a nested message",
      create(TreeSchema, { label: "a", left: throwingAt(create(TreeSchema), "label") }),
      '{"label":"a","left":{"label":"<<could not be read, probe.v1.Tree.label>>"}}',
    ],
    [
      "in the type name of a nested message",
      { ...create(TreeSchema, { label: "a" }), left: throwingAt({}, "$typeName") },
      '{"label":"a","left":"<<could not be read, probe.v1.Tree.left>>"}',
    ],
    [
      "in a Struct",
      { ...create(SingularSchema), struct: throwingAt({ a: 1 }, "b") },
      '{"struct":{"fields":"<<could not be read, google.protobuf.Struct.fields>>"}}',
    ],
  ])("%s", (_, message, text) => {
    expect(sanitizer.stringify(message)).toBe(text);
  });

  it("in a oneof costs every field that could be the one", () => {
    const text = sanitizer.stringify(throwingAt(create(ChoiceSchema, { after: "a" }), "pick"));
    expect(JSON.parse(text)).toMatchObject({
      after: "a",
      leaf: "<<could not be read, probe.v1.Choice.leaf>>",
    });
    expect(Object.keys(JSON.parse(text))).toHaveLength(9);
    expect(text).not.toContain(SECRET);
  });

  it("in the type name of the message costs the message", () => {
    expect(sanitizer.stringify(throwingAt({}, "$typeName"))).toBe('"<<could not be read>>"');
    expect(inspect(sanitizer.strip(throwingAt({}, "$typeName")))).toBe("Stripped '<<could not be read>>'");
  });

  it.each(["any", "timestamp", "duration", "fieldMask", "struct", "value", "listValue", "stringValue"])(
    "costs the field that holds a well-known type its ProtoJSON form: %s",
    (field) => {
      const name = SingularSchema.fields.find((one) => one.localName === field)?.name;
      const text = protojson.stringify(throwingAt(create(SingularSchema), field));
      expect(JSON.parse(text)).toEqual({ [field]: `<<could not be read, wkt.v1.Singular.${name}>>` });
    },
  );

  it.each<[string, unknown]>([
    ["undefined", undefined],
    ["null", null],
    ["a string", SECRET],
    ["an object that cannot be turned into a string", Object.create(null)],
    ["an error with a getter that throws", throwingAt(new Error("x"), "message")],
  ])("may throw anything: %s", (_, thrown) => {
    const get = (): never => {
      throw thrown;
    };
    const request = Object.defineProperty(create(NodePublishVolumeRequestSchema), "volumeId", { get });
    expect(sanitizer.stringify(request)).toBe(
      '{"volume_id":"<<could not be read, csi.v1.NodePublishVolumeRequest.volume_id>>"}',
    );
  });
});

describe("a getter that does not throw", () => {
  it("is read once, so that it cannot show one value to the check and another to the printer", () => {
    let reads = 0;
    const get = (): string => (reads++ === 0 ? "vol-1" : "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2ln");
    const request = Object.defineProperty(create(NodePublishVolumeRequestSchema), "volumeId", { get });
    expect(sanitizer.stringify(request)).toBe('{"volume_id":"vol-1"}');
    expect(reads).toBe(1);
  });
});

describe("an inherited getter, under the name of a field with presence", () => {
  it("is not called, because the field is not set: within a limit of the output and without", () => {
    const limited = createCsiSanitizer({ schemas: [registry], limits: { maxOutputLength: 1000 } });
    const prototype = throwingAt({}, "volumeCapability");
    const plain = create(NodePublishVolumeRequestSchema, { volumeId: "vol-1" });
    const request: unknown = Object.assign(Object.create(prototype), plain);
    expect(sanitizer.stringify(request)).toBe('{"volume_id":"vol-1"}');
    expect(limited.stringify(request)).toBe('{"volume_id":"vol-1"}');
  });
});
