/** A value as another printer shows it, with the parts that a sanitizer hides marked. */
export type LeakTree =
  | { readonly kind: "object"; readonly entries: readonly LeakEntry[] }
  | { readonly kind: "list"; readonly items: readonly LeakTree[] }
  | { readonly kind: "leaf"; readonly value: unknown; readonly isLeak: boolean };

export interface LeakEntry {
  readonly key: string;
  readonly isKeyLeak: boolean;
  readonly value: LeakTree;
}

/**
 * Marks what a printed value shows and its sanitized form does not.
 *
 * @param printed what is shown, as JSON.
 * @param sanitized the sanitized form of the same message, as ProtoJSON. Undefined if the value is left out there.
 */
export function leakTree(printed: unknown, sanitized: unknown): LeakTree {
  if (Array.isArray(printed)) {
    const others: readonly unknown[] | undefined = Array.isArray(sanitized) ? sanitized : undefined;
    const isAlike = others?.length === printed.length;
    return {
      kind: "list",
      items: printed.map((item, index) => leakTree(item, isAlike ? others?.[index] : undefined)),
    };
  }
  if (isRecord(printed)) {
    const others = isRecord(sanitized) ? sanitized : undefined;
    return {
      kind: "object",
      entries: Object.entries(printed).map(([key, value]) => {
        const isThere = others !== undefined && Object.hasOwn(others, key);
        return {
          key,
          // A key that holds a credential is hidden, and the marker stands in its place.
          isKeyLeak: others !== undefined && !isThere && Object.hasOwn(others, MARKER),
          value: leakTree(value, isThere ? others[key] : undefined),
        };
      }),
    };
  }
  return { kind: "leaf", value: printed, isLeak: !isSame(printed, sanitized) };
}

const MARKER = "***stripped***";

/** Whether a value is shown as it is. 64-bit integers are texts in ProtoJSON, and numbers where they are small. */
function isSame(printed: unknown, sanitized: unknown): boolean {
  if (sanitized === undefined) return printed === undefined;
  return printed === sanitized || (typeof sanitized === "number" && String(sanitized) === printed);
}

/** The leaves that leak. */
export function leaksIn(
  tree: LeakTree,
  path = "",
): readonly { readonly path: string; readonly value: unknown }[] {
  if (tree.kind === "leaf") return tree.isLeak ? [{ path, value: tree.value }] : [];
  if (tree.kind === "list") return tree.items.flatMap((item, index) => leaksIn(item, `${path}[${index}]`));
  return tree.entries.flatMap(({ key, isKeyLeak, value }) => [
    ...(isKeyLeak ? [{ path, value: key }] : []),
    ...leaksIn(value, pathWith(path, key)),
  ]);
}

function pathWith(path: string, key: string): string {
  if (!/^\w+$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === "" ? key : `${path}.${key}`;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
