import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer, csiRegistry, SERVICE_ACCOUNT_TOKENS_KEY } from "../../src/csi/index.js";
import { createSanitizer } from "../../src/index.js";

const desc = csiRegistry.getMessage("csi.v1.NodePublishVolumeRequest");
if (desc === undefined) throw new Error("NodePublishVolumeRequest is registered");
const sanitizer = createCsiSanitizer();

const SECRET = "s3cr3t-a000000aa00a0a000aaab50b";
const request = toBinary(
  desc,
  create(desc, {
    volumeId: "vol-1",
    targetPath: "/mnt",
    secrets: { password: SECRET, other: `${SECRET}"${SECRET}` },
    volumeContext: { [SERVICE_ACCOUNT_TOKENS_KEY]: `{"aud":{"token":"${SECRET}"}}` },
  }),
);

/** The request with one byte more, somewhere. */
function withByte(at: number, byte: number): Uint8Array {
  return Uint8Array.of(...request.subarray(0, at), byte, ...request.subarray(at));
}

function withUnknownField(bytes: Uint8Array): Uint8Array {
  const unknown = new BinaryWriter()
    .tag(1000, WireType.LengthDelimited)
    .string("of a later version")
    .finish();
  return Uint8Array.of(...bytes, ...unknown);
}

/** A request whose only secret is not valid UTF-8. */
const invalidSecret = Uint8Array.of(...[0x3a, 0x08, 0x0a, 0x01, 0x6b, 0x12, 0x03], 0xff, 0xfe, 0x61);

describe("wire bytes with traces of damage", () => {
  it("are read in linear time, even with content after the value of each of many nested entries", () => {
    let value = new BinaryWriter().tag(3, WireType.LengthDelimited).string("innermost").finish();
    let struct = new Uint8Array(0);
    for (let level = 0; level < 45; level++) {
      const entry = new BinaryWriter()
        .tag(1, WireType.LengthDelimited)
        .string("k")
        .tag(2, WireType.LengthDelimited)
        .bytes(value)
        .tag(3, WireType.Varint)
        .uint32(1)
        .finish();
      struct = new BinaryWriter().tag(1, WireType.LengthDelimited).bytes(entry).finish();
      value = new BinaryWriter().tag(5, WireType.LengthDelimited).bytes(struct).finish();
    }
    expect(createSanitizer().stringifyBinary("google.protobuf.Struct", struct)).toContain('"innermost"');
  });

  it("print no rest of a secret into which a byte was inserted, though the rest reads as other fields", () => {
    const leaks = (byte: number): number[] =>
      Array.from({ length: request.length }, (_, at) => at).filter((at) => {
        const bytes = withByte(at, byte);
        return sanitizer.stringifyBinary(desc, bytes).includes(SECRET) && !decodes(bytes);
      });
    for (const byte of [0x80, 0xbf, 0xc0, 0xff]) expect(leaks(byte)).toEqual([]);
  });

  it("have all text checked, as a decoder would", () => {
    expect(sanitizer.stringifyBinary(desc, withUnknownField(request))).toContain('"target_path":"/mnt"');
    expect(sanitizer.stringifyBinary(desc, withUnknownField(invalidSecret))).toMatch(
      /^"<<malformed, csi.v1.NodePublishVolumeRequest>>"$/,
    );
    expect(sanitizer.redactBinary(desc, withUnknownField(invalidSecret))).toBeUndefined();
  });

  it("are the exception: without traces the text of a secret is not looked at", () => {
    expect(sanitizer.stringifyBinary(desc, invalidSecret)).toBe('{"secrets":"***stripped***"}');
  });
});

function decodes(bytes: Uint8Array): boolean {
  if (desc === undefined) return false;
  try {
    fromBinary(desc, bytes);
    return true;
  } catch {
    return false;
  }
}
