import { type OptionNames, readOptions } from "../options/read-options.js";
import { PolicyError } from "./policy.js";

/** A wrong value in a list of names, as text for an error. The value may be an object with a `toString` that throws. */
export function shown(value: unknown): string {
  const isObject = (typeof value === "object" && value !== null) || typeof value === "function";
  return isObject ? Object.prototype.toString.call(value) : String(value);
}

/** A copy of a list of rules; empty if there is none. */
export function listOf(name: string, given: unknown): readonly unknown[] {
  if (given === undefined) return [];
  if (!isList(given)) throw new PolicyError(name, "is not a list");
  return itemsOf(given);
}

/** The items of a list, read by index: the list may have holes, or its own iterator or `map`. */
export function itemsOf(list: readonly unknown[]): readonly unknown[] {
  return Array.from({ length: list.length }, (_, index) =>
    Object.hasOwn(list, index) ? list[index] : undefined,
  );
}

/** `Array.isArray`, without its type `any[]`. */
export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

/** A rule of a list, as an object without a prototype. */
export function readRule<T extends object>(
  list: string,
  index: number,
  given: unknown,
  names: OptionNames<T>,
): Readonly<T> {
  const place = `${list}[${index}]`;
  return readOptions(place, (given ?? null) as T, names, {
    noun: "property of a rule",
    error: (name, problem, suggestion) =>
      name === undefined
        ? new PolicyError(list, `rule ${index} is ${problem}`)
        : new PolicyError(place, `${JSON.stringify(name)} is ${problem}`, suggestion),
  });
}
