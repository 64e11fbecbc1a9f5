/** So many texts are remembered at least, and twice as many at most. */
const FEW = 2048;
/** Longer texts are not remembered. */
const LONGEST = 128;

/** A result, and a copy of the text that it belongs to. */
export interface Remembered {
  readonly result: string;
  readonly key: string;
}

/**
 * A function of texts that remembers its last results: a log names the same people again and again, and a hash takes a hundred times
 * as long as a look-up.
 *
 * It is bounded because it keeps personal data in memory after their call has ended: at most 4096 texts of at most 128 characters.
 *
 * @param make makes the result, and a copy of the text: a part of a longer text would keep all of it in memory.
 */
export function remembered(make: (text: string) => Remembered): (text: string) => string {
  let young = new Map<string, Remembered>();
  let old = new Map<string, Remembered>();
  return (text) => {
    const known = young.get(text);
    if (known !== undefined) return known.result;
    const made = old.get(text) ?? make(text);
    if (made.key.length > LONGEST) return made.result;
    if (young.size >= FEW) {
      old = young;
      young = new Map();
    }
    young.set(made.key, made);
    return made.result;
  };
}
