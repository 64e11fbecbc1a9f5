import { protobufjsName } from "../names.js";
import { entryKeyType, type OptionType } from "../set-option.js";
import { type ProtoNode, resolve } from "./proto-node.js";
import type { RawField } from "./raw-node.js";

type Nodes = ReadonlyMap<string, ProtoNode>;

/** The parts that are read from a field that declares an option, or from a member of a message-typed option. */
export type Declaration = Pick<RawField, "type" | "rule" | "keyType">;

/** The type of an option, or of a member of it. */
export function optionType(
  declaration: Declaration,
  declaredIn: ProtoNode | undefined,
  nodes: Nodes,
): OptionType {
  const { type: typeName, keyType } = declaration;
  const type = typeName === undefined ? undefined : resolve(typeName, declaredIn, nodes);
  const isMap = keyType !== undefined;
  const kind = isMap ? "message" : kindOf(typeName, type);
  const members = isMap ? new Map<string, Member>() : membersOf(type, nodes);
  return {
    kind,
    isRepeated: isMap || declaration.rule === "repeated",
    carriesMark: canBeMarked(declaration, declaredIn, nodes),
    values: isMap ? [] : [...(type?.raw.values ?? [])].map(([name, number]) => ({ name, number })),
    member(name) {
      if (isMap && name === "value") return optionType(entryValue(declaration), declaredIn, nodes);
      if (isMap) return entryKeyType(name);
      const member = members.get(name);
      return member && optionType(member.field, member.declaredIn, nodes);
    },
    memberNames: () => (isMap ? ["key", "value"] : [...members.keys()]),
  };
}

/** The declaration of a map entry's value, which has the type that the map's values have. */
export function entryValue({ type }: Declaration): Declaration {
  return { type, rule: undefined, keyType: undefined };
}

function kindOf(typeName: string | undefined, type: ProtoNode | undefined): OptionType["kind"] {
  if (type !== undefined) return type.raw.values === undefined ? "message" : "enum";
  if (typeName === "bool" || typeName === "bytes") return typeName;
  if (typeName === "string") return "text";
  return isNumber(typeName) ? "number" : "unknown";
}

/** Whether a name is the name of a scalar type whose values are numbers. */
export function isNumber(typeName: string | undefined): boolean {
  return typeName !== undefined && /^(double|float|[su]?int(32|64)|s?fixed(32|64))$/.test(typeName);
}

/** Whether a name is the name of a scalar type. */
export function isScalar(typeName: string): boolean {
  return isNumber(typeName) || ["bool", "string", "bytes"].includes(typeName);
}

interface Member {
  readonly field: Declaration;
  readonly declaredIn: ProtoNode | undefined;
}

/** The fields and extensions of a message type, by the names that they have in .proto files. */
function membersOf(type: ProtoNode | undefined, nodes: Nodes): ReadonlyMap<string, Member> {
  const members = new Map<string, Member>();
  for (const [key, field] of type?.raw.fields ?? []) {
    // protobufjs may have changed the name, and not kept it.
    for (const name of new Set([key, field.protoName ?? snakeCase(key)]))
      members.set(name, { field, declaredIn: type });
  }
  for (const extension of type === undefined ? [] : extensionsOf(type, nodes)) {
    for (const name of extension.names)
      members.set(name, { field: extension.raw.field, declaredIn: extension.parent });
  }
  return members;
}

/** The other name that the value of an aggregate may have for the property of a message. */
function snakeCase(key: string): string {
  const name = key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return protobufjsName(name) === key ? name : key;
}

function extensionsOf(type: ProtoNode, nodes: Nodes): readonly ProtoNode[] {
  return [...new Set(nodes.values())].filter(
    ({ raw, parent }) => raw.extend !== undefined && resolve(raw.extend, parent, nodes) === type,
  );
}

/** Whether an option is a bool, or an enum or message that can carry a value marked `debug_redact`. */
export function canBeMarked(
  declaration: Declaration,
  declaredIn: ProtoNode | undefined,
  nodes: Nodes,
): boolean {
  return declaration.type === "bool" || canCarryRedaction(declaration, declaredIn, nodes, new Set());
}

function canCarryRedaction(
  declaration: Declaration,
  declaredIn: ProtoNode | undefined,
  nodes: Nodes,
  seen: Set<ProtoNode>,
): boolean {
  const type = declaration.type === undefined ? undefined : resolve(declaration.type, declaredIn, nodes);
  if (type === undefined || seen.has(type)) return false;
  seen.add(type);
  if (type.raw.values !== undefined)
    return [...type.raw.values.values()].some((value) => marksRedaction(type, value));
  return (
    [...(type.raw.fields?.values() ?? [])].some((member) => canCarryRedaction(member, type, nodes, seen)) ||
    extensionsOf(type, nodes).some((extension) =>
      canCarryRedaction(extension.raw.field, extension.parent, nodes, seen),
    )
  );
}

/** Whether a number of an enum is marked `debug_redact`. Several names may have the same number. One marked name is enough. */
export function marksRedaction(type: ProtoNode, number: unknown): boolean {
  const { values, valuesOptions } = type.raw;
  return [...(values ?? [])].some(([name, one]) => {
    const options = valuesOptions.get(name);
    return one === number && (options?.get("debug_redact") === true || options?.get("debugRedact") === true);
  });
}
