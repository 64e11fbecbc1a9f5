import { didYouMean, type OptionNames, readOptions } from "../options/read-options.js";

/** Limits of the output. A `<<...>>` note marks each cut, and says what was cut. */
export interface Limits {
  /** Deepest nesting of messages that is printed; the outermost message is 1. Default: 100, as in protobuf. */
  readonly maxDepth: number;
  /** Longest string, map key or base64 text, in UTF-16 code units. Default: Infinity. */
  readonly maxStringLength: number;
  /** Most items of a list and entries of a map. Default: Infinity. */
  readonly maxListLength: number;
  /** Longest text of a message, in UTF-16 code units; at least {@link MIN_OUTPUT_LENGTH}. Default: Infinity. */
  readonly maxOutputLength: number;
}

/** The smallest `maxOutputLength`: room for one note. */
export const MIN_OUTPUT_LENGTH = 64;

/** The deepest nesting that protobuf reads by default. */
export const DEFAULT_DEPTH = 100;

const DEFAULT_LIMITS: Limits = {
  maxDepth: DEFAULT_DEPTH,
  maxStringLength: Number.POSITIVE_INFINITY,
  maxListLength: Number.POSITIVE_INFINITY,
  maxOutputLength: Number.POSITIVE_INFINITY,
};

const LEAST: Readonly<Record<keyof Limits, number>> = {
  maxDepth: 1,
  maxStringLength: 0,
  maxListLength: 0,
  maxOutputLength: MIN_OUTPUT_LENGTH,
};

const LIMITS: OptionNames<Partial<Limits>> = {
  maxDepth: true,
  maxStringLength: true,
  maxListLength: true,
  maxOutputLength: true,
};

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} if a limit does not exist, or is neither Infinity nor an integer that is large enough.
 */
export function resolveLimits(given: Partial<Limits> = {}): Limits {
  const limits = readOptions("limits", given, LIMITS, {
    noun: "limit",
    error: (name, problem, suggestion) =>
      new RangeError(
        `${name === undefined ? "limits" : `limits.${name}`}: ${problem}${didYouMean(suggestion)}`,
      ),
  });
  return {
    maxDepth: limitOf("maxDepth", limits),
    maxStringLength: limitOf("maxStringLength", limits),
    maxListLength: limitOf("maxListLength", limits),
    maxOutputLength: limitOf("maxOutputLength", limits),
  };
}

function limitOf(name: keyof Limits, { [name]: value = DEFAULT_LIMITS[name] }: Partial<Limits>): number {
  const isValid = Number.isInteger(value) || value === Number.POSITIVE_INFINITY;
  if (isValid && value >= LEAST[name]) return value;
  throw new RangeError(`limits.${name}: expected an integer of at least ${LEAST[name]}, or Infinity`);
}
