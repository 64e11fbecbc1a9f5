import fc from "fast-check";
import protobuf from "protobufjs";
import { describe, expect, it } from "vitest";
import { decodeRpcStatus, encodeRpcStatus, type RpcStatus } from "../../src/calls/rpc-status.js";
import { anyText } from "../any-text.js";

// As googleapis declare it, and a field of a later version.
const { root } = protobuf.parse(
  `syntax = "proto3"; package google.rpc;
   message Any { string type_url = 1; bytes value = 2; }
   message Status { int32 code = 1; string message = 2; repeated Any details = 3; string later = 4; }`,
  { keepCase: true },
);
const Status = root.lookupType("google.rpc.Status");

const statusArbitrary: fc.Arbitrary<RpcStatus> = fc.record({
  code: fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  message: anyText(),
  details: fc.array(fc.record({ typeUrl: fc.string(), value: fc.uint8Array() })),
});

const asObject = ({ code, message, details }: RpcStatus): object => ({
  code,
  message,
  details: details.map(({ typeUrl, value }) => ({ type_url: typeUrl, value: Buffer.from(value) })),
});

describe("a google.rpc.Status", () => {
  it("is read as protobufjs writes it, without unknown fields", () => {
    fc.assert(
      fc.property(statusArbitrary, (status) => {
        const bytes = Status.encode(Status.fromObject({ ...asObject(status), later: "x" })).finish();
        const { code, message, details } = decodeRpcStatus(bytes);
        expect({ code, message }).toEqual({ code: status.code, message: status.message });
        expect(details.map(({ value }) => [...value])).toEqual(status.details.map(({ value }) => [...value]));
        expect(details.map(({ typeUrl }) => typeUrl)).toEqual(status.details.map(({ typeUrl }) => typeUrl));
      }),
    );
  });

  it("is written as protobufjs reads it", () => {
    fc.assert(
      fc.property(statusArbitrary, (status) => {
        const read = Status.decode(encodeRpcStatus(status));
        expect(Status.toObject(read, { defaults: true, arrays: true, bytes: String })).toEqual({
          ...asObject(status),
          details: status.details.map(({ typeUrl, value }) => ({
            type_url: typeUrl,
            value: Buffer.from(value).toString("base64"),
          })),
          later: "",
        });
      }),
    );
  });

  it("is refused if the bytes are cut off", () => {
    expect(() => decodeRpcStatus(Uint8Array.of(0x12, 0x7f, 0x61))).toThrow();
  });
});
