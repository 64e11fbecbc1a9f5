import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ByText, fingerprintOf, type Keyed } from "../../src/scrub/index/by-text.js";

/** Long texts that differ in one character only, most of them where no sample is taken. */
const alike = fc
  .tuple(fc.nat(999), fc.constantFrom("x", "y"))
  .map(([at, character]) => `${"a".repeat(at)}${character}${"a".repeat(999 - at)}`);
const texts = fc.oneof(fc.string({ maxLength: 40 }), alike);

describe("a map by texts", () => {
  it("finds the same items as a Map, however similar the texts are", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), texts), { maxLength: 100 }), (steps) => {
        const subject = new ByText<Keyed>();
        const reference = new Map<string, Keyed>();
        for (const [isAdded, value] of steps) {
          const known = reference.get(value);
          expect(subject.get(value, fingerprintOf(value))).toBe(known);
          if (isAdded && known === undefined) {
            const item = { value, fingerprint: fingerprintOf(value) };
            subject.add(item);
            reference.set(value, item);
          } else if (!isAdded && known !== undefined) {
            subject.delete(known);
            reference.delete(value);
          }
          expect(subject.size).toBe(reference.size);
        }
        for (const [value, item] of reference) expect(subject.get(value, fingerprintOf(value))).toBe(item);
      }),
    );
  });

  it("keeps many texts that differ in one character, and does not find deleted ones", () => {
    const subject = new ByText<Keyed>();
    const items = Array.from({ length: 1000 }, (_, at) => {
      const value = `${"a".repeat(at)}x${"a".repeat(999 - at)}`;
      return { value, fingerprint: fingerprintOf(value) };
    });
    for (const item of items) subject.add(item);
    for (const item of items) expect(subject.get(item.value, item.fingerprint)).toBe(item);
    for (const item of items.slice(0, 500)) subject.delete(item);
    expect(subject.size).toBe(500);
    for (const [index, item] of items.entries())
      expect(subject.get(item.value, item.fingerprint)).toBe(index < 500 ? undefined : item);
  });
});
