import type { FieldNaming } from "./field-names.js";
import type { RawNode } from "./raw-node.js";

/** A namespace, type, enum, service or extension of a protobufjs Root, or of the JSON of one. */
export interface ProtoNode {
  /** Full name in the .proto file, without a leading dot. For an extension it may be a guess: see {@link FieldNaming}. */
  readonly fullName: string;
  /** All names by which the node is found. Only extensions, which are fields, have several. */
  readonly names: readonly string[];
  readonly parent: ProtoNode | undefined;
  readonly raw: RawNode;
}

/** All nodes below a Root or namespace, by full name. A node of a reflection object knows the namespaces above it. */
export function indexNodes(top: RawNode, namesOf: FieldNaming): ReadonlyMap<string, ProtoNode> {
  const nodes = new Map<string, ProtoNode>();
  const others = new Map<string, ProtoNode>();
  const visit = (raw: RawNode, parent: ProtoNode | undefined): void => {
    for (const [key, child] of raw.nested) {
      const prefix = parent === undefined ? "" : `${parent.fullName}.`;
      const place = { isBundled: isBundled(prefix), isFromJson: child.isFromJson };
      const names = child.extend === undefined ? [key] : namesOf(key, child.field, place).all;
      const fullNames = names.map((name) => prefix + name);
      const node: ProtoNode = {
        fullName: fullNames[0] ?? prefix + key,
        names: fullNames,
        parent,
        raw: child,
      };
      nodes.set(node.fullName, node);
      for (const name of fullNames) others.set(name, node);
      visit(child, node);
    }
  };
  visit(top, undefined);
  // If one node has a name and another node only may have it, the name stands for the first one.
  return new Map([...others, ...nodes]);
}

/** Whether a type is one of google/protobuf: protobufjs brings its own copies of them. */
export function isBundled(fullName: string): boolean {
  return fullName.startsWith("google.protobuf.");
}

/** The scopes in which a relative name is looked up, innermost first: the node itself, the nodes around it, the root. */
export function scopesOf(node: ProtoNode | undefined): readonly string[] {
  if (node === undefined) return [""];
  return [`${node.fullName}.`, ...scopesOf(node.parent)];
}

/**
 * Resolves a name as the protobuf language does: from the innermost scope outwards. A leading dot makes it absolute.
 *
 * @param isWanted whether the name may stand for a node. Other nodes with this name are skipped.
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
