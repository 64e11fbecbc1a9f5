/** How a match begins: for each of its first characters, all that may stand there. What follows may be anything. */
export type Beginning = readonly string[];

/** A beginning that is being read, and whether it ends where the pattern goes on. */
interface Prefix {
  readonly places: Beginning;
  readonly isWhole: boolean;
}

/** How many first characters of a match are told apart. */
export const LONGEST_BEGINNING = 5;

const EMPTY: Prefix = { places: [], isWhole: true };
const TOKEN = /\(\?:|\[(?:\\[\s\S]|[^\]\\])*\]|\\[\s\S]|[\s\S]/g;

/**
 * All ways in which a match of a pattern can begin. So a pattern is the only statement of what a finder searches for.
 * Knows characters, lists of characters, groups that do not capture, alternatives, and `?`, `*`, `+`.
 *
 * @throws {SyntaxError} if the pattern has anything else.
 */
export function patternBeginnings(pattern: string): readonly Beginning[] {
  const tokens = [...(pattern.match(TOKEN) ?? [])].reverse();
  return readAlternatives(tokens).map(({ places }) => places);
}

/** The same beginnings, with those as one that differ in one place only: `ab` and `ac` are `a[bc]`. */
export function mergedBeginnings(beginnings: readonly Beginning[]): readonly Beginning[] {
  const merged: Beginning[] = [];
  for (const beginning of beginnings) {
    const like = merged.findIndex((other) => differences(beginning, other) <= 1);
    const other = merged[like];
    if (other === undefined) merged.push(beginning);
    else merged[like] = beginning.map((characters, place) => union(characters, other[place] ?? ""));
  }
  return merged;
}

function differences(one: Beginning, other: Beginning): number {
  if (one.length !== other.length) return Number.POSITIVE_INFINITY;
  return one.filter((characters, place) => characters !== other[place]).length;
}

function union(one: string, other: string): string {
  return [...new Set(one + other)].join("");
}

/** Reads up to the end of a group. Takes tokens from the end of the list. */
function readAlternatives(tokens: string[]): readonly Prefix[] {
  const read: Prefix[] = [];
  let sequence: readonly Prefix[] = [EMPTY];
  for (let token = tokens.pop(); token !== undefined && token !== ")"; token = tokens.pop()) {
    if (token === "|") {
      read.push(...sequence);
      sequence = [EMPTY];
      continue;
    }
    const once =
      token === "(?:" ? readAlternatives(tokens) : [{ places: [charactersOf(token)], isWhole: true }];
    const item = repeated(once, tokens);
    sequence = sequence.flatMap((prefix) =>
      prefix.isWhole ? item.map((next) => joined(prefix, next)) : [prefix],
    );
  }
  return [...read, ...sequence];
}

/** An item with the quantifier that may follow it. */
function repeated(item: readonly Prefix[], tokens: string[]): readonly Prefix[] {
  const quantifier = tokens.at(-1);
  if (quantifier !== "?" && quantifier !== "*" && quantifier !== "+") return item;
  tokens.pop();
  // Behind the first one, another one or the rest of the pattern may stand.
  const some = quantifier === "?" ? item : item.map(({ places }) => ({ places, isWhole: false }));
  return quantifier === "+" ? some : [...some, EMPTY];
}

function joined(prefix: Prefix, next: Prefix): Prefix {
  const places = [...prefix.places, ...next.places].slice(0, LONGEST_BEGINNING);
  return { places, isWhole: next.isWhole && places.length < LONGEST_BEGINNING };
}

/** The characters for which a character, an escape or a list of characters stands. */
function charactersOf(token: string): string {
  const text = token.length > 2 ? token.slice(1, -1) : token;
  // Ranges, classes such as `\w`, and what is no character at all.
  const isOther = token.length > 2 ? /^\^|-|\\\w/ : /^(?:[.^$?*+{}()[\]]|\\\w)$/;
  if (isOther.test(text)) throw new SyntaxError("a pattern of a finder has more than characters and groups");
  return text.replace(/\\([\s\S])/g, "$1");
}
