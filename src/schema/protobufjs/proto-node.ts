/**
 * Namespaces, types, enums and extensions of a protobufjs Root, or of the JSON that pbjs makes of one. Both have the
 * same properties, so they are read by shape: no version of protobufjs is imported, and `instanceof` across two copies
 * of it never matters.
 */
export interface ProtoNode {
  /** Full name in the .proto file, without a leading dot; as far as it is known, see {@link protoName}. */
  readonly fullName: string;
  /** That name and, where it had to be guessed, the one that protobufjs has. */
  readonly names: readonly string[];
  readonly parent: ProtoNode | undefined;
  readonly raw: RawNode;
}

/** What is read of a reflection object or its JSON. Everything is optional: it may come from any version. */
export interface RawNode {
  readonly name?: string;
  readonly protoName?: string;
  readonly jsonName?: string;
  readonly nested?: Readonly<Record<string, RawNode>>;
  readonly fields?: Readonly<Record<string, RawField>>;
  readonly oneofs?: Readonly<Record<string, { readonly oneof?: readonly string[] }>>;
  readonly values?: Readonly<Record<string, number>>;
  readonly methods?: Readonly<Record<string, RawMethod>>;
  readonly valuesOptions?: Readonly<Record<string, RawOptions | undefined>>;
  readonly options?: RawOptions;
  readonly edition?: string;
  readonly _edition?: string | null;
  readonly group?: boolean;
  readonly filename?: string | null;
  readonly extend?: string;
}

/** A method of a service, with the names of its message types as the .proto file has them. */
export interface RawMethod {
  readonly requestType?: string;
  readonly responseType?: string;
}

/** A field, or an extension, which is a field that stands in a namespace. */
export interface RawField extends RawNode {
  readonly type?: string;
  readonly id?: number;
  readonly rule?: string;
  readonly keyType?: string;
  readonly parsedOptions?: readonly RawOptions[] | null;
}

/** Options by the text that names them in the .proto file. */
export type RawOptions = Readonly<Record<string, unknown>>;

/** All nodes below a Root or namespace, by full name. A node of a reflection object knows the namespaces above it. */
export function indexNodes(top: RawNode): ReadonlyMap<string, ProtoNode> {
  const nodes = new Map<string, ProtoNode>();
  const visit = (raw: RawNode, parent: ProtoNode | undefined): void => {
    for (const [key, child] of Object.entries(raw.nested ?? {})) {
      const name = child.extend === undefined ? key : protoName(key, child).name;
      const fullName = parent === undefined ? name : `${parent.fullName}.${name}`;
      const names = [
        ...new Set([name, key].map((one) => (parent === undefined ? one : `${parent.fullName}.${one}`))),
      ];
      const node: ProtoNode = { fullName, names, parent, raw: child };
      for (const one of names) nodes.set(one, node);
      visit(child, node);
    }
  };
  visit(top, undefined);
  return nodes;
}

/** The scopes in which a relative name is looked up, innermost first: the node itself, what encloses it, the root. */
export function scopesOf(node: ProtoNode | undefined): readonly string[] {
  if (node === undefined) return [""];
  return [`${node.fullName}.`, ...scopesOf(node.parent)];
}

/**
 * Resolves a name as the protobuf language does: from the innermost scope outwards; a leading dot is absolute.
 *
 * @param isWanted what it may resolve to; whatever else has the name is passed over.
 */
export function resolve(
  name: string,
  from: ProtoNode | undefined,
  nodes: ReadonlyMap<string, ProtoNode>,
  isWanted: (node: ProtoNode) => boolean = ({ raw }) => raw.fields !== undefined || raw.values !== undefined,
): ProtoNode | undefined {
  const names = name.startsWith(".") ? [name.slice(1)] : scopesOf(from).map((scope) => scope + name);
  return names.map((one) => nodes.get(one)).find((node) => node !== undefined && isWanted(node));
}

/**
 * The name of a field in the .proto file. protobufjs 8 keeps it; version 7 turns it into camel case unless `keepCase`
 * is set, and forgets it. Then it is guessed: a capital letter was an underscore. Names without one are exact.
 */
export function protoName(key: string, raw: RawNode): { readonly name: string; readonly isGuess: boolean } {
  if (raw.protoName !== undefined) return { name: raw.protoName, isGuess: false };
  if (!/[A-Z]/.test(key)) return { name: key, isGuess: false };
  return { name: key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), isGuess: true };
}
