import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodedForms } from "../../src/demo/leak-search.js";
import { STRIPPED } from "../../src/index.js";
import { CollectedSecrets } from "../../src/scrub/collected-secrets.js";
import { runs } from "../runs.js";
import { base64Core, ENCODINGS } from "./encodings.js";
import { secretArbitrary, surroundingArbitrary } from "./secret-arbitrary.js";

const RUNS = { numRuns: runs(50) };

const scrub = (secret: string, text: string): string => new CollectedSecrets([secret]).scrub(text);

describe.each(ENCODINGS)("a secret in $name", ({ encode, isNumbers }) => {
  it("is replaced by one marker, and nothing else is", () => {
    fc.assert(
      fc.property(secretArbitrary, (secret) => {
        const encoded = encode(secret)?.toWellFormed();
        fc.pre(encoded !== undefined);
        expect(scrub(secret, `before | ${encoded} | after`)).toBe(`before | ${STRIPPED} | after`);
      }),
      RUNS,
    );
  });

  it("is found amid any text", () => {
    fc.assert(
      fc.property(secretArbitrary, surroundingArbitrary, surroundingArbitrary, (secret, before, after) => {
        const encoded = encode(secret)?.toWellFormed();
        fc.pre(encoded !== undefined);
        // A digit beside a number makes it another number, also a hexadecimal one: 0x0 and then a.
        fc.pre(!isNumbers || !(/[\da-f]$/i.test(before) || /^[\da-fx]/i.test(after)));
        const scrubbed = scrub(secret, before + encoded + after);
        expect(scrubbed).not.toContain(encoded);
        expect(scrubbed).toContain(STRIPPED);
        expect(scrubbed.isWellFormed()).toBe(true);
      }),
      RUNS,
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

  it("stays JSON if its own structure looks like a secret, and still loses the secrets in it", () => {
    const secrets = new CollectedSecrets(['"a":"', "hunter2"]);
    const line = JSON.stringify({ b: "x", a: "hunter2", bytes: Buffer.from("hunter2"), nested: '"a":"' });
    const scrubbed = secrets.scrub(line);
    expect(JSON.parse(scrubbed)).toEqual({
      b: "x",
      a: STRIPPED,
      bytes: { type: "Buffer", data: [STRIPPED] },
      nested: STRIPPED,
    });
    expect(secrets.scrub(scrubbed)).toBe(scrubbed);
  });

  it("may be one of several", () => {
    const lines = `${JSON.stringify({ pin: 123456 })}\n${JSON.stringify([123456, "open"])}\n`;
    expect(scrub("123456", lines)).toBe(`{"pin":"${STRIPPED}"}\n["${STRIPPED}","open"]\n`);
  });
});

describe("a short secret", () => {
  it("of four characters is found in every form", () => {
    const specials = fc.constantFrom(..."abAB01\"'\\/ \n%<>&+=$é😀");
    fc.assert(
      fc.property(fc.string({ unit: specials, minLength: 4, maxLength: 4 }), (secret) => {
        fc.pre(!/^\s|\s$|^[[{"]|^\d+$/.test(secret) && secret.length >= 4);
        for (const { name, encode } of ENCODINGS) {
          const encoded = encode(secret);
          if (encoded === undefined) continue;
          // What stands around it is in no secret: beside "<", another part of the text may be the secret.
          expect({ name, scrubbed: scrub(secret, `| ${encoded} |`) }).toEqual({
            name,
            scrubbed: `| ${STRIPPED} |`,
          });
        }
      }),
      { numRuns: runs(300) },
    );
  });
});

describe("the search of the demo", () => {
  it("finds nothing in scrubbed text", () => {
    fc.assert(
      fc.property(secretArbitrary, (secret) => {
        fc.pre(secret.isWellFormed());
        for (const form of encodedForms(secret)) expect(scrub(secret, `log: ${form}.`)).not.toContain(form);
      }),
    );
  });
});

describe("a scope", () => {
  it("shows nothing of its values wherever it is printed", () => {
    const scope = new CollectedSecrets(["hunter2"]);
    scope.scrub("hunter2");
    expect(
      inspect({ scope }, { showHidden: true, depth: 20 }) + JSON.stringify(scope) + String(scope),
    ).not.toContain("hunter2");
  });

  it("replaces a value that is not a text", () => {
    for (const value of [undefined, null, 7, {}]) {
      // Whoever calls from JavaScript may.
      expect(new CollectedSecrets([]).scrub(value as unknown as string)).toBe(STRIPPED);
    }
  });
});
