import { inspect } from "node:util";
import { create } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import {
  ControllerModifyVolumeRequestSchema,
  ControllerPublishVolumeResponseSchema,
  CreateSnapshotRequestSchema,
  CreateVolumeRequestSchema,
  NodeGetInfoResponseSchema,
  NodePublishVolumeRequestSchema,
  NodeStageVolumeRequestSchema,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import {
  type CsiSanitizerOptions,
  createCsiSanitizer,
  SERVICE_ACCOUNT_TOKENS_KEY,
  stripSecrets,
} from "../../src/csi/index.js";
import { PolicyError, SchemaError, STRIPPED, Stripped } from "../../src/index.js";
import { file_probe, LeafSchema, MapsSchema } from "../gen/probe_pb.js";
import { messageIn } from "../schema/build-file.js";
import { csiWithoutOptions } from "../schema/csi-variant.js";

const request = create(NodePublishVolumeRequestSchema, {
  volumeId: "v",
  secrets: { password: "x" },
  volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: "x", "csi.storage.k8s.io/pod.name": "web-0" },
});
const printedRequest = {
  volume_id: "v",
  secrets: STRIPPED,
  volume_context: { [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED, "csi.storage.k8s.io/pod.name": "web-0" },
};

function print(message: object, options: CsiSanitizerOptions): unknown {
  return createCsiSanitizer(options).toJson(message);
}

describe("a CSI sanitizer", () => {
  it.each<[string, CsiSanitizerOptions | undefined]>([
    ["without options", undefined],
    ["with none", {}],
    ["with empty ones", { schemas: [], policy: [], volumeContextKeys: [], mapKeys: [] }],
    ["with a policy that counts no option", { policy: { fieldOptions: [] } }],
  ])("%s knows CSI and its secrets", (_, options) => {
    const sanitizer = createCsiSanitizer(options);
    expect(sanitizer.toJson(request)).toEqual(printedRequest);
    expect(sanitizer.toJson("csi.v1.NodePublishVolumeRequest", request)).toEqual(printedRequest);
    expect(sanitizer.toJson(NodePublishVolumeRequestSchema, request)).toEqual(printedRequest);
  });

  it("extra schemas add to CSI", () => {
    const sanitizer = createCsiSanitizer({ schemas: [file_probe] });
    expect(sanitizer.toJson(create(LeafSchema, { open: "a", hidden: "x" }))).toEqual({
      open: "a",
      hidden: STRIPPED,
    });
    expect(sanitizer.toJson(request)).toEqual(printedRequest);
  });

  it("a copy of csi.proto without options takes nothing away", () => {
    const older = csiWithoutOptions();
    const message = create(messageIn(older, "csi.v1.NodePublishVolumeRequest"), {
      volumeId: "v",
      secrets: { a: "x" },
    });
    expect(print(message, { schemas: [older] })).toEqual({ volume_id: "v", secrets: STRIPPED });
  });

  it("extra policies add to CSI's, one or several", () => {
    const volumeId = { fields: ["csi.v1.NodePublishVolumeRequest.volume_id"] };
    const podName = { mapKeys: [{ field: "volume_context", keys: [/pod\.name$/] }] };
    expect(print(request, { policy: volumeId })).toEqual({ ...printedRequest, volume_id: STRIPPED });
    expect(print(request, { policy: [volumeId, podName] })).toEqual({
      volume_id: STRIPPED,
      secrets: STRIPPED,
      volume_context: { [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED, "csi.storage.k8s.io/pod.name": STRIPPED },
    });
  });

  it("volumeContextKeys reach every map of that name, also those of extra schemas", () => {
    const options = { schemas: [file_probe], volumeContextKeys: ["password"] };
    const volumeContext = { password: "x", open: "a" };
    for (const message of [
      create(NodeStageVolumeRequestSchema, { volumeContext }),
      create(MapsSchema, { volumeContext }),
    ]) {
      expect(print(message, options)).toEqual({ volume_context: { password: STRIPPED, open: "a" } });
    }
  });

  it.each<[string, object, unknown]>([
    [
      "publish_context",
      create(ControllerPublishVolumeResponseSchema, { publishContext: { key: "x", open: "a" } }),
      { publish_context: { key: STRIPPED, open: "a" } },
    ],
    [
      "publish_context",
      create(NodeStageVolumeRequestSchema, { publishContext: { key: "x", open: "a" } }),
      { publish_context: { key: STRIPPED, open: "a" } },
    ],
    [
      "parameters",
      create(CreateVolumeRequestSchema, { parameters: { key: "x", open: "a" } }),
      { parameters: { key: STRIPPED, open: "a" } },
    ],
    [
      "parameters",
      create(CreateSnapshotRequestSchema, { parameters: { key: "x", open: "a" } }),
      { parameters: { key: STRIPPED, open: "a" } },
    ],
    [
      "mutable_parameters",
      create(CreateVolumeRequestSchema, { mutableParameters: { key: "x", open: "a" } }),
      { mutable_parameters: { key: STRIPPED, open: "a" } },
    ],
    [
      "mutable_parameters",
      create(ControllerModifyVolumeRequestSchema, { mutableParameters: { key: "x", open: "a" } }),
      { mutable_parameters: { key: STRIPPED, open: "a" } },
    ],
    [
      "segments",
      create(NodeGetInfoResponseSchema, { accessibleTopology: { segments: { key: "x", open: "a" } } }),
      { accessible_topology: { segments: { key: STRIPPED, open: "a" } } },
    ],
  ])("mapKeys for %s: %o", (field, message, printed) => {
    expect(print(message, { mapKeys: [{ field, keys: ["key"] }] })).toEqual(printed);
    expect(print(message, {})).not.toEqual(printed);
  });

  it("mapKeys may name a map of an extra schema", () => {
    const message = create(MapsSchema, { byString: { key: "x" } });
    expect(
      print(message, {
        schemas: [file_probe],
        mapKeys: [{ field: "probe.v1.Maps.by_string", keys: ["key"] }],
      }),
    ).toEqual({ by_string: { key: STRIPPED } });
  });

  it("format and limits are those of any sanitizer", () => {
    expect(print(request, { format: "protojson" })).toMatchObject({ volumeId: "v", secrets: STRIPPED });
    const tree = { volumeCapability: { accessMode: { mode: 1 } } };
    expect(print(create(NodePublishVolumeRequestSchema, tree), { limits: { maxDepth: 1 } })).toEqual({
      volume_capability: "<<depth limit of 1 reached, csi.v1.VolumeCapability>>",
    });
  });

  it.each<[string, unknown, unknown]>([
    ["a map that does not exist", { mapKeys: [{ field: "publish_contxt", keys: ["a"] }] }, PolicyError],
    ["a key of the wrong type", { volumeContextKeys: [7] }, PolicyError],
    ["a wrong policy", { policy: { fields: ["csi.v1.Volume.id"] } }, PolicyError],
    ["a wrong schema", { schemas: ["csi.proto"] }, SchemaError],
    ["a wrong limit", { limits: { maxDepth: 0 } }, RangeError],
    ["an option that there is not", { volumeContextkeys: ["password"] }, Error],
  ])("%s is an error when it is made", (_, options, errorClass) => {
    // Callers in JavaScript may pass any value.
    expect(() => createCsiSanitizer(options as CsiSanitizerOptions)).toThrow(errorClass as typeof Error);
  });
});

describe("stripSecrets", () => {
  it("with a message that says its own type", () => {
    const stripped = stripSecrets(request);
    expect(stripped).toBeInstanceOf(Stripped);
    expect(`${stripped}`).toContain(`"secrets":"${STRIPPED}"`);
    expect(JSON.parse(String(stripped))).toEqual(printedRequest);
    expect(JSON.parse(JSON.stringify({ stripped }))).toEqual({ stripped: printedRequest });
    expect(inspect(stripped)).toMatch(/^Stripped<csi\.v1\.NodePublishVolumeRequest> /);
  });

  it("with a type and a message", () => {
    for (const type of ["csi.v1.NodePublishVolumeRequest", NodePublishVolumeRequestSchema, undefined]) {
      expect(stripSecrets(type, request).toJSON()).toEqual(printedRequest);
    }
  });

  it("with a type that CSI does not have: its options count, too", () => {
    const leaf = create(LeafSchema, { open: "a", hidden: "x" });
    expect(stripSecrets(LeafSchema, leaf).toJSON()).toEqual({ open: "a", hidden: STRIPPED });
    expect(String(stripSecrets(leaf))).toBe('"<<unknown type, probe.v1.Leaf>>"');
    expect(String(stripSecrets("probe.v1.Leaf", leaf))).toBe('"<<unknown type, probe.v1.Leaf>>"');
  });

  it("with a type, for a value of another type", () => {
    expect(String(stripSecrets("csi.v1.Volume", request))).toBe('"<<wrong type of value, csi.v1.Volume>>"');
    expect(String(stripSecrets("csi.v1.Volume", undefined))).toBe('"<<wrong type of value, csi.v1.Volume>>"');
    expect(String(stripSecrets("csi.v1.Volume", "secret"))).not.toContain("secret");
  });

  it("with anything else", () => {
    expect(String(stripSecrets(null))).toBe("null");
    expect(String(stripSecrets("text"))).toBe('"text"');
    expect(String(stripSecrets(7))).toBe("7");
    expect(String(stripSecrets(undefined))).toBe('"<<not a protobuf message>>"');
    expect(String(stripSecrets({ password: "secret" }))).toBe('"<<not a protobuf message>>"');
  });

  it("is lazy: it prints the message in its state at that time", () => {
    const message = create(NodePublishVolumeRequestSchema, { volumeId: "before" });
    const stripped = stripSecrets(message);
    message.volumeId = "after";
    expect(stripped.toJSON()).toEqual({ volume_id: "after" });
  });
});
