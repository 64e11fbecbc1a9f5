import type { DescField, DescMethod } from "@bufbuild/protobuf";
import { nestedTypes } from "@bufbuild/protobuf/reflect";
import { describe, expect, it } from "vitest";
import { file_csi_v1_csi, NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { createCsiSanitizer, csiRegistry } from "../../src/csi/index.js";
import { createSanitizer, jwt, SchemaError } from "../../src/index.js";
import { LeafSchema } from "../gen/probe_pb.js";
import { buildFile, messageField, messageIn, stringField, undecodable } from "../schema/build-file.js";
import { testRegistry } from "../schema/test-files.js";

describe("explain lists every field that can be reached from a type, with its verdict and the rule behind it", () => {
  it("for example", () => {
    const sanitizer = createSanitizer({
      schemas: [testRegistry],
      policy: {
        fields: ["probe.v1.Lists.ints"],
        mapKeys: [
          {
            field: "probe.v1.Maps.volume_context",
            keys: [
              "password",
              /token$/i,
              function isPin() {
                return false;
              },
            ],
          },
          { field: "volume_context", keys: [() => false] },
        ],
        detectors: [jwt],
      },
    });
    const lines = sanitizer.explain("probe.v1.Everything");
    const byField = new Map(lines.map((line) => [line.field, line]));
    expect(byField.get("probe.v1.Leaf.hidden")).toEqual({
      field: "probe.v1.Leaf.hidden",
      type: "string",
      verdict: "secret",
      rule: "field option csi.v1.csi_secret",
    });
    expect(byField.get("probe.v1.Lists.ints")).toEqual({
      field: "probe.v1.Lists.ints",
      type: "repeated int32",
      verdict: "secret",
      rule: "field probe.v1.Lists.ints",
    });
    expect(byField.get("probe.v1.Maps.volume_context")).toEqual({
      field: "probe.v1.Maps.volume_context",
      type: "map<string, string>",
      verdict: "keyed",
      rule:
        'map keys of probe.v1.Maps.volume_context: "password", /token$/i, isPin(); ' +
        "map keys of volume_context: a function()",
    });
    expect(byField.get("probe.v1.Maps.to_leaf")).toEqual({
      field: "probe.v1.Maps.to_leaf",
      type: "map<sfixed64, probe.v1.Leaf>",
      verdict: "open",
      rule: "",
    });
    expect(byField.get("probe.v1.Scalars.f_color")?.type).toBe("probe.v1.Color");
    // Recursive types are listed once.
    expect(new Set(lines.map((line) => line.field)).size).toBe(lines.length);
  });

  it("not types that are reached only through a secret field: they are never printed", () => {
    const policy = { fields: ["probe.v1.Everything.publish"] };
    const fields = createSanitizer({ schemas: [testRegistry], policy })
      .explain("probe.v1.Everything")
      .map(({ field }) => field);
    expect(fields).toContain("probe.v1.Everything.publish");
    expect(fields).toContain("csi.v1.CreateVolumeRequest.secrets");
    expect(fields.filter((field) => field.startsWith("csi.v1.NodePublishVolumeRequest."))).toEqual([]);
  });

  it("takes a descriptor as well, of the sanitizer's own schemas or of none", () => {
    const sanitizer = createSanitizer({ schemas: [csiRegistry] });
    expect(sanitizer.explain(NodePublishVolumeRequestSchema)).toEqual(
      sanitizer.explain("csi.v1.NodePublishVolumeRequest"),
    );
    expect(sanitizer.explain(LeafSchema).map(({ verdict }) => verdict)).toEqual(["open", "secret"]);
    expect(() => sanitizer.explain("probe.v1.Leaf")).toThrow(SchemaError);
  });

  it("well-known types are known without a schema", () => {
    expect(createSanitizer().explain("google.protobuf.Timestamp")).toEqual([
      { field: "google.protobuf.Timestamp.seconds", type: "int64", verdict: "open", rule: "" },
      { field: "google.protobuf.Timestamp.nanos", type: "int32", verdict: "open", rule: "" },
    ]);
  });

  it.each(["csi.v1.NoSuchRequest", "", ".csi.v1.Volume", "csi.v1.Volume.volume_id", "__proto__"])(
    "a type that no schema knows is an error: %j",
    (type) => {
      const sanitizer = createSanitizer({ schemas: [csiRegistry] });
      expect(() => sanitizer.explain(type)).toThrow(SchemaError);
      expect(() => sanitizer.explain(type)).toThrow(`no schema knows the type ${type}`);
    },
  );

  it("a field whose options cannot be read is refused, with a reason", () => {
    const messageType = [
      { name: "Outer", field: [messageField("inner", 1, "broken.Inner"), stringField("open", 2)] },
      { name: "Inner", field: [stringField("text", 1, { options: undecodable() })] },
    ];
    const file = buildFile({ name: "broken.proto", package: "broken", messageType }, file_csi_v1_csi);
    expect(createSanitizer().explain(messageIn(file, "broken.Outer"))).toEqual([
      { field: "broken.Outer.inner", type: "broken.Inner", verdict: "open", rule: "" },
      { field: "broken.Outer.open", type: "string", verdict: "open", rule: "" },
      { field: "broken.Inner.text", type: "string", verdict: "refused", rule: "its options cannot be read" },
    ]);
  });
});

describe("explain shows what CSI protects, over all requests and responses of all services", () => {
  const methods: readonly DescMethod[] = file_csi_v1_csi.services.flatMap((service) => service.methods);
  const sanitizer = createCsiSanitizer();
  const explained = [
    ...new Set(methods.flatMap((method) => [method.input.typeName, method.output.typeName])),
  ].flatMap((type) => sanitizer.explain(type));
  const fieldsWith = (verdict: string): readonly string[] =>
    [...new Set(explained.filter((line) => line.verdict === verdict).map(({ field }) => field))].sort();
  const allFields: readonly DescField[] = [...nestedTypes(file_csi_v1_csi)].flatMap((type) =>
    type.kind === "message" ? type.fields : [],
  );

  it("all 19 fields that csi_secret marks are secret, and say so", () => {
    expect(fieldsWith("secret")).toEqual([
      "csi.v1.ControllerExpandVolumeRequest.secrets",
      "csi.v1.ControllerModifyVolumeRequest.secrets",
      "csi.v1.ControllerPublishVolumeRequest.secrets",
      "csi.v1.ControllerUnpublishVolumeRequest.secrets",
      "csi.v1.CreateSnapshotRequest.secrets",
      "csi.v1.CreateVolumeGroupSnapshotRequest.secrets",
      "csi.v1.CreateVolumeRequest.secrets",
      "csi.v1.DeleteSnapshotRequest.secrets",
      "csi.v1.DeleteVolumeGroupSnapshotRequest.secrets",
      "csi.v1.DeleteVolumeRequest.secrets",
      "csi.v1.GetMetadataAllocatedRequest.secrets",
      "csi.v1.GetMetadataDeltaRequest.secrets",
      "csi.v1.GetSnapshotRequest.secrets",
      "csi.v1.GetVolumeGroupSnapshotRequest.secrets",
      "csi.v1.ListSnapshotsRequest.secrets",
      "csi.v1.NodeExpandVolumeRequest.secrets",
      "csi.v1.NodePublishVolumeRequest.secrets",
      "csi.v1.NodeStageVolumeRequest.secrets",
      "csi.v1.ValidateVolumeCapabilitiesRequest.secrets",
    ]);
    const rules = new Set(explained.filter(({ verdict }) => verdict === "secret").map(({ rule }) => rule));
    expect([...rules]).toEqual(["field option csi.v1.csi_secret"]);
  });

  it("no other field of CSI is called secrets", () => {
    const named = allFields.filter(({ name }) => /secret/.test(name));
    expect(named).toHaveLength(19);
  });

  it("every volume_context is keyed, in requests and responses, and no other field", () => {
    expect(fieldsWith("keyed")).toEqual([
      "csi.v1.ControllerPublishVolumeRequest.volume_context",
      "csi.v1.NodePublishVolumeRequest.volume_context",
      "csi.v1.NodeStageVolumeRequest.volume_context",
      "csi.v1.ValidateVolumeCapabilitiesRequest.volume_context",
      "csi.v1.ValidateVolumeCapabilitiesResponse.Confirmed.volume_context",
      "csi.v1.Volume.volume_context",
    ]);
    const named = allFields.filter(({ name }) => name === "volume_context");
    expect(named.map((field) => `${field.parent.typeName}.${field.name}`).sort()).toEqual(
      fieldsWith("keyed"),
    );
  });

  it("every field of CSI is reached", () => {
    expect(new Set(explained.map(({ field }) => field)).size).toBeGreaterThanOrEqual(allFields.length);
  });
});
