import { type Path, type Position, yamlDocuments } from "../yaml/yaml-documents.js";
import { MANIFESTS, ManifestError } from "./manifest-error.js";

/** A Kubernetes object in a manifest. */
export interface ManifestObject {
  readonly apiVersion: unknown;
  readonly kind: unknown;
  readonly value: Properties;
  /** The path of a value in it, as text. */
  path(inside: Path): string;
  /** The position of a value in the text; undefined if the manifest was given as objects. */
  position(inside: Path): Position | undefined;
}

/** An object whose properties are read with {@link property}. */
export type Properties = Readonly<Record<string, unknown>>;

/** A document of a text, or the given object. */
interface Root {
  readonly name: string;
  position(path: Path): Position | undefined;
}

// The deepest nesting of lists: more than a manifest has. An object may contain itself.
const MAX_LISTS = 10;

/**
 * The Kubernetes objects of a manifest, including those in lists.
 *
 * @throws {ManifestError} if a text is malformed, or a document is not an object.
 */
export function manifestObjects(input: string | object): readonly ManifestObject[] {
  if (typeof input !== "string") return objectsIn(input, [], { name: "", position: () => undefined }, {}, 0);
  const documents = yamlDocuments(input, MANIFESTS);
  return documents.flatMap(({ value, position }, index) => {
    if (typeof value !== "object") {
      const { line, column } = position([]);
      throw new ManifestError("a document is not an object", line, column);
    }
    const name = documents.length === 1 ? "" : `documents[${index}]`;
    return objectsIn(value, [], { name, position }, {}, 0);
  });
}

/** An own property; undefined if the value is not an object. */
export function property(object: unknown, name: string): unknown {
  if (typeof object !== "object" || object === null || !Object.hasOwn(object, name)) return undefined;
  return (object as Properties)[name]; // its own
}

function objectsIn(
  value: unknown,
  path: Path,
  root: Root,
  listed: { readonly apiVersion?: unknown; readonly kind?: unknown },
  lists: number,
): readonly ManifestObject[] {
  if (typeof value !== "object" || value === null || lists > MAX_LISTS) return [];
  if (Array.isArray(value))
    return value.flatMap((item: unknown, index) =>
      objectsIn(item, [...path, index], root, listed, lists + 1),
    );
  const apiVersion = property(value, "apiVersion") ?? listed.apiVersion;
  const kind = property(value, "kind") ?? listed.kind;
  const items = property(value, "items");
  if (Array.isArray(items) && (kind === undefined || String(kind).endsWith("List"))) {
    // Items of a typed list, such as CSIDriverList, have no kind.
    const item = kind === "CSIDriverList" ? { apiVersion, kind: "CSIDriver" } : {};
    return items.flatMap((one: unknown, index) =>
      objectsIn(one, [...path, "items", index], root, item, lists + 1),
    );
  }
  return [
    {
      apiVersion,
      kind,
      value: value as Properties, // only asked by `property`
      path: (inside) => pathText(root.name, [...path, ...inside]),
      position: (inside) => root.position([...path, ...inside]),
    },
  ];
}

function pathText(root: string, path: Path): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === "number") return `${text}[${step}]`;
    return text === "" ? step : `${text}.${step}`;
  }, root);
}
