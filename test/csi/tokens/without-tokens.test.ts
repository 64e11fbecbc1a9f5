import { create, toBinary } from "@bufbuild/protobuf";
import { BinaryReader, BinaryWriter } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type NodePublishVolumeRequest,
  NodePublishVolumeRequestSchema,
  NodeStageVolumeRequestSchema,
} from "../../../src/csi/gen/csi/v1/csi_pb.js";
import { ServiceAccountTokensError, withoutTokens } from "../../../src/csi/index.js";
import { messageArbitrary } from "../../../src/testing/index.js";
import { deepFreeze } from "../../properties/deep-freeze.js";
import { KEY, requestWith, tokensText } from "./requests.js";

const inBoth = {
  secrets: { password: "hunter2", [KEY]: tokensText() },
  volumeContext: { pod: "web-0", [KEY]: tokensText() },
};
const inNeither = { secrets: { password: "hunter2" }, volumeContext: { pod: "web-0" } };

describe("the copy", () => {
  it("shares everything but the maps with the tokens", () => {
    const request = requestWith({ ...inNeither, volumeContext: inBoth.volumeContext });
    const copy = withoutTokens(request);
    expect(copy.volumeCapability).toBe(request.volumeCapability);
    expect(copy.secrets).toBe(request.secrets);
    expect(copy.volumeContext).toEqual({ pod: "web-0" });
    expect(Object.keys(copy)).toEqual(Object.keys(request));
  });

  it("of a frozen message works, and its changed parts are not frozen", () => {
    const request = requestWith(inBoth);
    deepFreeze(request);
    const copy = withoutTokens(request);
    copy.secrets = {};
    expect(request.secrets).toHaveProperty([KEY]);
  });

  it("keeps symbols, hidden properties and unknown fields", () => {
    const symbol = Symbol("call");
    const request = Object.assign(requestWith(inBoth), {
      [symbol]: 1,
      $unknown: [{ no: 2000, wireType: 0, data: Uint8Array.of(1) }],
    });
    Object.defineProperty(request, "hidden", { value: 2 });
    const copy: object = withoutTokens(request);
    expect(copy).toMatchObject({ [symbol]: 1, $unknown: request.$unknown });
    expect(Object.getOwnPropertyDescriptor(copy, "hidden")).toMatchObject({ value: 2, enumerable: false });
  });

  it("has the tokens under neither of two spellings of a field", () => {
    const text = tokensText();
    const request = { volume_context: { [KEY]: text }, volumeContext: { [KEY]: text }, secrets: null };
    expect(withoutTokens(request)).toEqual({ volume_context: {}, volumeContext: {}, secrets: null });
  });

  it("keeps a key __proto__ of a map", () => {
    const secrets = JSON.parse(`{"__proto__":"a","${KEY}":"b"}`);
    expect(JSON.stringify(withoutTokens({ secrets }))).toBe('{"secrets":{"__proto__":"a"}}');
  });

  it("of other requests can be made, too", () => {
    const copy = withoutTokens(create(NodeStageVolumeRequestSchema, { volumeContext: inBoth.volumeContext }));
    expect(copy.volumeContext).toEqual({ pod: "web-0" });
  });

  it("is like the message that never had tokens, for all messages", () => {
    const messages = messageArbitrary(
      NodePublishVolumeRequestSchema,
    ) as fc.Arbitrary<NodePublishVolumeRequest>;
    fc.assert(
      fc.property(messages, fc.string(), (message, text) => {
        fc.pre(!(KEY in message.secrets) && !(KEY in message.volumeContext));
        const put = <T extends object>(map: T): T => ({ ...map, [KEY]: text });
        const given = {
          ...message,
          secrets: put(message.secrets),
          volumeContext: put(message.volumeContext),
        };
        expect(withoutTokens(given)).toEqual(message);
      }),
    );
  });
});

describe("wire bytes", () => {
  const entry = (writer: BinaryWriter, field: number, parts: readonly [number, string][]): void => {
    writer.tag(field, 2).fork();
    for (const [number, text] of parts) writer.tag(number, 2).string(text);
    writer.join();
  };

  it("keep everything else byte for byte, unknown fields and all", () => {
    const writer = new BinaryWriter().tag(1, 2).string("vol-1");
    entry(writer, 7, [
      [1, "password"],
      [2, "hunter2"],
    ]);
    const before = writer.tag(2000, 0).uint32(5).finish();
    const rest = toBinary(NodePublishVolumeRequestSchema, requestWith({ volumeContext: { pod: "web-0" } }));
    const tokens = new BinaryWriter();
    entry(tokens, 7, [
      [1, KEY],
      [2, tokensText()],
    ]);
    // The value may come first, and a key twice: the last one counts.
    entry(tokens, 8, [
      [2, tokensText()],
      [1, "pod"],
      [1, KEY],
    ]);
    const bytes = Buffer.concat([before, tokens.finish(), rest]);
    const copy = withoutTokens(bytes);
    expect(Buffer.isBuffer(copy)).toBe(true);
    expect(copy).toEqual(Buffer.concat([before, rest]));
    expect(new BinaryReader(copy).tag()).toEqual([1, 2]);
  });
});

describe("a request that may hold tokens that cannot be found", () => {
  it.each<[string, unknown]>([
    ["no request", "text"],
    ["malformed bytes", Uint8Array.of(0x42, 0xff)],
    ["a list in place of a map", { secrets: [KEY, tokensText()] }],
    [
      "one that cannot be read",
      {
        get volume_context() {
          throw new Error(tokensText());
        },
      },
    ],
    [
      "a message of google-protobuf that cannot be made",
      Object.create({ serializeBinary: () => toBinary(NodePublishVolumeRequestSchema, requestWith(inBoth)) }),
    ],
  ])("is not handed on: %s", (_, request) => {
    expect(() => withoutTokens(request)).toThrow(ServiceAccountTokensError);
  });
});
