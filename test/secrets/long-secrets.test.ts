import { inspect } from "node:util";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { base64Core } from "../../src/scrub/forms/base64.js";
import { LONG } from "../../src/scrub/forms/long-runs.js";
import { SecretIndex } from "../../src/scrub/index/secret-index.js";
import { runs } from "../runs.js";
import { ENCODINGS } from "./encodings.js";

/*
 * A long secret is sought in base64 and in lists from the first text on that has room for it there. So each test scrubs
 * texts without room first.
 */

const ascii = Array.from('abcdefghijklmnopqrstuvwxyzABCDEFXYZ0123456789-_.+/=&"\\ ');
const textOf = (units: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.string({ unit: fc.constantFrom(...units), minLength: LONG - 4, maxLength: LONG + 12 }),
      fc.string({ unit: fc.constantFrom(...units), maxLength: 200 }),
      fc.boolean(),
    )
    .map(([text, more, isLonger]) => `k${text}${isLonger ? more : ""}9`);
const long = fc.oneof(textOf(ascii), textOf([...ascii, "ä", "é", "€", "😀"]));

/** An index that has sought some secrets in other texts already. */
function indexAfter(secrets: readonly string[]): SecretIndex {
  const index = new SecretIndex();
  for (const secret of secrets) {
    index.add([secret]);
    expect(index.scrub("mounted 6f9619ff-8b86-d011-b42d-00cf4fc964ff in 12 ms")).toContain("mounted");
  }
  return index;
}

describe("a long secret that is sought in other texts first", () => {
  it("is found in each form, in whichever order others were sought", () => {
    fc.assert(
      fc.property(fc.constantFrom(...ENCODINGS), long, long, ({ name, encode }, secret, other) => {
        const encoded = encode(secret);
        // This form does not exist for such a secret.
        if (encoded === undefined) return;
        const text = `failed: ${encoded} in the end`;
        const scrubbed = indexAfter([other, secret]).scrub(text);
        expect({ name, scrubbed }).toEqual({ name, scrubbed: indexAfter([secret, other]).scrub(text) });
        expect(scrubbed).toContain(STRIPPED);
        expect(scrubbed).not.toContain(encoded);
      }),
      { numRuns: runs(1000) },
    );
  });

  it("is found in base64 by the letters that it alone decides, at each alignment", () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9~?]{193,200}$/),
        fc.constantFrom(0, 1, 2),
        (secret, alignment) => {
          const index = indexAfter([secret]);
          const core = base64Core(new TextEncoder().encode(secret), alignment);
          expect(index.scrub(`(${core})`)).toBe(`(${STRIPPED})`);
          const inUrl = encodeURIComponent(core);
          expect(index.scrub(`(${inUrl})`)).toBe(`(${STRIPPED})`);
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it("is found in a list that shows its first bytes, and says that there are more", () => {
    fc.assert(
      fc.property(long, (secret) => {
        const bytes = Buffer.from(secret);
        const begun = bytes.toString("hex").slice(0, 100);
        for (const text of [inspect(bytes), inspect(new Uint8Array(bytes)), `<${begun} ... 999 more bytes>`])
          expect(indexAfter([secret]).scrub(text)).toContain(STRIPPED);
      }),
      { numRuns: runs(100) },
    );
  });

  it("is not found any more when it is dropped, whether it was sought in all forms or not", () => {
    fc.assert(
      fc.property(long, fc.boolean(), (secret, isSoughtInAll) => {
        const index = new SecretIndex();
        const base64 = Buffer.from(secret).toString("base64");
        const texts = [`is: ${base64}`, `is: ${base64.toLowerCase()}`, inspect(Buffer.from(secret))];
        for (let time = 0; time < 3; time++) {
          const added = index.add([secret]);
          index.scrub(isSoughtInAll ? "A".repeat(600) : "a short line");
          index.remove(added);
          expect(texts.map((text) => index.scrub(text))).toEqual(texts);
        }
      }),
      { numRuns: runs(100) },
    );
  });
});
