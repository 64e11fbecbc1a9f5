import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../../src/index.js";
import { decodedWireBytes, decodeWire } from "../../../src/write/collect/decoded-wire.js";
import { SecretCollector } from "../../../src/write/collect/secret-collector.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { any, bytes, field } from "../../wire-fields.js";
import { planOf, SAFE } from "./safes.js";

const PIN = 2;
const NEXT = 16;
const ANY = 17;
const malformed = Uint8Array.of(255);

/** Messages in each other, each with a secret; the innermost holds bytes that are malformed. */
function nested(levels: number, level = 1): Uint8Array {
  return levels === 0
    ? malformed
    : bytes(field(PIN, `hunter2-${level}`), field(NEXT, nested(levels - 1, level + 1)));
}

describe("wire bytes that are malformed inside", () => {
  const pinsOf = (levels: number): readonly string[] =>
    Array.from({ length: levels }, (_, index) => `hunter2-${index + 1}`);

  it.each([1, 2, 3, 4, 7, 50, 99])("have the secrets of the %i levels above", (levels) => {
    const plan = planOf(SAFE);
    if (plan.kind !== "message") throw new Error("no plan");
    for (const maxDepth of [levels + 1, 100, 1000, Number.POSITIVE_INFINITY]) {
      const message = decodeWire(plan, nested(levels), maxDepth);
      expect(new SecretCollector(maxDepth).collect(plan, decodedWireBytes, message).values).toEqual(
        pinsOf(levels),
      );
    }
  });

  it("have no secrets if they are malformed at the first level", () => {
    const plan = planOf(SAFE);
    if (plan.kind !== "message") throw new Error("no plan");
    for (const maxDepth of [1, 2, 100]) expect(() => decodeWire(plan, malformed, maxDepth)).toThrow();
  });

  it("have the secrets of all that a text with fewer levels shows, also in an Any", () => {
    const root = parseText(
      8,
      true,
      `syntax = "proto3"; package safe.v1;
      import "google/protobuf/any.proto";
      message Safe {
        string pin = 2 [debug_redact = true];
        Safe next = 16;
        google.protobuf.Any any = 17;
      }`,
    );
    for (const message of [nested(3), field(ANY, any("x.com/safe.v1.Safe", nested(1)))]) {
      const shown = createSanitizer({ schemas: [root], onSuspect: "ignore", limits: { maxDepth: 3 } });
      expect(shown.stringify(SAFE, message)).toContain(STRIPPED);
      expect(shown.secretsOf(SAFE, message).scrub("got hunter2-1")).toBe(`got ${STRIPPED}`);
    }
  });
});
