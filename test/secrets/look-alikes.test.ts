import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { STRIPPED } from "../../src/index.js";
import { type IndexedValues, SecretIndex } from "../../src/scrub/index/secret-index.js";
import { WholeBytes } from "../../src/scrub/index/sought-bytes.js";
import { SoughtSecret } from "../../src/scrub/index/sought-secret.js";
import { runs } from "../runs.js";
import { ENCODINGS, type Encoding } from "./encodings.js";
import { LOOK_ALIKES } from "./look-alikes.js";

/** Forms of each kind. The test of written forms has all of them. */
const FORMS: readonly Encoding[] = ENCODINGS.filter(({ name }) =>
  [
    "as it is",
    "JSON, 2",
    "JSON of Go, 0",
    "inspect in JSON",
    "encodeURIComponent",
    "base64",
    "base64url",
    "hex",
    "hex, byte by byte",
    "Buffer in JSON",
    "bytes of Go, %v",
    "shell, double quotes",
    "HTML with decimal numbers",
  ].includes(name),
);

/** A secret in all forms. */
type FormsOf = (number: number) => readonly string[];

/** The slow search: each live secret in each form, one after the other. */
function holdsSecret(text: string, live: Iterable<number>, formsOf: FormsOf): boolean {
  return [...live].some((number) =>
    formsOf(number).some((form, index) => text.includes(ownPart(form, index))),
  );
}

/** What a secret alone decides of a form: the last letter in base64 may depend on what follows, too. */
function ownPart(form: string, index: number): string {
  const isBase64 = FORMS[index]?.name.startsWith("base64") === true;
  const letters = form.replace(/=+$/, "");
  return isBase64 && letters.length % 4 !== 0 ? letters.slice(0, -1) : form;
}

afterEach(() => vi.restoreAllMocks());

describe.each(LOOK_ALIKES)("secrets with $name", ({ make }) => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ add: fc.nat(40) }) },
    { weight: 1, arbitrary: fc.record({ remove: fc.nat(40) }) },
  );
  const piece = fc.tuple(fc.nat(40), fc.nat(FORMS.length - 1));
  const known = new Map<number, readonly string[]>();
  const formsOf = (number: number): readonly string[] => {
    const forms = known.get(number) ?? FORMS.map(({ encode }) => encode(make(number)) ?? make(number));
    known.set(number, forms);
    return forms;
  };

  it("are found where a slow search finds them, and nowhere else, as others come and go", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.array(piece, { maxLength: 4 }), (steps, pieces) => {
        const index = new SecretIndex();
        const live = new Map<number, IndexedValues>();
        for (const one of steps) {
          const number = "add" in one ? one.add : one.remove;
          const added = live.get(number);
          if ("add" in one && added === undefined) live.set(number, index.add([make(number)]));
          else if ("remove" in one && added !== undefined) {
            index.remove(added);
            live.delete(number);
          }
        }
        const texts = pieces.map(([number, form]) => formsOf(number)[form] ?? "");
        const expected = texts.map((text) => (holdsSecret(text, live.keys(), formsOf) ? STRIPPED : text));
        // A line that is JSON as a whole stays JSON, so its marker has quotes. The word in front makes it no JSON.
        expect(index.scrub(`line: ${texts.join(" | ")}`)).toBe(`line: ${expected.join(" | ")}`);
      }),
      { numRuns: runs(200) },
    );
  });

  it("are hardly ever compared with a text that holds one of them, however many there are", () => {
    const index = new SecretIndex();
    let count = 0;
    for (const many of [30, 600]) {
      for (; count < many; count++) index.add([make(count)]);
      for (const number of [7, many + 7]) {
        const dear = formsOf(number).filter((form) => comparisons(index, form) > MOST);
        expect({ many, number, dear }).toEqual({ many, number, dear: [] });
      }
    }
  });
});

/** A text of a thousand characters. A secret is compared several times if it holds others, or repeats itself. */
const MOST = 40;

function comparisons(index: SecretIndex, form: string): number {
  const inTexts = vi.spyOn(SoughtSecret.prototype, "find");
  const inLists = vi.spyOn(WholeBytes.prototype, "find");
  index.scrub(`an error: ${form}`);
  const count = inTexts.mock.calls.length + inLists.mock.calls.length;
  vi.restoreAllMocks();
  return count;
}
