/**
 * Longest text, in characters, that stays a rope. What `+` puts together is a tree until it is read: its parts are copied
 * with every garbage collection, which takes a third of the time of a text of megabytes (measured).
 */
export const LONGEST_ROPE: number = 2 ** 15;

/** The same text as one piece of memory. */
export function flattened(text: string): string {
  // To read a character flattens the text. The result is used, so that this is not optimized away; no text begins with it.
  return text.charCodeAt(0) === 0 ? "" : text;
}

/**
 * Joins texts to one that is a single piece of memory. What `+` puts together is a rope, which would be walked anew with
 * each message that it is printed in (measured: a quarter of the time).
 */
export function joined(...texts: readonly string[]): string {
  return texts.join("");
}
