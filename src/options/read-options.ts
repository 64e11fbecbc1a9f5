import { closest, distance } from "./edit-distance.js";

/** The names of all options of a type. The compiler asks for each of them, so a new option cannot be forgotten. */
export type OptionNames<T> = { readonly [K in keyof T & string]-?: true };

/** How a mistake in options is reported. Use it if the error is not a TypeError. */
export interface OptionMistakes {
  /** What the error calls one of these options, such as `limit`. */
  readonly noun: string;
  /**
   * Makes the error.
   *
   * @param name the option that does not exist; undefined if the options are not an object.
   * @param problem what is wrong, as a clause.
   * @param suggestion the nearest option that exists.
   */
  error(name: string | undefined, problem: string, suggestion: string | undefined): Error;
}

/**
 * Reads the options of a function. Every function of this package reads its options here. Each option is read once, so a
 * getter cannot give two answers. Only own, enumerable properties count. What a program adds to Object.prototype is not read. An
 * option that is inherited from anything else would be lost without a word, so it is a mistake.
 *
 * @param taker the function that takes the options, for the error.
 * @param given undefined counts as no options.
 * @param names the options that exist.
 * @param mistakes makes the error. Default: a TypeError.
 * @returns a frozen copy without a prototype.
 * @throws {TypeError} if there is an option that does not exist or is inherited, or if the options are not an object.
 * @example
 * ```ts
 * const { graceTime = 30_000 } = readOptions("hold", options, { graceTime: true });
 * ```
 */
export function readOptions<T extends object>(
  taker: string,
  given: T | undefined,
  names: OptionNames<T>,
  mistakes: OptionMistakes = optionMistakes(taker),
): Readonly<T> {
  const options = ownOptions(taker, given, mistakes);
  const known = Object.keys(names);
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  for (const name of known) {
    if (!(name in options) && name in (given ?? options) && !(name in Object.prototype))
      throw mistakes.error(name, "not an own property", undefined);
  }
  if (unknown === undefined) return options;
  const suggestion = nearestName(unknown, known);
  const others = suggestion === undefined ? `; there are ${known.join(", ")}` : "";
  throw mistakes.error(unknown, `no such ${mistakes.noun}${others}`, suggestion);
}

/**
 * Reads options that another library defines, whose names are not known here. The rest is as in {@link readOptions}.
 *
 * @throws {TypeError} if the options are not an object.
 */
export function ownOptions<T extends object>(
  taker: string,
  given: T | undefined,
  mistakes: OptionMistakes = optionMistakes(taker),
): Readonly<T> {
  if (given !== undefined && (typeof given !== "object" || given === null || Symbol.iterator in given))
    throw mistakes.error(undefined, "not an object", undefined);
  // The copy has all properties that count. All options are optional here, so any object is a T.
  return Object.freeze(Object.assign(Object.create(null), given) as T);
}

function optionMistakes(taker: string): OptionMistakes {
  return {
    noun: `option of ${taker}`,
    error(name, problem, suggestion) {
      if (name === undefined) return new TypeError(`options: ${problem}, but ${taker} takes one`);
      return new TypeError(`${name}: ${problem}${didYouMean(suggestion)}`);
    },
  };
}

/** The end of an error that suggests a name; empty if there is no suggestion. */
export function didYouMean(suggestion: string | undefined): string {
  return suggestion === undefined ? "" : `; did you mean "${suggestion}"?`;
}

/**
 * The known name that a misspelt name most likely means: the only known name with the same last part, or else the most
 * similar known name. Undefined if no known name is similar.
 */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  const simple = name.slice(name.lastIndexOf(".") + 1);
  const endings = new Set(known.filter((one) => one === simple || one.endsWith(`.${simple}`)));
  const [ending] = endings;
  if (endings.size === 1) return ending;
  const best = closest(name, known);
  // Two names that differ in more than half of their letters are not similar.
  return best !== undefined && distance(name, best) <= best.length / 2 ? best : undefined;
}
