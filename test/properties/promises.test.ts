import { inspect } from "node:util";
import { toBinary } from "@bufbuild/protobuf";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Limits, type Sanitizer, type SanitizerFormat } from "../../src/index.js";
import { runs } from "../runs.js";
import { deepFreeze } from "./deep-freeze.js";
import { anyMessage, anyTwins, policies, registry, subjects } from "./subjects.js";

const RUNS = { numRuns: runs(1000) };
const FORMATS: readonly SanitizerFormat[] = ["protosanitizer", "protojson"];

/** Sanitizers with one of several limits each: made once, because a sanitizer compiles each type when it meets it. */
function limitedSanitizers(format: SanitizerFormat): fc.Arbitrary<{ sanitizer: Sanitizer; limits: Limits }> {
  const all = [64, 100, 150, 300, 1000].flatMap((maxOutputLength, index) =>
    [0, 1, 2, 7, 40].map(
      (maxStringLength): Limits => ({
        maxDepth: index + 1,
        maxStringLength,
        maxListLength: maxStringLength % 3,
        maxOutputLength,
      }),
    ),
  );
  return fc.constantFrom(
    ...all.map((limits) => ({
      sanitizer: createSanitizer({ schemas: [registry], policy: policies, format, limits }),
      limits,
    })),
  );
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched for
const LINE_BREAKERS = /[\u0000-\u001f\u0080-\u009f\u2028\u2029]/;

// Both formats print each message: generating one takes longer than printing it.
const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);
const limited = fc.tuple(...FORMATS.map(limitedSanitizers));

describe.each(subjects)("$name", ({ types }) => {
  it("1. non-interference: twins that differ only in secrets print alike, everywhere", () => {
    fc.assert(
      fc.property(anyTwins(types), ({ desc, twins: [left, right] }) => {
        for (const whole of sanitizers) {
          expect(whole.stringify(desc, left)).toBe(whole.stringify(desc, right));
          expect(JSON.stringify(whole.strip(left))).toBe(JSON.stringify(whole.strip(right)));
          expect(inspect(whole.strip(left), { depth: 9 })).toBe(inspect(whole.strip(right), { depth: 9 }));
        }
      }),
      RUNS,
    );
  });

  it("1. non-interference holds under every limit, too", () => {
    fc.assert(
      fc.property(anyTwins(types), limited, ({ desc, twins: [left, right] }, both) => {
        for (const { sanitizer } of both)
          expect(sanitizer.stringify(desc, left)).toBe(sanitizer.stringify(desc, right));
      }),
      RUNS,
    );
  });

  it("2. fail closed: fields and properties that the descriptor does not have change nothing", () => {
    fc.assert(
      fc.property(
        anyMessage(types, { unknownFields: false }),
        fc.dictionary(fc.string({ minLength: 1 }), fc.anything()),
        ({ desc, message }, extra) => {
          const known = new Set(desc.members.map((member) => member.localName));
          const added = Object.entries(extra).filter(([key]) => !known.has(key) && key !== "$typeName");
          const unknown = { no: 536_000_000, wireType: 2, data: new Uint8Array([3, 88, 88, 88]) };
          const larger = Object.defineProperties(
            Object.create(Object.getPrototypeOf(message)),
            Object.getOwnPropertyDescriptors(message),
          );
          for (const [key, value] of added) Object.defineProperty(larger, key, { value, enumerable: true });
          larger.$unknown = [unknown];
          for (const whole of sanitizers)
            expect(whole.stringify(desc, larger)).toBe(whole.stringify(desc, message));
        },
      ),
      RUNS,
    );
  });

  it("3. no harm: frozen messages print, nothing throws, nothing is changed", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        const before = toBinary(desc, message);
        for (const whole of sanitizers) {
          const text = whole.stringify(desc, deepFreeze(message));
          expect(String(whole.strip(desc, message))).toBe(text);
        }
        expect(toBinary(desc, message)).toEqual(before);
      }),
      RUNS,
    );
  });

  it("3. no harm: a message with anything at all in its properties never makes it throw", () => {
    fc.assert(
      fc.property(anyMessage(types), fc.infiniteStream(fc.anything()), ({ desc, message }, values) => {
        const broken = { ...message };
        for (const member of desc.members) Object.assign(broken, { [member.localName]: values.next().value });
        for (const whole of sanitizers) {
          JSON.parse(whole.stringify(desc, broken));
          inspect(whole.strip(desc, broken));
        }
      }),
      RUNS,
    );
  });

  it("4. one line: the text is JSON, and no value can end the line", () => {
    fc.assert(
      fc.property(anyMessage(types), ({ desc, message }) => {
        for (const whole of sanitizers) {
          const text = whole.stringify(desc, message);
          JSON.parse(text);
          expect(text).not.toMatch(LINE_BREAKERS);
        }
      }),
      RUNS,
    );
  });

  it("5. bounded: no more is printed than the limits allow, and it is still JSON", () => {
    fc.assert(
      fc.property(anyMessage(types), limited, ({ desc, message }, both) => {
        for (const { sanitizer, limits } of both) {
          const text = sanitizer.stringify(desc, message);
          expect(text.length).toBeLessThanOrEqual(limits.maxOutputLength);
          JSON.parse(text);
        }
      }),
      RUNS,
    );
  });
});
