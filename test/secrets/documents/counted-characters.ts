/** How many characters a method of a text looks at. */
type CharactersOf = (text: string, result: unknown, args: readonly unknown[]) => number;

const METHODS: ReadonlyMap<string, CharactersOf> = new Map<string, CharactersOf>([
  ["charCodeAt", () => 1],
  ["charAt", () => 1],
  ["slice", (_, result) => String(result).length + 1],
  ["trim", (text, result) => text.length - String(result).length + 1],
  ["split", (text) => text.length + 1],
  ["replaceAll", (text) => text.length + 1],
  ["indexOf", (text, result, [, from]) => (result === -1 ? text.length : Number(result)) - offset(from) + 1],
  ["lastIndexOf", (text, result, [, from]) => Number(from ?? text.length) - Number(result) + 1],
  ["includes", (text, result, [, from]) => (result === true ? 1 : text.length - offset(from) + 1)],
]);

function offset(from: unknown): number {
  return from === undefined ? 0 : Number(from);
}

/**
 * How many characters code looks at, by what it calls: patterns count from where they begin to where their match ends, and up
 * to the end of the text if there is none. A pattern's own backtracking does not count.
 */
export function charactersLookedAt(run: () => void): number {
  let count = 0;
  const undo: (() => void)[] = [];
  const replace = (
    prototype: object,
    name: string,
    wrap: (method: (...args: unknown[]) => unknown) => (this: unknown, ...args: unknown[]) => unknown,
  ): void => {
    const descriptor = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    Object.defineProperty(prototype, name, { ...descriptor, value: wrap(descriptor.value) });
    undo.push(() => Object.defineProperty(prototype, name, descriptor));
  };
  // Every other method of patterns, and of texts that take a pattern, calls this one.
  replace(
    RegExp.prototype,
    "exec",
    (method) =>
      function exec(this: unknown, ...args) {
        // The method is only called on patterns.
        const pattern = this as RegExp;
        const from = pattern.global || pattern.sticky ? pattern.lastIndex : 0;
        const found = method.apply(pattern, args) as RegExpExecArray | null;
        if (found !== null) count += found.index + found[0].length - from + 1;
        else count += pattern.sticky ? 1 : String(args[0]).length - from + 1;
        return found;
      },
  );
  for (const [name, charactersOf] of METHODS)
    replace(
      String.prototype,
      name,
      (method) =>
        function counted(this: unknown, ...args) {
          const result = method.apply(this, args);
          count += charactersOf(String(this), result, args);
          return result;
        },
    );
  try {
    run();
  } finally {
    for (const one of undo) one();
  }
  return count;
}
