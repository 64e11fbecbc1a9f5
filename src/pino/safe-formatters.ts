import { ownValue } from "../options/own-value.js";
import type { SafeValues } from "./safe-values.js";
import type { SerializedKeys } from "./serialized-keys.js";

type Format<T extends object> = (object: T) => object;

/** Formatters of a logger or of a child: of these the results can hold values. */
interface Formatters<T extends object> {
  bindings?: Format<T>;
  log?: Format<T>;
}

/** Formatters whose results are made safe. */
export function safeFormatters<T extends object, F extends Formatters<T>>(
  values: SafeValues,
  formatters: F & Formatters<T>,
  serialized: SerializedKeys,
): F {
  const [bindings, log] = [ownValue(formatters, "bindings"), ownValue(formatters, "log")];
  const safe =
    (format: Format<T>): Format<T> =>
    (object) =>
      values.properties(format(object), serialized);
  return { ...formatters, ...(bindings && { bindings: safe(bindings) }), ...(log && { log: safe(log) }) };
}
