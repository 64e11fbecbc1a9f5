/** Whether a value holds a text at any place: in texts, bytes and keys, under symbols, and in hidden properties. */
export function holdsText(value: unknown, text: string): boolean {
  return textSearch(value)(text);
}

/** The same for many texts: walks the value once. */
export function textSearch(value: unknown): (text: string) => boolean {
  const texts = new Set<string>();
  const bytes: Buffer[] = [];
  const seen = new Set<unknown>();
  const walk = (inner: unknown): void => {
    if (typeof inner === "string") texts.add(inner);
    if (typeof inner !== "object" || inner === null || seen.has(inner)) return;
    seen.add(inner);
    if (ArrayBuffer.isView(inner)) {
      bytes.push(Buffer.from(inner.buffer, inner.byteOffset, inner.byteLength));
      return;
    }
    if (inner instanceof Map || inner instanceof Set) [...inner.entries()].flat().forEach(walk);
    for (const key of Reflect.ownKeys(inner)) {
      walk(key);
      walk(Object.getOwnPropertyDescriptor(inner, key)?.value);
    }
  };
  walk(value);
  return (text) => [...texts].some((one) => one.includes(text)) || bytes.some((one) => one.includes(text));
}
