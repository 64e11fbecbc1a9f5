import { BinaryWriter } from "@bufbuild/protobuf/wire";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScalarSink } from "../../src/scalars/scalar.js";
import { ByteParts } from "../../src/write/bytes/byte-parts.js";
import { ScalarBytes } from "../../src/write/bytes/scalar-bytes.js";
import { anyCharacter } from "../any-text.js";
import { runs } from "../runs.js";

const int32 = fc.integer();
const uint32 = fc.integer({ min: 0, max: 0xffffffff });
const int64 = fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
const uint64 = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const safe = fc.maxSafeInteger();
const text = fc.string({ unit: anyCharacter, maxLength: 200 });

/** Values of each type, and how a sink takes them. */
const WRITES: Readonly<Record<string, fc.Arbitrary<(sink: ScalarSink) => void>>> = {
  double: fc.double().map((value) => (sink) => sink.double(value)),
  float: fc.float().map((value) => (sink) => sink.float(value)),
  int32: int32.map((value) => (sink) => sink.int32(value)),
  sint32: int32.map((value) => (sink) => sink.sint32(value)),
  sfixed32: int32.map((value) => (sink) => sink.sfixed32(value)),
  uint32: uint32.map((value) => (sink) => sink.uint32(value)),
  fixed32: uint32.map((value) => (sink) => sink.fixed32(value)),
  int64: fc.oneof(int64, safe).map((value) => (sink) => sink.int64(value)),
  sint64: fc.oneof(int64, safe).map((value) => (sink) => sink.sint64(value)),
  sfixed64: fc.oneof(int64, safe).map((value) => (sink) => sink.sfixed64(value)),
  uint64: fc.oneof(uint64, fc.maxSafeNat()).map((value) => (sink) => sink.uint64(value)),
  fixed64: fc.oneof(uint64, fc.maxSafeNat()).map((value) => (sink) => sink.fixed64(value)),
  bool: fc.boolean().map((value) => (sink) => sink.bool(value)),
  string: text.map((value) => (sink) => sink.string(value)),
  bytes: fc.uint8Array({ maxLength: 200 }).map((value) => (sink) => sink.bytes(value)),
};

describe("scalars are written as @bufbuild/protobuf writes them", () => {
  it.each(Object.entries(WRITES))("%s", (_, writes) => {
    fc.assert(
      fc.property(fc.array(writes, { maxLength: 4 }), (all) => {
        const parts = new ByteParts();
        const sink = new ScalarBytes(parts);
        const writer = new BinaryWriter();
        for (const write of all) {
          write(sink);
          write(writer);
        }
        expect(parts.joined()).toEqual(writer.finish());
      }),
      { numRuns: runs(500) },
    );
  });
});
