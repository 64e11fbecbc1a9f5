import type { DescField, DescMessage } from "@bufbuild/protobuf";

/**
 * Where this library differs from Go on purpose, as docs/printed.md says under "Where it differs from Go". Each name has a test that shows
 * both texts.
 */
export type Difference = "C1 controls" | "no number" | "Any" | "groups" | "Value without a kind";

/** What JSON text says, with numbers as texts that keep all digits. */
type Tree = string | boolean | null | readonly Tree[] | { readonly [key: string]: Tree };

/** The value null as a message. */
const NULL: Tree = { null_value: "string NULL_VALUE" };

/** Go's text with C1 controls escaped, which is the one difference that any text can have. */
export function withC1Escaped(goText: string): string {
  return goText.replace(
    /[\u0080-\u009f]/g,
    (control) => `\\u${control.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/**
 * Compares the text of this library with the text of Go for a message of a type.
 *
 * @returns the documented differences between them; undefined if they differ in another way.
 */
export function documentedDifferences(
  type: DescMessage,
  goText: string,
  ourText: string,
): ReadonlySet<Difference> | undefined {
  const found = new Set<Difference>();
  const expected = withC1Escaped(goText);
  if (expected !== goText) found.add("C1 controls");
  if (expected === ourText) return found;
  if (/^<<json\.Marshal \S+: json: unsupported value: (?:NaN|[+-]Inf)>>$/.test(goText)) {
    const holdsOne = /"(?:NaN|-?Infinity)"/.test(ourText);
    return holdsOne ? found.add("no number") : undefined;
  }
  const differs = new TreeComparison(found).differs(type, treeOf(expected), treeOf(ourText));
  return differs ? undefined : found;
}

/** Compares what two texts say of a message, field by field. */
class TreeComparison {
  readonly #found: Set<Difference>;

  /** @param found takes the documented differences. */
  constructor(found: Set<Difference>) {
    this.#found = found;
  }

  /** Whether they differ in a way that is not documented. */
  differs(type: DescMessage, go: Tree, ours: Tree): boolean {
    if (type.typeName === "google.protobuf.Value" && isEmpty(go) && isSame(ours, NULL)) {
      this.#found.add("Value without a kind");
      return false;
    }
    if (!isObject(go) || !isObject(ours)) return true;
    const isAny = type.typeName === "google.protobuf.Any";
    const open = type.fields.filter((field) => !(isAny && field.name === "value"));
    if (isAny) {
      this.#found.add("Any");
      // Go prints base64 in place of the message.
      if (typeof (go["value"] ?? "") !== "string") return true;
    }
    const rest = (tree: object, names: readonly string[]): number =>
      Object.keys(tree).filter((key) => !names.includes(key) && !(isAny && key === "value")).length;
    const hasMore =
      rest(go, open.map(goName)) +
        rest(
          ours,
          open.map(({ name }) => name),
        ) >
      0;
    return hasMore || open.some((field) => this.#fieldDiffers(field, go[goName(field)], ours[field.name]));
  }

  #fieldDiffers(field: DescField, go: Tree | undefined, ours: Tree | undefined): boolean {
    if (go === undefined || ours === undefined) return go !== ours;
    const { message } = field;
    const differs = (one: Tree, other: Tree): boolean => {
      if (message === undefined || typeof one === "string") return !isSame(one, other);
      if (!isGroup(field)) return this.differs(message, one, other);
      this.#found.add("groups");
      return !isEmpty(one) || !isObject(other);
    };
    if (field.fieldKind === "list" && isList(go) && isList(ours)) {
      return go.length !== ours.length || go.some((item, index) => differs(item, ours[index] ?? null));
    }
    if (field.fieldKind === "map" && isObject(go) && isObject(ours)) {
      const keys = Object.keys(go);
      return !isSame(keys, Object.keys(ours)) || keys.some((key) => differs(go[key] ?? "", ours[key] ?? ""));
    }
    return differs(go, ours);
  }
}

/** Whether a field is a group of proto2, or written like one in editions. */
function isGroup(field: DescField): boolean {
  return field.fieldKind === "map" ? false : "delimitedEncoding" in field && field.delimitedEncoding === true;
}

/** The name under which Go prints a field: the one of the text format, which is the type's name for a group. */
function goName(field: DescField): string {
  const { message } = field;
  const isNamedLikeType =
    isGroup(field) && message?.parent === field.parent && message?.name.toLowerCase() === field.name;
  return isNamedLikeType ? (message?.name ?? field.name) : field.name;
}

/** Reads JSON. A number becomes a text that no string of the same JSON can be, so that all of its digits count. */
function treeOf(json: string): Tree {
  const marked = json.replace(/"((?:[^"\\]|\\.)*)"|-?\d[\d.eE+-]*/g, (token, text?: string) =>
    text === undefined ? `"number ${token}"` : `"string ${text}"`,
  );
  // Keys are texts, too.
  return JSON.parse(marked, (_, value: unknown) => withoutMarks(value)) as Tree; // it has the types of JSON
}

function withoutMarks(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key.replace(/^string /, ""), item]));
}

function isObject(tree: Tree | undefined): tree is { readonly [key: string]: Tree } {
  return typeof tree === "object" && tree !== null && !Array.isArray(tree);
}

function isList(tree: Tree): tree is readonly Tree[] {
  return Array.isArray(tree);
}

function isEmpty(tree: Tree): boolean {
  return isObject(tree) && Object.keys(tree).length === 0;
}

function isSame(one: Tree, other: Tree): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
