const TRAPS = Object.getOwnPropertyNames(Reflect).filter((name) => name !== "toString");

/** An object behind proxies at every depth. Each proxy reports the operations on it and passes them on. */
export function proxied<T extends object>(target: T, onTrap: (trap: string) => void): T {
  if (ArrayBuffer.isView(target)) return target;
  const handler = Object.fromEntries(
    TRAPS.map((trap) => [
      trap,
      (...args: unknown[]) => {
        onTrap(trap);
        // Each trap has the parameters of the function of the same name in Reflect.
        const result: unknown = Reflect.apply(Reflect.get(Reflect, trap), undefined, args);
        return trap === "get" && isReplaceable(args, result) ? proxied(result, onTrap) : result;
      },
    ]),
  );
  return new Proxy(target, handler);
}

/** A proxy has to return the very value of a property that can neither be written nor configured. */
function isReplaceable(args: readonly unknown[], result: unknown): result is object {
  const [target, property] = args as [object, PropertyKey]; // the parameters of "get"
  const own = Object.getOwnPropertyDescriptor(target, property);
  const isFixed = own?.configurable === false && own.writable === false;
  return typeof result === "object" && result !== null && !isFixed;
}
