import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { SecretIndex } from "../../src/scrub/index/secret-index.js";
import { WholeBytes } from "../../src/scrub/index/sought-bytes.js";
import { SoughtSecret } from "../../src/scrub/index/sought-secret.js";
import { runs } from "../runs.js";
import { ENCODINGS, type Encoding } from "./encodings.js";
import { LOOK_ALIKES } from "./look-alikes.js";

/** The slow search: each live secret in each form, one after the other. */
function holdsSecret(text: string, secrets: Iterable<string>): boolean {
  for (const secret of secrets) {
    for (const { encode } of ENCODINGS) {
      const form = encode(secret);
      if (form !== undefined && text.includes(form)) return true;
    }
  }
  return false;
}

afterEach(() => vi.restoreAllMocks());

describe.each(LOOK_ALIKES)("secrets with $name", ({ make }) => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat(40) }) },
  );
  const piece = fc.tuple(fc.nat(40), fc.constantFrom(...ENCODINGS));

  it("are found where a slow search finds them, and nowhere else, as others come and go", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(piece, { maxLength: 4 }), (steps, pieces) => {
        const index = new SecretIndex();
        const live = new Map<string, ReturnType<SecretIndex["add"]>>();
        for (const one of steps) {
          const secret = make("add" in one ? one.add : one.remove);
          const added = live.get(secret);
          if ("add" in one && added === undefined) live.set(secret, index.add([secret]));
          else if ("remove" in one && added !== undefined) {
            index.remove(added);
            live.delete(secret);
          }
        }
        const texts = pieces.map(([number, { encode }]) => encode(make(number)) ?? "");
        const expected = texts.map((text) => (holdsSecret(text, live.keys()) ? STRIPPED : text));
        expect(index.scrub(texts.join(" | "))).toBe(expected.join(" | "));
      }),
      { numRuns: runs(60) },
    );
  });

  it("are hardly ever compared with a text that holds one of them, however many there are", () => {
    const forms = ENCODINGS.filter(({ encode }) => encode(make(7)) !== undefined);
    for (const count of [30, 1000]) {
      const index = new SecretIndex();
      for (let number = 0; number < count; number++) index.add([make(number)]);
      for (const form of forms) {
        expect({ count, form: form.name, few: comparisons(index, form, make(7)) <= MOST }).toEqual({
          count,
          form: form.name,
          few: true,
        });
        expect({ count, form: form.name, few: comparisons(index, form, make(count + 7)) <= MOST }).toEqual({
          count,
          form: form.name,
          few: true,
        });
      }
    }
  });
});

/** A text of a thousand characters. A secret is compared several times if it holds others, or repeats itself. */
const MOST = 40;

function comparisons(index: SecretIndex, { encode }: Encoding, secret: string): number {
  const inTexts = vi.spyOn(SoughtSecret.prototype, "find");
  const inLists = vi.spyOn(WholeBytes.prototype, "find");
  index.scrub(`an error: ${encode(secret)}`);
  const count = inTexts.mock.calls.length + inLists.mock.calls.length;
  inTexts.mockRestore();
  inLists.mockRestore();
  return count;
}
