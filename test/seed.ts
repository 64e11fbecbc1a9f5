/** The seed of `npm test`: the same in every run, so that two runs of the same code have the same result. */
const FIXED_SEED = 20_231_107;

/**
 * The seed of all that is random in the tests. FC_SEED changes it: a number, or `fresh` for another seed in each run.
 * The configuration of vitest reads this once, prints the seed, and hands the number to all test files.
 */
export const seed: number = seedOf(process.env["FC_SEED"]);

function seedOf(text: string | undefined): number {
  if (text === undefined) return FIXED_SEED;
  if (text === "fresh") return Date.now() % 2 ** 31;
  const number = Number(text);
  if (text.trim() === "" || !Number.isSafeInteger(number)) {
    throw new RangeError('FC_SEED must be an integer, or "fresh"');
  }
  return number;
}
