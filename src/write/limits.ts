/** Bounds on what is printed. A cut is marked with what was cut, in a `<<...>>` note. */
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

/** Least `maxOutputLength`: room for one note that says what happened. */
export const MIN_OUTPUT_LENGTH = 64;

const DEFAULT_LIMITS: Limits = {
  maxDepth: 100,
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

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} if a limit is not an integer (or Infinity) that is large enough, or is no limit at all.
 */
export function resolveLimits(given: Partial<Limits> = {}): Limits {
  if (typeof given !== "object" || given === null) throw new RangeError("limits: is not an object");
  for (const [name, value] of Object.entries(given)) {
    if (!isLimit(name)) {
      throw new RangeError(`limits.${name}: no such limit; there are ${Object.keys(LEAST).join(", ")}`);
    }
    const valid =
      typeof value === "number" && (Number.isInteger(value) || value === Number.POSITIVE_INFINITY);
    if (!valid || value < LEAST[name]) {
      throw new RangeError(`limits.${name}: expected an integer of at least ${LEAST[name]}, or Infinity`);
    }
  }
  return { ...DEFAULT_LIMITS, ...given };
}

function isLimit(name: string): name is keyof Limits {
  return Object.hasOwn(LEAST, name);
}
