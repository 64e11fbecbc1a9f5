/** Whether a value holds a text at any place: in texts, bytes and keys, under symbols, and in hidden properties. */
export function holdsText(value: unknown, text: string, seen: Set<unknown> = new Set()): boolean {
  if (typeof value === "string") return value.includes(text);
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  seen.add(value);
  if (ArrayBuffer.isView(value)) {
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).includes(text);
  }
  const entries = value instanceof Map || value instanceof Set ? [...value.entries()].flat() : [];
  const own = Reflect.ownKeys(value).flatMap((key) => [
    key,
    Object.getOwnPropertyDescriptor(value, key)?.value,
  ]);
  return [...entries, ...own].some((inner) => holdsText(inner, text, seen));
}
