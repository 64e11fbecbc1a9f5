import { create, type Message, toBinary } from "@bufbuild/protobuf";
import { AnySchema, anyPack, StringValueSchema } from "@bufbuild/protobuf/wkt";
import Long from "long";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { jwt, STRIPPED } from "../../src/index.js";
import { protobufEs } from "../../src/representations/protobuf-es/protobuf-es.js";
import { Copier } from "../../src/write/copy/copier.js";
import { resolveLimits } from "../../src/write/limits.js";
import {
  ChoiceSchema,
  Color,
  LeafSchema,
  ListsSchema,
  MapsSchema,
  OptionalsSchema,
  SecretScalarsSchema,
} from "../gen/probe_pb.js";
import { SingularSchema, MapsSchema as WellKnownMapsSchema } from "../gen/well_known_pb.js";
import { parsedRoot } from "../representations/protobufjs-root.js";
import { testRedactor } from "./test-redactor.js";

const TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0.c2ln";
const STRIPPED_BYTES = new TextEncoder().encode(STRIPPED);
const { redact, print } = testRedactor();

describe("a redacted copy", () => {
  const request = create(NodePublishVolumeRequestSchema, {
    volumeId: "vol-1",
    volumeCapability: { accessType: { case: "mount", value: { fsType: "ext4" } } },
    publishContext: { lun: "4" },
    secrets: { user: "admin", password: "hunter2" },
    volumeContext: { "csi.storage.k8s.io/serviceAccount.tokens": "{}", "csi.storage.k8s.io/pod.name": "web" },
  });

  it("has the marker in place of secrets, and shares everything else", () => {
    const copy = redact(NodePublishVolumeRequestSchema, request);
    expect(copy).toEqual(
      create(NodePublishVolumeRequestSchema, {
        volumeId: "vol-1",
        volumeCapability: { accessType: { case: "mount", value: { fsType: "ext4" } } },
        publishContext: { lun: "4" },
        secrets: { [STRIPPED]: STRIPPED },
        volumeContext: {
          "csi.storage.k8s.io/serviceAccount.tokens": STRIPPED,
          "csi.storage.k8s.io/pod.name": "web",
        },
      }),
    );
    expect(copy.volumeCapability).toBe(request.volumeCapability);
    expect(copy.publishContext).toBe(request.publishContext);
    expect(copy.$typeName).toBe("csi.v1.NodePublishVolumeRequest");
  });

  it("is the message itself if nothing is secret", () => {
    const open = create(NodePublishVolumeRequestSchema, { volumeId: "vol-1", volumeContext: { a: "b" } });
    expect(redact(NodePublishVolumeRequestSchema, open)).toBe(open);
  });

  it("is made of messages that change and messages that do not, in any order", () => {
    const open = create(LeafSchema, { open: "a" });
    for (let run = 0; run < 3; run++) {
      expect(redact(LeafSchema, create(LeafSchema, { hidden: "b" }))).toEqual(
        create(LeafSchema, { hidden: STRIPPED }),
      );
      expect(redact(LeafSchema, open)).toBe(open);
    }
  });
});

describe("the replacement of a secret value", () => {
  it("is the smallest value that counts as set, if a default would not", () => {
    const message = create(SecretScalarsSchema, {
      fDouble: -0,
      fInt32: 42,
      fInt64: 42n,
      fUint64: 2n ** 64n - 1n,
      fBool: true,
      fString: "hunter2",
      fBytes: new Uint8Array([1, 2]),
      fColor: Color.GREEN,
    });
    expect(redact(SecretScalarsSchema, message)).toEqual(
      create(SecretScalarsSchema, {
        fDouble: 1,
        fInt32: 1,
        fInt64: 1n,
        fUint64: 1n,
        fBool: true,
        fString: STRIPPED,
        fBytes: STRIPPED_BYTES,
        fColor: Color.RED,
      }),
    );
  });

  it("is the default for a field with explicit presence; a field that is not set stays so", () => {
    const message = create(OptionalsSchema, { hiddenInt: 42 });
    expect(redact(OptionalsSchema, message)).toEqual(create(OptionalsSchema, { hiddenInt: 0 }));
  });

  it("is one item or entry, however many there were; an empty list or map stays so", () => {
    const lists = create(ListsSchema, {
      hiddenStrings: ["a", "b"],
      hiddenInts: [1, 2, 3],
      hiddenLeaves: [{ open: "a" }, {}],
    });
    expect(redact(ListsSchema, lists)).toEqual(
      create(ListsSchema, { hiddenStrings: [STRIPPED], hiddenInts: [0], hiddenLeaves: [{}] }),
    );
    const maps = create(MapsSchema, { hiddenLeafMap: { "1": { open: "a" }, "2": {} } });
    expect(redact(MapsSchema, maps)).toEqual(create(MapsSchema, { hiddenLeafMap: { "0": {} } }));
  });

  it("is an empty message, which is as valid as any other", () => {
    const choice = create(ChoiceSchema, { pick: { case: "hiddenLeaf", value: { open: "a", hidden: "b" } } });
    const copy = redact(ChoiceSchema, choice);
    expect(copy.pick).toEqual({ case: "hiddenLeaf", value: create(LeafSchema) });
    toBinary(ChoiceSchema, copy);
  });

  it("is of the kind that the representation has for it", () => {
    const type = "probe.v1.SecretScalars";
    expect(redact(type, { fInt64: "42", fColor: "COLOR_GREEN", fBytes: "aHVudGVyMg==" })).toEqual({
      fInt64: "1",
      // A number, whatever stood there: a name would tell that the secret was a declared value.
      fColor: 1,
      fBytes: "Kioqc3RyaXBwZWQqKio=",
    });
    expect(redact(type, { f_int64: 42n, f_color: 2, f_bytes: [1, 2] })).toEqual({
      f_int64: 1n,
      f_color: 1,
      f_bytes: [...STRIPPED_BYTES],
    });
    const { fBytes } = redact(type, { fBytes: Buffer.from("hunter2") });
    expect(fBytes).toBeInstanceOf(Buffer);
    expect(fBytes.toString()).toBe(STRIPPED);
    expect(redact("probe.v1.Maps", { hiddenLeafMap: new Map([[5n, { open: "a" }]]) })).toEqual({
      hiddenLeafMap: new Map([[0n, {}]]),
    });
    const bytes = toBinary(SecretScalarsSchema, create(SecretScalarsSchema, { fInt64: 42n }));
    const { fInt64 } = redact(type, Object(parsedRoot(8, false).lookupType(type).decode(bytes)));
    expect(fInt64).toEqual(Long.fromNumber(1));
  });

  it("is of the same class as a message of protobufjs", () => {
    const type = parsedRoot(8, false).lookupType("probe.v1.Choice");
    const decoded = type.create({ hiddenLeaf: { open: "a" } });
    const copy = redact("probe.v1.Choice", decoded);
    expect(Object.getPrototypeOf(copy)).toBe(Object.getPrototypeOf(decoded));
    expect(copy).toEqual(type.create({ hiddenLeaf: {} }));
  });
});

