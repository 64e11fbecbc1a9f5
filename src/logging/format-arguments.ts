import { isOpenWithHidden } from "../values/hidden.js";
import { INSPECT } from "../values/kinds.js";
import type { WalkRules } from "../values/walk-rules.js";

type Inspect = (value: unknown, options: object) => string;

/**
 * The arguments that follow a format of `util.format`, made safe for `%o`, which shows what is hidden in a value. If something
 * there is secret, the value prints as `%O` prints it. For all other values, `%o` prints what it always prints.
 *
 * @param format the first argument; any other value than a text is no format.
 * @param given the arguments after it, as the program gave them.
 * @param safe the same arguments without the secrets that `%O` shows.
 * @param rules for values that `util.inspect` prints.
 */
export function safeForFormat(
  format: unknown,
  given: readonly unknown[],
  safe: readonly unknown[],
  rules: WalkRules,
): unknown[] {
  const withHidden = typeof format === "string" ? shownWithHidden(format) : [];
  return safe.map((value, index) => {
    const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
    if (!isObject || withHidden[index] !== true) return value;
    return isOpenWithHidden(given[index], rules) ? value : new WithoutHidden(value);
  });
}

/** For each argument that a format uses, whether it is used by `%o`. */
function shownWithHidden(format: string): readonly boolean[] {
  const placeholders = format.match(/%[%sdifjoOc]/g) ?? [];
  return placeholders
    .filter((placeholder) => placeholder !== "%%")
    .map((placeholder) => placeholder === "%o");
}

/** A value that shows nothing hidden, whatever the options of `util.inspect` are. */
class WithoutHidden {
  readonly #value: object;

  constructor(value: object) {
    this.#value = value;
  }

  toJSON(): unknown {
    return this.#value;
  }

  static {
    Object.defineProperty(WithoutHidden.prototype, INSPECT, {
      value(this: WithoutHidden, depth: number, options: object, inspect: Inspect): string {
        return inspect(this.#value, { ...options, depth, showHidden: false, showProxy: false });
      },
    });
  }
}
