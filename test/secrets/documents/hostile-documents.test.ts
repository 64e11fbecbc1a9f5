import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { CollectedSecrets } from "../../../src/scrub/collected-secrets.js";
import { anyCharacter } from "../../any-text.js";
import { runs } from "../../runs.js";
import { PIECES } from "./hostile-pieces.js";

describe("a hostile text", () => {
  it("is held and scrubbed without an error", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...PIECES), fc.string({ unit: anyCharacter })), { maxLength: 200 }),
        (pieces) => {
          const scope = new CollectedSecrets([pieces.join("")]);
          expect(typeof scope.scrub(pieces.slice(0, 20).join(""))).toBe("string");
        },
      ),
      { numRuns: runs(1000) },
    );
  });

  it("of deep JSON is read, and a password in it is found", () => {
    const deep = `${'{"a":'.repeat(5000)}{"password":"hunter2"}${"}".repeat(5000)}`;
    expect(new CollectedSecrets([deep]).scrub("<hunter2>")).toBe("<***stripped***>");
  });
});
