/** A copy of an error of the same class with all texts scrubbed. */
export function scrubError<E>(error: E, scrub: (text: string) => string): E {
  return copyOf(error, scrub, new Map(), 0) as E;
}

function copyOf(
  value: unknown,
  scrub: (text: string) => string,
  seen: Map<object, unknown>,
  depth: number,
): unknown {
  if (typeof value === "string") return scrub(value);
  if (typeof value !== "object" || value === null || depth > 20) return value;
  if (seen.has(value)) return seen.get(value);
  if (value instanceof Map) {
    // grpc-js keeps metadata in a Map.
    const copy = new Map();
    seen.set(value, copy);
    for (const [key, entry] of value) copy.set(key, copyOf(entry, scrub, seen, depth + 1));
    return copy;
  }
  if (value instanceof Uint8Array) {
    let latin1 = "";
    for (const byte of value) latin1 += String.fromCharCode(byte);
    return scrub(latin1) === latin1 ? value : new TextEncoder().encode(scrub(latin1));
  }
  const copy: object = Array.isArray(value) ? [] : Object.create(Object.getPrototypeOf(value));
  seen.set(value, copy);
  for (const key of Reflect.ownKeys(value)) {
    try {
      const descriptor = Object.getOwnPropertyDescriptor(value, key);
      Object.defineProperty(copy, key, {
        value: copyOf(Reflect.get(value, key), scrub, seen, depth + 1),
        writable: true,
        configurable: !(Array.isArray(value) && key === "length"),
        enumerable: descriptor?.enumerable ?? true,
      });
    } catch {}
  }
  return copy;
}
