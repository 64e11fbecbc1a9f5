/** Whether an object prints itself and holds nothing that could be a message. */
export function isOpaque(object: object): boolean {
  return (
    ArrayBuffer.isView(object) ||
    object instanceof ArrayBuffer ||
    object instanceof Date ||
    object instanceof RegExp
  );
}

const PREVIEWED: readonly string[] = [
  "Promise",
  "Map Iterator",
  "Set Iterator",
  "WeakMap",
  "WeakSet",
  "WeakRef",
];

/**
 * A note in place of an object of which `util.inspect` shows what nothing else can read: the value of a promise, what
 * an iterator has still to give. Undefined for all other objects.
 */
export function previewNote(object: object): string | undefined {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype === Object.prototype) return undefined;
  const tag = Object.prototype.toString.call(object).slice("[object ".length, -1);
  if (object instanceof Promise) return "[Promise]";
  return PREVIEWED.includes(tag) ? `[${tag}]` : undefined;
}
