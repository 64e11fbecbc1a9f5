import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { AnySchema, anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../src/csi/gen/csi/v1/csi_pb.js";
import { csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";
import { textArbitrary } from "../../src/testing/text-arbitrary.js";
import { ChoiceSchema, LeafSchema, ListsSchema, MapsSchema, TreeSchema } from "../gen/probe_pb.js";
import { ListsSchema as WellKnownListsSchema } from "../gen/well_known_pb.js";
import { policies, registry } from "../properties/subjects.js";
import { runs } from "../runs.js";

const sanitizer = createSanitizer({
  schemas: [registry],
  policy: [...policies, { mapKeys: [{ field: "probe.v1.Tree.named", keys: ["password"] }] }],
});

/** Mostly texts that print as they are: of a message in which all are such, none is searched for what needs an escape. */
const text: fc.Arbitrary<string> = fc.oneof(
  { weight: 20, arbitrary: fc.stringMatching(/^[a-z0-9/.-]{0,40}$/) },
  { weight: 1, arbitrary: textArbitrary() },
);

/** A part of the wire bytes of a message. */
type Part = (writer: BinaryWriter) => BinaryWriter;

const field = (number: number, value: string): Part => {
  return (writer) => writer.tag(number, WireType.LengthDelimited).string(value);
};
const message = (number: number, parts: readonly Part[]): Part => {
  return (writer) => writer.tag(number, WireType.LengthDelimited).bytes(wire(parts));
};

function wire(parts: readonly Part[]): Uint8Array {
  return parts.reduce((writer, part) => part(writer), new BinaryWriter()).finish();
}

const fieldOf = (...numbers: number[]): fc.Arbitrary<Part> =>
  fc.tuple(fc.constantFrom(...numbers), text).map(([number, value]) => field(number, value));

/** Keys and values of map entries in any order and number. What counts is the last of each. */
const entryOf = (number: number, keys: readonly string[], value: fc.Arbitrary<Part>): fc.Arbitrary<Part> => {
  const key = fc.constantFrom(...keys).map((name) => field(1, name));
  return fc
    .oneof(
      { weight: 5, arbitrary: fc.tuple(key, value) },
      { weight: 1, arbitrary: fc.array(fc.oneof(key, value), { maxLength: 5 }) },
    )
    .map((parts) => message(number, parts));
};

const leaf = fieldOf(1, 2);
const leafIn = (number: number): fc.Arbitrary<Part> =>
  fc.array(leaf, { maxLength: 3 }).map((parts) => message(number, parts));

const KEYS = ["pod", "pod.name", "password", "storage", SERVICE_ACCOUNT_TOKENS_KEY, 'quote"'];

const TYPES = [
  { desc: ListsSchema, part: fc.oneof(fieldOf(5, 9), leafIn(8), leafIn(11)) },
  { desc: ChoiceSchema, part: fc.oneof(fieldOf(1, 6, 9), leafIn(3), leafIn(7)) },
  { desc: MapsSchema, part: fc.oneof(...[1, 11, 13].map((number) => entryOf(number, KEYS, fieldOf(2)))) },
  // Such an entry is read twice: its last key comes after the value of another key.
  { desc: TreeSchema, part: fc.oneof(leaf, entryOf(6, KEYS, leafIn(2))) },
];

describe("texts of wire bytes", () => {
  it.each(TYPES)("print as those of a decoded message: $desc.typeName", ({ desc, part }) => {
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const bytes = wire(parts);
        expect(sanitizer.stringifyBinary(desc, bytes)).toBe(sanitizer.stringify(fromBinary(desc, bytes)));
      }),
      { numRuns: runs(500) },
    );
  });

  it.each(["go", "protojson"] as const)("print as such in an Any, too, as %s", (format) => {
    const { stringify, stringifyBinary } = createSanitizer({ schemas: [registry], policy: policies, format });
    fc.assert(
      fc.property(fc.array(TYPES[0]?.part ?? leaf, { maxLength: 10 }), (parts) => {
        const any = create(AnySchema, { typeUrl: "x/probe.v1.Lists", value: wire(parts) });
        expect(stringifyBinary(AnySchema, toBinary(AnySchema, any))).toBe(stringify(any));
      }),
    );
  });

  it("have every character escaped that has to be, wherever it stands", () => {
    for (let code = 0; code <= 0x2100; code++) {
      const odd = `a${String.fromCharCode(code)}b`;
      const bytes = wire([field(5, "plain"), field(5, odd), field(5, "plain")]);
      const expected = sanitizer.stringify(create(ListsSchema, { strings: ["plain", odd, "plain"] }));
      if (sanitizer.stringifyBinary(ListsSchema, bytes) !== expected) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it.each([
    ["the value stands before its key", MapsSchema, [field(2, 'odd"'), field(1, "pod")], 1],
    ["the key comes twice", MapsSchema, [field(1, "pod"), field(2, 'odd"'), field(1, "zone")], 1],
    [
      "an open key counts, and the value was skipped because of another one",
      TreeSchema,
      [
        field(1, "password"),
        message(2, [field(1, "first of two that merge")]),
        field(1, "pod"),
        message(2, [message(3, [field(1, "the other one")])]),
      ],
      6,
    ],
  ] as const)(
    "print as those of a decoded message where in an entry of a map %s",
    (_, desc, entry, number) => {
      const bytes = wire([message(number, entry), message(number, [field(1, "plain"), ...entry])]);
      expect(sanitizer.stringifyBinary(desc, bytes)).toBe(sanitizer.stringify(fromBinary(desc, bytes)));
    },
  );

  it("have the description of a secret escaped, even if all other texts are plain", () => {
    const describing = createSanitizer({
      schemas: [registry],
      policy: [{ mapKeys: [{ field: "volume_context", keys: ["token"], describe: () => 'a\n"b' }] }],
    });
    const entry = (key: string): Part => message(13, [field(1, key), field(2, "plain")]);
    const bytes = wire([entry("before"), entry("token"), entry("zone")]);
    expect(describing.stringifyBinary(MapsSchema, bytes)).toBe(
      '{"volume_context":{"before":"plain","token":"a\\n\\"b","zone":"plain"}}',
    );
  });
});

describe("keys of maps in wire bytes", () => {
  it("do not hide others if a map is printed while another map is read", () => {
    const inner = wire([message(1, [field(1, "first"), field(2, "a")])]);
    const bytes = wire(
      [inner, wire([message(1, [field(1, "second"), field(2, "b")])])].map(
        (part) => (writer) => writer.raw(part),
      ),
    );
    const reentrant = createSanitizer({
      schemas: [registry],
      policy: [
        {
          mapKeys: [
            {
              field: "by_string",
              keys: [
                (key) => {
                  if (key === "second") reentrant.stringifyBinary(MapsSchema, inner);
                  return false;
                },
              ],
            },
          ],
        },
      ],
    });
    expect(reentrant.stringifyBinary(MapsSchema, bytes)).toBe('{"by_string":{"first":"a","second":"b"}}');
  });
});

describe("decoders", () => {
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
    vi.resetModules();
  });

  /** All texts that the decoders of Node give from now on, to modules that are loaded from now on. */
  function decodedTexts(): readonly string[] {
    const decoded: string[] = [];
    for (const name of ["utf8Slice", "latin1Slice"] as const) {
      // Node has them, its types do not.
      const prototype = Buffer.prototype as unknown as Record<
        typeof name,
        (this: Uint8Array, ...range: number[]) => string
      >;
      const { [name]: slice } = prototype;
      vi.spyOn(prototype, name).mockImplementation(function (this: Uint8Array, ...range) {
        const result = slice.apply(this, range);
        decoded.push(result);
        return result;
      });
    }
    vi.resetModules();
    return decoded;
  }

  const secret = "hunter2-hunter2-hunter2-hunter2";

  it("are given no bytes of a secret, however it stands between texts", async () => {
    const decoded = decodedTexts();
    const { createCsiSanitizer } = await import("../../src/csi/index.js");
    const request = create(NodePublishVolumeRequestSchema, {
      volumeId: "a volume with a long name",
      targetPath: "/var/lib/kubelet/pods/mount",
      secrets: { user: secret, password: secret },
      volumeContext: {
        before: "text before tokens",
        [SERVICE_ACCOUNT_TOKENS_KEY]: secret,
        later: "text behind them",
      },
    });
    const bytes = toBinary(NodePublishVolumeRequestSchema, request);
    const text = createCsiSanitizer({ schemas: [csiRegistry] }).stringifyBinary(
      "csi.v1.NodePublishVolumeRequest",
      bytes,
    );
    expect(text).toContain('"later":"text behind them"');
    expect(decoded.join("\n")).toContain("text behind them");
    expect(decoded.join("\n")).not.toContain("hunter2");
  });

  it("never decode a secret in an Any between texts", async () => {
    const decoded = decodedTexts();
    const { createSanitizer } = await import("../../src/index.js");
    const any = [1, 2].map(() =>
      anyPack(LeafSchema, create(LeafSchema, { open: "open text", hidden: secret })),
    );
    const bytes = toBinary(WellKnownListsSchema, create(WellKnownListsSchema, { any }));
    const text = createSanitizer({ schemas: [registry] }).stringifyBinary("wkt.v1.Lists", bytes);
    expect(text).toContain('"open":"open text"');
    expect(decoded.join("\n")).toContain("probe.v1.Leaf");
    expect(decoded.join("\n")).not.toContain("hunter2");
  });

  it("are the standard ones on a platform without Buffer", async () => {
    const bytes = new TextEncoder().encode("\ufeffa text that is long enough, é");
    vi.stubGlobal("Buffer", undefined);
    vi.resetModules();
    const { decodeLatin1, decodeText } = await import("../../src/representations/wire/decode-text.js");
    expect(decodeText(bytes, 0, bytes.length, true)).toBe("\ufeffa text that is long enough, é");
    expect(decodeLatin1(bytes, 3, bytes.length - 2)).toBe("a text that is long enough, ");
    // One character per byte, for any bytes.
    expect(decodeLatin1(bytes, 0, bytes.length)).toHaveLength(bytes.length);
  });
});
