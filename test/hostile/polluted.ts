/** Does something while Object.prototype has one property more. */
export function withPolluted<T>(name: string, value: unknown, action: () => T): T {
  const before = Object.getOwnPropertyDescriptor(Object.prototype, name);
  if (before !== undefined) throw new Error(`Object.prototype has ${name} anyway`);
  Object.defineProperty(Object.prototype, name, {
    value,
    configurable: true,
    writable: true,
    enumerable: true,
  });
  try {
    return action();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
}
