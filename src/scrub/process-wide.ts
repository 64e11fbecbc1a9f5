import { emitWarning } from "./emit-warning.js";

/*
 * State that is one for the whole process stands on `globalThis`. A process may load this package several times: two versions
 * in `node_modules`, a bundle beside the package, the module registry of jest.
 */

let hasWarned = false;

/**
 * The state that all copies of this package share under a name and a version. The first copy that asks makes it. It should
 * be functions only, so that no copy can read or replace what they keep.
 *
 * If something else stands there that cannot be replaced, this copy keeps a state of its own. If a copy with another version
 * of the state is loaded, each version has its own. A warning says so, once.
 *
 * @param version change it if functions mean something else, or if a copy cannot do without one that was added.
 * @param make makes the state.
 * @param works tries the state of another copy. It returns false or throws if the state is not what `make` makes.
 */
export function processWide<T extends object>(
  name: string,
  version: number,
  make: () => T,
  works: (state: T) => boolean,
): T {
  const prefix = `protosanitizer.${name}.`;
  const key = Symbol.for(prefix + version);
  try {
    const isOther = (symbol: symbol): boolean =>
      symbol !== key && Symbol.keyFor(symbol)?.startsWith(prefix) === true;
    if (Object.getOwnPropertySymbols(globalThis).some(isOther)) warn();
    const found = Object.getOwnPropertyDescriptor(globalThis, key);
    // No copy of this package makes a property that can be changed.
    if (found === undefined || found.configurable) {
      const value = Object.freeze(make());
      // Without a prototype: a program may have added `get` to Object.prototype. All is stated: it may replace a property.
      const fixed = { __proto__: null, value, writable: false, enumerable: false, configurable: false };
      Object.defineProperty(globalThis, key, fixed as PropertyDescriptor);
      return value;
    }
    // A frozen object stays what it was when it was tried.
    if (Object.isFrozen(found.value) && works(found.value)) return found.value;
  } catch {
    // `globalThis` is frozen, or what stands there throws.
  }
  warn();
  return make();
}

function warn(): void {
  if (hasWarned) return;
  hasWarned = true;
  emitWarning("protosanitizer: several versions are loaded. Loggers may print live secrets of the others");
}
