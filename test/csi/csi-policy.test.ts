import { create } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ControllerPublishVolumeRequestSchema,
  CreateVolumeResponseSchema,
  NodePublishVolumeRequestSchema,
  NodeStageVolumeRequestSchema,
  ValidateVolumeCapabilitiesRequestSchema,
  ValidateVolumeCapabilitiesResponseSchema,
} from "../../src/csi/gen/csi/v1/csi_pb.js";
import {
  type CsiPolicyOptions,
  csiPolicy,
  csiRegistry,
  SERVICE_ACCOUNT_TOKENS_KEY,
} from "../../src/csi/index.js";
import { createSanitizer, DEFAULT_FIELD_OPTIONS, jwt, PolicyError, STRIPPED } from "../../src/index.js";
import { buildFile, stringField } from "../schema/build-file.js";

const TOKEN =
  "eyJhbGciOiJSUzI1NiIsImtpZCI6IkFCQyJ9.eyJhdWQiOlsidmF1bHQiXSwic3ViIjoic3lzdGVtOnNlcnZpY2VhY2NvdW50Om5zOnNhIn0.c2lnbmF0dXJl";

/** What the kubelet passes to a driver whose CSIDriver object has tokenRequests. */
const fromKubelet = {
  "csi.storage.k8s.io/pod.name": "web-0",
  "csi.storage.k8s.io/pod.namespace": "shop",
  "csi.storage.k8s.io/serviceAccount.name": "web",
  [SERVICE_ACCOUNT_TOKENS_KEY]: JSON.stringify({
    vault: { token: TOKEN, expirationTimestamp: "2026-01-01T00:00:00Z" },
  }),
};
const printedContext = { ...fromKubelet, [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED };

function print(message: object, options?: CsiPolicyOptions): unknown {
  return createSanitizer({ schemas: [csiRegistry], policy: csiPolicy(options) }).toJson(message);
}

describe("service account tokens are stripped", () => {
  const volumeContext = fromKubelet;

  it("their key is the kubelet's", () => {
    expect(SERVICE_ACCOUNT_TOKENS_KEY).toBe("csi.storage.k8s.io/serviceAccount.tokens");
  });

  it.each<[string, object, unknown]>([
    [
      "NodePublishVolume, where the kubelet puts them",
      create(NodePublishVolumeRequestSchema, { volumeContext }),
      { volume_context: printedContext },
    ],
    [
      "NodePublishVolume, where it puts them if the driver asks for that",
      create(NodePublishVolumeRequestSchema, { secrets: fromKubelet }),
      { secrets: STRIPPED },
    ],
    [
      "NodeStageVolume",
      create(NodeStageVolumeRequestSchema, { volumeContext }),
      { volume_context: printedContext },
    ],
    [
      "ControllerPublishVolume",
      create(ControllerPublishVolumeRequestSchema, { volumeContext }),
      { volume_context: printedContext },
    ],
    [
      "ValidateVolumeCapabilities",
      create(ValidateVolumeCapabilitiesRequestSchema, { volumeContext }),
      { volume_context: printedContext },
    ],
    [
      "its response",
      create(ValidateVolumeCapabilitiesResponseSchema, { confirmed: { volumeContext } }),
      { confirmed: { volume_context: printedContext } },
    ],
    [
      "the response of CreateVolume",
      create(CreateVolumeResponseSchema, { volume: { volumeContext } }),
      { volume: { volume_context: printedContext } },
    ],
  ])("in %s", (_, message, printed) => {
    expect(print(message)).toEqual(printed);
  });

  it("whatever their value is, and whatever else is there", () => {
    const other = fc.string().filter((key) => key !== SERVICE_ACCOUNT_TOKENS_KEY);
    const context = fc.dictionary(other, fc.string({ minLength: 1 }));
    fc.assert(
      fc.property(context, fc.string(), fc.string(), (others, tokens, otherTokens) => {
        const printed = [tokens, otherTokens].map((value) =>
          print(
            create(NodePublishVolumeRequestSchema, {
              volumeContext: { ...others, [SERVICE_ACCOUNT_TOKENS_KEY]: value },
            }),
          ),
        );
        expect(printed[0]).toEqual({ volume_context: { ...others, [SERVICE_ACCOUNT_TOKENS_KEY]: STRIPPED } });
        expect(printed[1]).toEqual(printed[0]);
      }),
    );
  });
});

describe("credentials in other places", () => {
  it("a JSON Web Token is found in any string", () => {
    const message = create(NodePublishVolumeRequestSchema, {
      volumeId: `id-${TOKEN}`,
      targetPath: "/var/lib/kubelet",
      publishContext: { auth: `Bearer ${TOKEN}`, portal: "192.0.2.1" },
      volumeCapability: {
        accessType: { case: "mount", value: { fsType: "nfs", mountFlags: ["ro", `token=${TOKEN}`] } },
      },
    });
    expect(print(message)).toEqual({
      volume_id: STRIPPED,
      target_path: "/var/lib/kubelet",
      publish_context: { auth: STRIPPED, portal: "192.0.2.1" },
      volume_capability: { mount: { fs_type: "nfs", mount_flags: ["ro", STRIPPED] } },
    });
  });

  it("volumeContextKeys are added to the tokens' key", () => {
    const volumeContext = { ...fromKubelet, "example.com/password": "x", apiToken: "x", pin: "x", open: "a" };
    const volumeContextKeys = ["example.com/password", /token$/i, (key: string) => key.length === 3];
    expect(print(create(NodePublishVolumeRequestSchema, { volumeContext }), { volumeContextKeys })).toEqual({
      volume_context: {
        ...printedContext,
        "example.com/password": STRIPPED,
        apiToken: STRIPPED,
        pin: STRIPPED,
        open: "a",
      },
    });
  });

  it("mapKeys are rules for any other map", () => {
    const publishContext = { chapSecret: "x", portal: "192.0.2.1" };
    const options = { mapKeys: [{ field: "publish_context", keys: ["chapSecret"] }] };
    const volumeContext = { ...fromKubelet, chapSecret: "not here" };
    expect(print(create(NodePublishVolumeRequestSchema, { publishContext, volumeContext }), options)).toEqual(
      {
        publish_context: { chapSecret: STRIPPED, portal: "192.0.2.1" },
        volume_context: { ...printedContext, chapSecret: "not here" },
      },
    );
  });

  it("also for volume_context itself: they add up", () => {
    const volumeContext = { a: "x", b: "x", c: "d" };
    const options = { volumeContextKeys: ["a"], mapKeys: [{ field: "volume_context", keys: ["b"] }] };
    expect(print(create(NodePublishVolumeRequestSchema, { volumeContext }), options)).toEqual({
      volume_context: { a: STRIPPED, b: STRIPPED, c: "d" },
    });
  });
});

describe("the policy is data", () => {
  it("that one may look at and add to", () => {
    const { optional, ...rules } = csiPolicy({ volumeContextKeys: ["a"] });
    expect(rules).toEqual({
      fieldOptions: DEFAULT_FIELD_OPTIONS,
      mapKeys: [{ field: "volume_context", keys: [SERVICE_ACCOUNT_TOKENS_KEY, "a"] }],
      detectors: [jwt],
    });
    expect(Object.keys(optional ?? {}).sort()).toEqual(["fieldDetectors", "fields", "mapKeys", "open"]);
    expect(csiPolicy({ volumeContextKeys: [], mapKeys: [] })).toEqual(csiPolicy());
  });

  it("whose results share no mutable part between calls", () => {
    const [first, second] = [csiPolicy(), csiPolicy()];
    expect(first).not.toBe(second);
    expect(first.mapKeys).not.toBe(second.mapKeys);
    expect(first.mapKeys?.[0]?.keys).not.toBe(second.mapKeys?.[0]?.keys);
    expect(first.detectors).not.toBe(second.detectors);
    expect(first.optional).not.toBe(second.optional);
    expect(first.optional?.open).not.toBe(second.optional?.open);
    expect(first.optional?.fields?.[0]).not.toBe(second.optional?.fields?.[0]);
  });

  it("is refused if the schemas have no volume_context", () => {
    const file = buildFile({
      name: "other.proto",
      package: "other",
      messageType: [{ name: "Other", field: [stringField("text", 1)] }],
    });
    expect(() => createSanitizer({ schemas: [file], policy: csiPolicy() })).toThrow(PolicyError);
  });
});
