import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/secrets/collected-secrets.js";
import { base64Core, ENCODINGS } from "./encodings.js";
import { secretArbitrary, surroundingArbitrary } from "./secret-arbitrary.js";

const scrub = (secret: string, text: string): string => new CollectedSecrets([secret]).scrub(text);

describe.each(ENCODINGS)("a secret in $name", ({ encode, isNumbers }) => {
  it("is replaced by one marker, and nothing else is", () => {
    fc.assert(
      fc.property(secretArbitrary, (secret) => {
        const encoded = encode(secret)?.toWellFormed();
        fc.pre(encoded !== undefined);
        expect(scrub(secret, `before | ${encoded} | after`)).toBe(`before | ${STRIPPED} | after`);
      }),
    );
  });

  it("is found amid any text", () => {
    fc.assert(
      fc.property(secretArbitrary, surroundingArbitrary, surroundingArbitrary, (secret, before, after) => {
        const encoded = encode(secret)?.toWellFormed();
        fc.pre(encoded !== undefined);
        fc.pre(!isNumbers || !(/\d$/.test(before) || /^\d/.test(after)));
        const scrubbed = scrub(secret, before + encoded + after);
        expect(scrubbed).not.toContain(encoded);
        expect(scrubbed).toContain(STRIPPED);
        expect(scrubbed.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe("a secret in base64 of a longer text", () => {
  it("is replaced with the letters beside it in which it has a part", () => {
    fc.assert(
      fc.property(
        secretArbitrary,
        fc.string({ maxLength: 8 }),
        fc.string({ maxLength: 8 }),
        (secret, before, after) => {
          for (const encoding of ["base64", "base64url"] as const) {
            const text = Buffer.from(before + secret.toWellFormed() + after).toString(encoding);
            const scrubbed = scrub(secret, `Basic ${text}.`);
            for (const offset of [0, 1, 2]) {
              expect(scrubbed.replaceAll("-", "+").replaceAll("_", "/")).not.toContain(
                base64Core(secret, offset),
              );
            }
            // What is left on either side decodes to what stood there, and to nothing of the secret.
            const [head = "", tail = ""] = scrubbed.slice("Basic ".length, -1).split(STRIPPED);
            expect(before).toContain(
              Buffer.from(head.slice(0, head.length - (head.length % 4)), encoding).toString(),
            );
            expect(tail.length * 6).toBeLessThanOrEqual(Buffer.byteLength(after) * 8 + 16);
          }
        },
      ),
    );
  });
});

describe("any text", () => {
  it("comes back as it is if it holds no secret", () => {
    fc.assert(
      fc.property(secretArbitrary, fc.string({ maxLength: 100 }), (secret, text) => {
        fc.pre(scrub(secret, secret) === STRIPPED);
        const alien = text.replace(/[^ -/]/g, "");
        fc.pre(!/^[ -/]{4,}$/.test(secret));
        expect(scrub(secret, alien)).toBe(alien);
      }),
    );
  });

  it("is the same after a second scrubbing", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            secretArbitrary,
            fc.constantFrom("***a", "pped***", "stripped", "***stripped***x", "****"),
          ),
          { minLength: 1, maxLength: 4 },
        ),
        fc.array(fc.oneof(surroundingArbitrary, fc.constantFrom(STRIPPED, "***", "*")), { maxLength: 6 }),
        (secrets, texts) => {
          const scope = new CollectedSecrets(secrets);
          const text = texts.map((one, index) => one + (secrets[index] ?? "")).join("");
          const once = scope.scrub(text);
          expect(scope.scrub(once)).toBe(once);
        },
      ),
    );
  });
});

describe("a line of JSON", () => {
  it("stays JSON", () => {
    const value = fc.oneof(
      secretArbitrary,
      surroundingArbitrary,
      fc.integer(),
      fc.constantFrom(123456, 1234567, null, true),
    );
    const secret = fc.oneof(
      secretArbitrary,
      fc.constantFrom("123456", '","', '":"', "1234", "n123", "u000", '{"a":', "true,"),
    );
    fc.assert(
      fc.property(
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        fc.dictionary(surroundingArbitrary, value),
        (secrets, object) => {
          const line = JSON.stringify({
            ...object,
            quoted: JSON.stringify(object),
            text: `a ${secrets[0]} b`,
            inner: { [`k${secrets[0]}`]: secrets },
          });
          const scrubbed = new CollectedSecrets(secrets).scrub(line);
          expect(() => JSON.parse(scrubbed)).not.toThrow();
          expect(new CollectedSecrets(secrets).scrub(scrubbed)).toBe(scrubbed);
        },
      ),
    );
  });
});
