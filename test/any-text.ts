import fc from "fast-check";

const SURROGATES = { first: 0xd800, count: 0x800 };
const LAST_CHARACTER = 0x10ffff;

/** Any character but half of a pair: a unit of texts. The unit "binary" of fast-check lists all of them, which fills 100 MB of each process. */
export const anyCharacter: fc.Arbitrary<string> = fc
  .nat({ max: LAST_CHARACTER - SURROGATES.count })
  .map((index) => String.fromCodePoint(index < SURROGATES.first ? index : index + SURROGATES.count));

/** Well-formed text of any characters, and now and then one of the names that fast-check knows to be dangerous. */
export function anyText(constraints: fc.StringConstraints = {}): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 4, arbitrary: fc.string({ ...constraints, unit: anyCharacter }) },
    { weight: 1, arbitrary: fc.string(constraints) },
  );
}
