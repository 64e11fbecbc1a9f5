import { inspect } from "node:util";
import { toBinary } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { createSanitizer, type Limits, type Sanitizer, type SanitizerFormat } from "../../src/index.js";
import { expectEqual } from "./expect-equal.js";
import { frozenCopy, knownSamples, messageSamples } from "./message-samples.js";
import { policies, registry, subjects } from "./subjects.js";

const FORMATS: readonly SanitizerFormat[] = ["go", "protojson"];

/** A sanitizer, and its limits. */
interface Limited {
  readonly sanitizer: Sanitizer;
  readonly limits: Limits;
}

/** Sanitizers with one of several limits each: made once, because a sanitizer compiles each type when it meets it. */
const limited = FORMATS.map((format) =>
  [64, 100, 150, 300, 1000].flatMap((maxOutputLength, index) =>
    [0, 1, 2, 7, 40].map((maxStringLength): Limited => {
      const limits = {
        maxDepth: index + 1,
        maxStringLength,
        maxListLength: maxStringLength % 3,
        maxOutputLength,
      };
      return {
        sanitizer: createSanitizer({ schemas: [registry], policy: policies, format, limits }),
        limits,
      };
    }),
  ),
);

/** For each format the sanitizer with the limits that a number picks. */
function limitedBy(picks: readonly number[]): readonly Limited[] {
  return limited.flatMap((all, format) => all[(picks[format] ?? 0) % all.length] ?? []);
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is searched for
const LINE_BREAKERS = /[\u0000-\u001f\u0080-\u009f\u2028\u2029]/;

const sanitizers = FORMATS.map((format) =>
  createSanitizer({ schemas: [registry], policy: policies, format }),
);

describe.each(subjects)("$name", (subject) => {
  const messages = messageSamples(subject);
  const known = knownSamples(subject);

  it("1. non-interference: twins that differ only in secrets print alike, everywhere", () => {
    messages.check(({ desc, message, twin }) => {
      for (const whole of sanitizers) {
        expectEqual(whole.stringify(desc, message), whole.stringify(desc, twin));
        expectEqual(JSON.stringify(whole.strip(message)), JSON.stringify(whole.strip(twin)));
        expectEqual(inspect(whole.strip(message), { depth: 9 }), inspect(whole.strip(twin), { depth: 9 }));
      }
    });
  });

  it("1. non-interference holds under every limit, too", () => {
    messages.check(({ desc, message, twin, limits }) => {
      for (const { sanitizer } of limitedBy(limits))
        expectEqual(sanitizer.stringify(desc, message), sanitizer.stringify(desc, twin));
    });
  });

  it("2. fail closed: fields and properties that the descriptor does not have change nothing", () => {
    known.check(({ desc, message, extra }) => {
      const names = new Set(desc.members.map((member) => member.localName));
      const added = Object.entries(extra).filter(([key]) => !names.has(key) && key !== "$typeName");
      const unknown = { no: 536_000_000, wireType: 2, data: new Uint8Array([3, 88, 88, 88]) };
      const larger = Object.defineProperties(
        Object.create(Object.getPrototypeOf(message)),
        Object.getOwnPropertyDescriptors(message),
      );
      for (const [key, value] of added) Object.defineProperty(larger, key, { value, enumerable: true });
      larger.$unknown = [unknown];
      for (const whole of sanitizers)
        expectEqual(whole.stringify(desc, larger), whole.stringify(desc, message));
    });
  });

  it("3. no harm: frozen messages print, nothing throws, nothing is changed", () => {
    messages.check(({ desc, message }) => {
      const before = toBinary(desc, message);
      const frozen = frozenCopy(desc, message);
      for (const whole of sanitizers) {
        const text = whole.stringify(desc, message);
        expectEqual(whole.stringify(desc, frozen), text);
        expectEqual(String(whole.strip(desc, frozen)), text);
      }
      expectEqual(toBinary(desc, message), before);
      expectEqual(toBinary(desc, frozen), before);
    });
  });

  it("3. no harm: a message with anything at all in its properties never makes it throw", () => {
    known.check(({ desc, message, values }) => {
      const broken = { ...message };
      for (const member of desc.members) Object.assign(broken, { [member.localName]: values.next().value });
      for (const whole of sanitizers) {
        JSON.parse(whole.stringify(desc, broken));
        inspect(whole.strip(desc, broken));
      }
    });
  });

  it("4. one line: the text is JSON, and no value can end the line", () => {
    messages.check(({ desc, message }) => {
      for (const whole of sanitizers) {
        const text = whole.stringify(desc, message);
        JSON.parse(text);
        expect(text).not.toMatch(LINE_BREAKERS);
      }
    });
  });

  it("5. bounded: no more is printed than the limits allow, and it is still JSON", () => {
    messages.check(({ desc, message, limits: picks }) => {
      for (const { sanitizer, limits } of limitedBy(picks)) {
        const text = sanitizer.stringify(desc, message);
        expect(text.length).toBeLessThanOrEqual(limits.maxOutputLength);
        JSON.parse(text);
      }
    });
  });
});
