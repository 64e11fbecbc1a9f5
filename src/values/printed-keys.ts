/** Own properties that get printed: the enumerable ones, those with symbols as names included. */
export function printedKeys(object: object): readonly PropertyKey[] {
  const names = Object.keys(object);
  const symbols = Object.getOwnPropertySymbols(object);
  if (symbols.length === 0) return names;
  return [
    ...names,
    ...symbols.filter((symbol) => Object.prototype.propertyIsEnumerable.call(object, symbol)),
  ];
}

/** Properties of a list that are none of its items. JSON does not show them. */
export function extraKeys(list: readonly unknown[]): readonly PropertyKey[] {
  return printedKeys(list).filter((key) => typeof key !== "string" || !/^\d+$/.test(key));
}

// Looked for wherever a class defines them, because a getter of the class may not work on a copy.
const ERROR_KEYS = ["name", "message", "stack"];
const RARE_ERROR_KEYS = ["cause", "errors"];

/** Properties of an error that get printed: its own, and the enumerable ones of its class, as loggers list them. */
export function printedErrorKeys(error: object): readonly PropertyKey[] {
  const keys = new Set<PropertyKey>(ERROR_KEYS);
  for (const key of RARE_ERROR_KEYS) if (key in error) keys.add(key);
  for (const key of printedKeys(error)) keys.add(key);
  for (const key in error) keys.add(key);
  return [...keys];
}