describe("free JSON", () => {
  const struct = { user: "a", nested: [{ password: { deep: 1 }, open: null }], password: 12345 };
  const expected = { user: "a", nested: [{ password: STRIPPED, open: null }], password: STRIPPED };
  const keyed = testRedactor([{ mapKeys: [{ field: "struct", keys: ["password"] }] }]);

  it("is redacted by key at every depth, as @bufbuild/protobuf and ts-proto have it", () => {
    const message = create(SingularSchema, { struct });
    expect(keyed.redact(SingularSchema, message)).toEqual(create(SingularSchema, { struct: expected }));
    expect(keyed.redact("wkt.v1.Singular", { struct })).toEqual({ struct: expected });
  });

  it("and as messages", () => {
    const message = {
      struct: { fields: { user: { stringValue: "a" }, password: { numberValue: 1, kind: "numberValue" } } },
    };
    const copy = keyed.redact("wkt.v1.Singular", message);
    expect(copy).toEqual({
      struct: {
        fields: { user: { stringValue: "a" }, password: { stringValue: STRIPPED, kind: "stringValue" } },
      },
    });
    expect(keyed.print("wkt.v1.Singular", copy)).toBe(keyed.print("wkt.v1.Singular", message));
    const ofUnions = { struct: { fields: { password: { kind: { $case: "numberValue", numberValue: 1 } } } } };
    expect(keyed.redact("wkt.v1.Singular", ofUnions)).toEqual({
      struct: { fields: { password: { kind: { $case: "stringValue", stringValue: STRIPPED } } } },
    });
  });
});

describe("credentials that a detector finds", () => {
  it("are stripped from open texts, wherever they stand", () => {
    const lists = create(ListsSchema, { strings: ["a", `Bearer ${TOKEN}`] });
    expect(redact(ListsSchema, lists).strings).toEqual(["a", STRIPPED]);
    const singular = create(SingularSchema, { stringValue: TOKEN, fieldMask: { paths: ["a", TOKEN] } });
    expect(redact(SingularSchema, singular)).toEqual(
      create(SingularSchema, { stringValue: STRIPPED, fieldMask: { paths: ["a", STRIPPED] } }),
    );
    expect(redact("wkt.v1.Singular", { fieldMask: `a,${TOKEN}` })).toEqual({ fieldMask: STRIPPED });
  });

  it("are one entry if they are keys, however many there are", () => {
    const maps = create(MapsSchema, {
      byString: { a: "b", [TOKEN]: "c", [`${TOKEN}.d`]: "d", [STRIPPED]: "e" },
      toColor: { [TOKEN]: Color.GREEN },
    });
    const copy = redact(MapsSchema, maps);
    expect(copy.byString).toEqual({ a: "b", [STRIPPED]: STRIPPED });
    expect(copy.toColor).toEqual({ [STRIPPED]: Color.UNSPECIFIED });
  });
});

