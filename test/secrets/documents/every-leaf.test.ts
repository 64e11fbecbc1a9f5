import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { CollectedSecrets } from "../../../src/scrub/collected-secrets.js";
import { runs } from "../../runs.js";
import { ENCODINGS } from "../encodings.js";
import { documentArbitrary } from "./document-arbitrary.js";

describe("in documents of every format, in each other", () => {
  it("each secret leaf is found in every written form", () => {
    fc.assert(
      fc.property(documentArbitrary, ({ text, format, secret }) => {
        const scope = new CollectedSecrets([text]);
        for (const leaf of secret) {
          for (const { name, encode } of ENCODINGS) {
            const written = encode(leaf);
            if (written === undefined) continue;
            expect({ format, name, leaf, scrubbed: scope.scrub(`< ${written} >`) }).toEqual({
              format,
              name,
              leaf,
              scrubbed: `< ${STRIPPED} >`,
            });
          }
        }
      }),
      { numRuns: runs(500) },
    );
  });

  it("each line of a PEM file is found", () => {
    fc.assert(
      fc.property(documentArbitrary, ({ text, format, lines }) => {
        const scope = new CollectedSecrets([text]);
        for (const line of lines)
          expect({ format, scrubbed: scope.scrub(`< ${line} >`) }).toEqual({
            format,
            scrubbed: `< ${STRIPPED} >`,
          });
      }),
      { numRuns: runs(2000) },
    );
  });

  it("no open leaf is taken out of a line", () => {
    fc.assert(
      fc.property(documentArbitrary, ({ text, format, open }) => {
        const scope = new CollectedSecrets([text]);
        for (const leaf of open)
          expect({ format, scrubbed: scope.scrub(`< ${leaf} >`) }).toEqual({
            format,
            scrubbed: `< ${leaf} >`,
          });
      }),
      { numRuns: runs(2000) },
    );
  });
});
