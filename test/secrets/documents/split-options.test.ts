import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CollectedSecrets } from "../../../src/scrub/collected-secrets.js";
import { runs } from "../../runs.js";

/** Words that look like words, so that only their key tells that they are secret. */
const word: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(..."abcdefghijklmnopqrstuvwxyz"),
  minLength: 8,
  maxLength: 12,
});

/** What stands between the words of a password. All of it belongs to the password where another separator is used. */
const BETWEEN = ["&", ";", ",", "&k=", ";k=", ",k=", " ", " k=", "=", "&long-key=", "; two words = "];

/** What stands in a value in place of the separator: a doubled comma is one, and other separators cannot be escaped. */
const INSTEAD: Readonly<Record<string, string>> = { ",": ",,", ";": "&", "&": ";" };

describe.each([",", ";", "&"])("a list of options with %j between them", (separator) => {
  const password = fc
    .tuple(word, fc.array(fc.tuple(fc.constantFrom(...BETWEEN), word), { minLength: 1, maxLength: 3 }))
    .map(([first, rest]) => ({
      words: [first, ...rest.map(([, one]) => one)],
      text: [first, ...rest.flat()].join("").replaceAll(separator, INSTEAD[separator] ?? ""),
    }));

  it("shows no part of a password that holds other separators, however a program splits the list", () => {
    fc.assert(
      fc.property(password, fc.constantFrom("password", "token", "api_key"), ({ words, text }, key) => {
        const options = ["user=jane", `${key}=${text}`, "vers=3.0"].join(separator);
        const scope = new CollectedSecrets([options]);
        // The program may not know that a separator is doubled in a value.
        for (const line of [
          JSON.stringify(options.split(separator)),
          options.split(separator).join(" -o "),
        ]) {
          const scrubbed = scope.scrub(line);
          for (const one of words) expect(scrubbed).not.toContain(one);
          expect(scrubbed).toContain("user=jane");
          expect(scrubbed).toContain("vers=3.0");
        }
      }),
      { numRuns: runs(1000) },
    );
  });
});