describe("an Any", () => {
  const leaf = create(LeafSchema, { open: "a", hidden: "b" });
  const stripped = create(LeafSchema, { open: "a", hidden: STRIPPED });

  it("has its message redacted, and is shared if that does not change", () => {
    expect(redact(AnySchema, anyPack(LeafSchema, leaf))).toEqual(anyPack(LeafSchema, stripped));
    const open = anyPack(LeafSchema, create(LeafSchema, { open: "a" }));
    expect(redact(AnySchema, open)).toBe(open);
  });

  it("is emptied if its type is not known, or its message cannot be read", () => {
    const unknown = create(AnySchema, { typeUrl: "example.com/acme.Login", value: new Uint8Array([1]) });
    expect(redact(AnySchema, unknown)).toEqual(create(AnySchema, { typeUrl: "example.com/acme.Login" }));
    const malformed = create(AnySchema, { typeUrl: "a/probe.v1.Leaf", value: new Uint8Array([10, 9]) });
    expect(redact(AnySchema, malformed)).toEqual(create(AnySchema, { typeUrl: "a/probe.v1.Leaf" }));
  });

  it("has the marker for bytes if its type is secret", () => {
    const secretType = testRedactor([{ fields: ["google.protobuf.Any.type_url"] }]);
    const marked = create(AnySchema, { typeUrl: STRIPPED, value: STRIPPED_BYTES });
    expect(secretType.redact(AnySchema, anyPack(LeafSchema, leaf))).toEqual(marked);
    const named = create(AnySchema, { typeUrl: `${TOKEN}/probe.v1.Leaf`, value: new Uint8Array([1]) });
    expect(redact(AnySchema, named)).toEqual(marked);
    expect(print(AnySchema, redact(AnySchema, named))).toBe(print(AnySchema, named));
  });

  it("that holds its message opened is redacted in place", () => {
    const any = { open: "a", "@type": "example.com/probe.v1.Leaf", hidden: "b", more: "c" };
    expect(redact("google.protobuf.Any", any)).toEqual({
      open: "a",
      "@type": "example.com/probe.v1.Leaf",
      hidden: STRIPPED,
    });
    const text = { "@type": "example.com/google.protobuf.StringValue", value: TOKEN };
    expect(redact("google.protobuf.Any", text)).toEqual({ ...text, value: STRIPPED });
    const unknown = { "@type": "example.com/acme.Login", password: "hunter2" };
    expect(redact("google.protobuf.Any", unknown)).toEqual({ "@type": "example.com/acme.Login" });
    const open = { "@type": "example.com/probe.v1.Leaf", open: "a" };
    expect(redact("google.protobuf.Any", open)).toBe(open);
  });
});

describe("well-known types in their own forms", () => {
  it("stay as they are", () => {
    const message = { timestamp: new Date(0), duration: "1.5s", fieldMask: "a,b", int64Value: "5" };
    expect(redact("wkt.v1.Singular", message)).toBe(message);
  });

  it("are empty if they are secret", () => {
    const message = { hiddenTimestamp: new Date(5), hiddenDuration: "1.5s", hiddenStringValue: "a" };
    expect(redact("wkt.v1.Hidden", message)).toEqual({
      hiddenTimestamp: new Date(0),
      hiddenDuration: "0s",
      hiddenStringValue: "",
    });
    const secretSeconds = testRedactor([{ fields: ["google.protobuf.Timestamp.seconds"] }]);
    expect(secretSeconds.redact("wkt.v1.Singular", { timestamp: "2001-02-03T04:05:06Z" })).toEqual({
      timestamp: "1970-01-01T00:00:00Z",
    });
  });
});

describe("values of the wrong type", () => {
  it("are dropped, or empty if @bufbuild/protobuf needs a value", () => {
    const broken = Object.assign(create(ListsSchema), { strings: "hunter2", ints: ["hunter2", 1] });
    expect(redact(ListsSchema, broken)).toEqual(create(ListsSchema, { ints: [1] }));
    const choice = Object.assign(create(ChoiceSchema), { pick: { case: "nothing", value: "hunter2" } });
    expect(redact(ChoiceSchema, choice)).toEqual(create(ChoiceSchema));
    const maps = Object.assign(create(WellKnownMapsSchema), { timestamp: { a: "hunter2" } });
    expect(redact(WellKnownMapsSchema, maps)).toEqual(create(WellKnownMapsSchema));
    expect(redact("probe.v1.Leaf", { open: { password: "hunter2" } })).toEqual({});
  });

  it("a value that is not a message has no copy", () => {
    expect(redact<unknown>(LeafSchema, create(StringValueSchema, { value: "hunter2" }))).toBeUndefined();
    expect(redact<unknown>("probe.v1.Leaf", ["hunter2"])).toBeUndefined();
  });
});

describe("a type that could not be compiled", () => {
  it("has empty messages", () => {
    const copier = new Copier({
      limits: resolveLimits(),
      holdsCredential: jwt,
      payload: (_plan, payload) => payload,
    });
    const failed = { kind: "failed", typeName: "probe.v1.Leaf", reason: "a reason" } as const;
    const message: Message = create(LeafSchema, { open: "a", hidden: "b" });
    expect(copier.copy(failed, protobufEs, message)).toEqual({ $typeName: "probe.v1.Leaf" });
  });
});
