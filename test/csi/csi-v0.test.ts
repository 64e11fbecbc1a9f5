import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { STRIPPED } from "../../src/index.js";

/** The maps of secrets in CSI 0.2 and 0.3, by request. */
const SECRETS = [
  ["CreateVolumeRequest", "controller_create_secrets"],
  ["DeleteVolumeRequest", "controller_delete_secrets"],
  ["ControllerPublishVolumeRequest", "controller_publish_secrets"],
  ["ControllerUnpublishVolumeRequest", "controller_unpublish_secrets"],
  ["CreateSnapshotRequest", "create_snapshot_secrets"],
  ["DeleteSnapshotRequest", "delete_snapshot_secrets"],
  ["NodeStageVolumeRequest", "node_stage_secrets"],
  ["NodePublishVolumeRequest", "node_publish_secrets"],
] as const;

function protoOf(packageName: string, type: string, field: string): string {
  return `syntax = "proto3"; package ${packageName};
    message ${type} { string volume_id = 1; map<string, string> ${field} = 8; }`;
}

describe("secrets of CSI before version 1, which has no option for them, are stripped", () => {
  it.each(SECRETS)("csi.v0.%s.%s", (type, field) => {
    const { root } = protobuf.parse(protoOf("csi.v0", type, field), { keepCase: true });
    const sanitizer = createCsiSanitizer({ schemas: [root], onSuspect: "throw" });
    const text = sanitizer.stringify(`csi.v0.${type}`, { volume_id: "v", [field]: { a: "hunter2" } });
    expect(JSON.parse(text)).toEqual({ volume_id: "v", [field]: STRIPPED });
  });

  it("whichever names a library has made of them", () => {
    const { root } = protobuf.parse(protoOf("csi.v0", "NodePublishVolumeRequest", "node_publish_secrets"));
    const message = { volumeId: "v", nodePublishSecrets: { a: "hunter2" } };
    for (const schema of [root, root.toJSON()]) {
      const sanitizer = createCsiSanitizer({ schemas: [schema] });
      expect(sanitizer.toJson("csi.v0.NodePublishVolumeRequest", message)).toEqual({
        volume_id: "v",
        node_publish_secrets: STRIPPED,
      });
    }
  });

  it.each(["user_credentials", "controller_create_credentials", "node_publish_credentials"])(
    "also as %s in the first drafts",
    (field) => {
      for (const packageName of ["csi", "csi.v0"]) {
        const { root } = protobuf.parse(protoOf(packageName, "Request", field), { keepCase: true });
        const sanitizer = createCsiSanitizer({ schemas: [root], onSuspect: "ignore" });
        expect(sanitizer.toJson(`${packageName}.Request`, { [field]: { a: "hunter2" } })).toEqual({
          [field]: STRIPPED,
        });
      }
    },
  );

  it("and keys of volume_attributes as those of volume_context", () => {
    const proto = protoOf("csi.v0", "NodePublishVolumeRequest", "volume_attributes");
    const { root } = protobuf.parse(proto, { keepCase: true });
    const sanitizer = createCsiSanitizer({ schemas: [root], onSuspect: "throw", volumeContextKeys: ["pin"] });
    const message = { volume_attributes: { pin: "1234", pool: "fast" } };
    expect(sanitizer.toJson("csi.v0.NodePublishVolumeRequest", message)).toEqual({
      volume_attributes: { pin: STRIPPED, pool: "fast" },
    });
  });

  it("but not fields of other packages that begin alike", () => {
    const proto = protoOf("csix.v0", "Request", "my_secrets");
    const { root } = protobuf.parse(proto, { keepCase: true });
    const sanitizer = createCsiSanitizer({ schemas: [root], onSuspect: "ignore" });
    expect(sanitizer.toJson("csix.v0.Request", { my_secrets: { a: "b" } })).toEqual({
      my_secrets: { a: "b" },
    });
  });
});
