/** How a method of a console prints its arguments. */
export type Printing = "text" | "assertion" | "object" | "values";

/** The methods of a console that print arguments. */
export const PRINTING_METHODS: ReadonlyMap<string, Printing> = new Map<string, Printing>([
  ...["log", "info", "debug", "warn", "error", "trace", "group", "groupCollapsed", "dirxml"].map(
    (name) => [name, "text"] as const,
  ),
  ["assert", "assertion"],
  ["dir", "object"],
  ...["table", "count", "countReset", "time", "timeEnd", "timeLog", "timeStamp"].map(
    (name) => [name, "values"] as const,
  ),
]);

const sanitized = new WeakSet<object>();

/** Remembers that a method of a console makes its arguments safe. */
export function noteSanitized(method: object): void {
  sanitized.add(method);
}

/** Whether a method of a console makes its arguments safe, and so reports what it finds. */
export function isSanitizedMethod(method: object): boolean {
  return sanitized.has(method);
}
