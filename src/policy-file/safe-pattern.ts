import type { NameDocument, PatternDocument } from "./policy-document.js";
import { Mistake } from "./policy-file-error.js";

/** A text that stands for a pattern, such as `/token$/i`. */
const WRITTEN = /^\/(.+)\/([a-z]*)$/s;
const FLAGS = /^[imsu]{0,4}$/;

/**
 * The name or pattern that a file gives.
 *
 * @throws {Mistake} if it is no regular expression, or one that may take too long.
 */
export function nameOrPattern(given: NameDocument, path: readonly (string | number)[]): string | RegExp {
  if (typeof given !== "string") return patternOf(given, path);
  const [, pattern, flags = ""] = WRITTEN.exec(given) ?? [];
  if (pattern === undefined) return given;
  if (!FLAGS.test(flags)) throw new Mistake(path, NO_PATTERN);
  return patternOf({ pattern, flags }, path);
}

const NO_PATTERN =
  "begins with a slash, as a regular expression does, but is none; a key like this can be given as { text: … }";

function patternOf({ pattern, flags = "" }: PatternDocument, path: readonly (string | number)[]): RegExp {
  const danger = dangerOf(pattern);
  if (danger !== undefined) throw new Mistake(path, `${danger}, so it could take too long`);
  try {
    return new RegExp(pattern, flags);
  } catch {
    // The error quotes the pattern.
    throw new Mistake(path, "is no regular expression");
  }
}

/** An unlimited quantifier counts as this many ways to match: patterns see keys of at most so many characters. */
const UNLIMITED = 512;
/** The most ways to match. Two unlimited quantifiers and four `?` have as many. */
const MOST_WAYS = UNLIMITED * UNLIMITED * 16;

/** A group that is open. */
interface Group {
  /** The ways to match the alternatives before the last `|`. */
  before: number;
  /** The ways to match what stands behind it. */
  ways: number;
}

/**
 * Why a pattern may take very long; undefined if it does not. It counts the ways in which a pattern can match, of which a failing match
 * tries all. A repeated group may have one way only: `(a+)+` and `(a|b)*` are refused. So are back references.
 */
export function dangerOf(pattern: string): string | undefined {
  const groups: Group[] = [];
  let group: Group = { before: 0, ways: 1 };
  /** The ways to match the last character, class or group. */
  let last = 1;
  const next = (ways: number): void => {
    group.ways *= last;
    last = ways;
  };
  for (let at = 0; at < pattern.length; ) {
    const [token] = TOKEN.exec(pattern.slice(at, at + LONGEST_TOKEN)) ?? [pattern[at] ?? ""];
    at += token.length;
    if (/^\\(?:[1-9]|k)/.test(token)) return "refers back to a group";
    if (token.startsWith("(")) {
      next(1);
      groups.push(group);
      group = { before: 0, ways: 1 };
    } else if (token === ")") {
      next(1);
      last = group.before + group.ways;
      group = groups.pop() ?? { before: 0, ways: 1 };
    } else if (token === "|") {
      next(1);
      group = { before: group.before + group.ways, ways: 1 };
    } else if (QUANTIFIER.test(token)) {
      const [least, most] = boundsOf(token);
      if (most > 1 && last > 1) return "repeats a group that holds quantifiers or alternatives";
      last = last - 1 + Math.min(most, UNLIMITED) - least + 1;
    } else next(1);
  }
  next(1);
  return group.before + group.ways > MOST_WAYS ? "has too many quantifiers" : undefined;
}

/** An escape, a class of characters, the beginning of a group, or a quantifier. */
const TOKEN =
  /^(?:\\k|\\.|\[(?:\\.|[^\]\\])*\]|\((?:\?(?:[a-z-]*:|[=!]|<[=!]|<\w+>))?|[*+?]\??|\{\d+(?:,\d*)?\}\??)/s;
/** Patterns in files have at most as many characters. */
const LONGEST_TOKEN = 1000;
const QUANTIFIER = /^(?:[*+?]|\{\d)/;

function boundsOf(quantifier: string): readonly [least: number, most: number] {
  const [, least, comma, most = ""] = /^\{(\d+)(,?)(\d*)/.exec(quantifier) ?? [];
  if (least !== undefined)
    return [Number(least), comma === "" ? Number(least) : most === "" ? UNLIMITED : Number(most)];
  return [quantifier.startsWith("+") ? 1 : 0, quantifier.startsWith("?") ? 1 : UNLIMITED];
}
