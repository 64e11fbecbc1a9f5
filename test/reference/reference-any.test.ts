import { create, fromBinary } from "@bufbuild/protobuf";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { LeafSchema, TreeSchema } from "../gen/probe_pb.js";
import { AnyContextMapSchema, SingularSchema } from "../gen/well_known_pb.js";
import { printAsJson } from "./print-as-json.js";

const STRIPPED = "***stripped***";
const passwords = { mapKeys: [{ field: "volume_context", keys: ["password"] }] };
const credentials = { detectors: [(text: string) => text.includes("CREDENTIAL")] };

describe("Any", () => {
  const leaf = anyPack(LeafSchema, create(LeafSchema, { open: "a", hidden: "b" }));
  const bytes = new Uint8Array([1, 2, 3]);

  it("is opened and sanitized", () => {
    expect(printAsJson(SingularSchema, { any: leaf })).toEqual({
      any: { type_url: "type.googleapis.com/probe.v1.Leaf", value: { open: "a", hidden: STRIPPED } },
    });
  });

  it("is opened in an Any, and in a map", () => {
    const outer = anyPack(AnySchema, leaf);
    expect(
      printAsJson(AnyContextMapSchema, { volumeContext: { a: outer, password: outer } }, passwords),
    ).toEqual({
      volume_context: {
        a: {
          type_url: "type.googleapis.com/google.protobuf.Any",
          value: { type_url: "type.googleapis.com/probe.v1.Leaf", value: { open: "a", hidden: STRIPPED } },
        },
        password: STRIPPED,
      },
    });
  });

  it.each([
    { what: "nothing", any: {}, printed: {} },
    {
      what: "a known type, empty",
      any: { typeUrl: "x/probe.v1.Leaf" },
      printed: { type_url: "x/probe.v1.Leaf", value: {} },
    },
    {
      what: "a known type, malformed",
      any: { typeUrl: "x/probe.v1.Leaf", value: new Uint8Array([10, 200]) },
      printed: { type_url: "x/probe.v1.Leaf", value: "<<malformed, probe.v1.Leaf>>" },
    },
    {
      what: "an unknown type, empty",
      any: { typeUrl: "x/pkg.T" },
      printed: { type_url: "x/pkg.T", value: "<<unknown type, pkg.T>>" },
    },
    {
      what: "an unknown type",
      any: { typeUrl: "x/pkg.T", value: bytes },
      printed: { type_url: "x/pkg.T", value: "<<unknown type, pkg.T>>" },
    },
  ])("holds $what", ({ any, printed }) => {
    expect(printAsJson(SingularSchema, { any })).toEqual({ any: printed });
  });

  it("shows nothing of its payload where its type URL holds a credential", () => {
    const any = { ...leaf, typeUrl: "CREDENTIAL/probe.v1.Leaf" };
    expect(printAsJson(SingularSchema, { any }, credentials)).toEqual({
      any: { type_url: STRIPPED, value: STRIPPED },
    });
  });
});

describe("depth", () => {
  const three = { label: "1", left: { label: "2", left: { label: "3" } } };

  it("ends at the limit with a note, the outermost message being the first", () => {
    expect(printAsJson(TreeSchema, three, { maxDepth: 3 })).toEqual(three);
    expect(printAsJson(TreeSchema, three, { maxDepth: 2 })).toEqual({
      label: "1",
      left: { label: "2", left: "<<depth limit of 2 reached, probe.v1.Tree>>" },
    });
  });

  it("counts the payload of an Any as one more", () => {
    const any = anyPack(TreeSchema, create(TreeSchema, { label: "3" }));
    const typeUrl = any.typeUrl;
    expect(printAsJson(SingularSchema, { any }, { maxDepth: 3 })).toEqual({
      any: { type_url: typeUrl, value: { label: "3" } },
    });
    expect(printAsJson(SingularSchema, { any }, { maxDepth: 2 })).toEqual({
      any: { type_url: typeUrl, value: "<<depth limit of 2 reached, probe.v1.Tree>>" },
    });
  });

  it("is 100 by default", () => {
    const nested = fromBinary(TreeSchema, nestedTrees(150), { recursionLimit: 200 });
    const json = JSON.stringify(printAsJson(TreeSchema, nested));
    expect(json.split('"left":')).toHaveLength(101);
    expect(json).toContain("<<depth limit of 100 reached, probe.v1.Tree>>");
  });

  it("cuts no secret field: that prints its marker", () => {
    const request = { secrets: { a: "b" }, volumeCapability: {} };
    expect(printAsJson(NodePublishVolumeRequestSchema, request, { maxDepth: 1 })).toEqual({
      secrets: STRIPPED,
      volume_capability: "<<depth limit of 1 reached, csi.v1.VolumeCapability>>",
    });
  });
});

/** Wire bytes of a Tree with so many levels below it, each in the field `left`. */
function nestedTrees(levels: number): Uint8Array {
  let bytes: readonly number[] = [];
  for (let level = 0; level < levels; level++) {
    const length = bytes.length < 128 ? [bytes.length] : [(bytes.length % 128) + 128, bytes.length >> 7];
    bytes = [(3 << 3) | 2, ...length, ...bytes];
  }
  return new Uint8Array(bytes);
}
