import type {
  Cardinality,
  EnumShape,
  FieldShape,
  MapKeyType,
  MessageShape,
  ScalarName,
  ValueType,
} from "../message-shape.js";
import { camelCase } from "../names.js";
import { lazyMarks, type OptionTarget } from "../set-option.js";
import type { MethodShape, TypeSource } from "../type-source.js";
import { NULL_VALUE } from "../well-known.js";
import { featureOf } from "./features.js";
import { type FieldNaming, fieldNamingOf } from "./field-names.js";
import { optionType } from "./option-types.js";
import { indexNodes, isBundled, type ProtoNode, resolve } from "./proto-node.js";
import { type RawField, type RawNode, readRawNode } from "./raw-node.js";
import { setOptions } from "./set-options.js";

type Nodes = ReadonlyMap<string, ProtoNode>;

/** What an option extends, as a .proto file may write it. */
const EXTENDEES: Readonly<Record<OptionTarget, readonly string[]>> = {
  field: ["google.protobuf.FieldOptions", ".google.protobuf.FieldOptions"],
  message: ["google.protobuf.MessageOptions", ".google.protobuf.MessageOptions"],
};

/** A Root that was read, and the rules by which its fields are named. */
interface ReadRoot {
  readonly nodes: Nodes;
  readonly namesOf: FieldNaming;
}

/**
 * Front end for protobufjs, versions 7 and 8: a Root or namespace, or the JSON of one. Types that were made from
 * descriptors (`Root.fromDescriptor`) have lost their custom options on the way, and are a source of their own.
 */
export function protobufjsSources(given: object): readonly TypeSource[] {
  const top = readRawNode(given);
  // A Type or namespace without a Root is its own top. A Root has no name.
  const root: RawNode = top.name ? { ...readRawNode({}), nested: new Map([[top.name, top]]) } : top;
  const namesOf = fieldNamingOf(root);
  const nodes = indexNodes(root, namesOf);
  const types = [...nodes].filter(([, { raw }]) => raw.fields !== undefined && !isMapEntry(raw));
  const areAbsolute = isJsonOfDescriptors(top, types);
  const [losing, whole] = [true, false].map(
    (loses) =>
      new Map(types.filter(([, node]) => (areAbsolute || isMadeFromDescriptor(node, top)) === loses)),
  );
  return [whole, losing].flatMap((some = new Map()) =>
    some.size === 0 && some === losing ? [] : sourceOfTypes(some, some === losing, { nodes, namesOf }),
  );
}

/**
 * Whether this is the JSON of a Root that was made from descriptors, or a Root that was made from such JSON. In both, all
 * type names are absolute, no field has a custom option, and no type names its file. JSON of .proto files may look the
 * same; then its options count as lost.
 */
function isJsonOfDescriptors(top: RawNode, types: readonly (readonly [string, ProtoNode])[]): boolean {
  // The name of a Root is empty.
  if (top.name || types.some(([, { raw }]) => raw.filename !== undefined)) return false;
  const fields = types.flatMap(([, { raw }]) => [...(raw.fields?.values() ?? [])]);
  if (fields.some(({ options }) => [...options.keys()].some((key) => key.startsWith("(")))) return false;
  const references = fields.flatMap(({ type = "" }) => (isScalar(type) ? [] : type));
  return references.length > 0 && references.every((type) => type.startsWith("."));
}

/** Whether a type is the entry of a map. Its option alone does not prove it: protobufjs 7 also sets it on the message around it. */
function isMapEntry({ fields, options }: RawNode): boolean {
  return options.get("map_entry") === true && [...(fields?.keys() ?? [])].join() === "key,value";
}

function sourceOfTypes(
  types: ReadonlyMap<string, ProtoNode>,
  losesOptions: boolean,
  root: ReadRoot,
): TypeSource {
  const { nodes } = root;
  const optionsOf = (target: OptionTarget): ReadonlyMap<string, ProtoNode> =>
    new Map(
      [...nodes].filter(([, { raw }]) => raw.extend !== undefined && EXTENDEES[target].includes(raw.extend)),
    );
  const options: Readonly<Record<OptionTarget, ReadonlyMap<string, ProtoNode>>> = {
    field: optionsOf("field"),
    message: optionsOf("message"),
  };
  const objects: ReadonlySet<object> = new Set([...types.values()].map(({ raw }) => raw.source));
  const shapes = new Map<string, MessageShape>();
  return {
    describes: (type) => objects.has(type),
    losesOptions,
    message(typeName) {
      let shape = shapes.get(typeName);
      const node = shape === undefined ? types.get(typeName) : undefined;
      if (node !== undefined) {
        shape = messageShape(node, root, !losesOptions);
        shapes.set(typeName, shape);
      }
      return shape;
    },
    messageNames: () => types.keys(),
    method: (serviceName, methodName) => methodShape(nodes.get(serviceName), methodName, nodes),
    // protobufjs keeps no lines.
    place: () => undefined,
    option(target, name) {
      const option = options[target].get(name);
      return option && optionType(option.raw.field, option.parent, nodes);
    },
    optionNames: (target) => options[target].keys(),
  };
}

function methodShape(
  service: ProtoNode | undefined,
  methodName: string,
  nodes: Nodes,
): MethodShape | undefined {
  const { requestType, responseType } = service?.raw.methods.get(methodName) ?? {};
  if (requestType === undefined || responseType === undefined) return undefined;
  const isType = ({ raw }: ProtoNode): boolean => raw.fields !== undefined;
  const input = resolve(requestType, service, nodes, isType);
  const output = resolve(responseType, service, nodes, isType);
  return input && output && { inputType: input.fullName, outputType: output.fullName };
}

/** Whether protobufjs made a type from a descriptor. Then the namespace names the file, and the type does not. */
function isMadeFromDescriptor(node: ProtoNode, top: RawNode): boolean {
  let outermost = node;
  while (outermost.parent?.raw.fields !== undefined) outermost = outermost.parent;
  const namespace = outermost.parent?.raw ?? top;
  return namespace.filename !== undefined && outermost.raw.filename === undefined;
}

function messageShape(node: ProtoNode, root: ReadRoot, isWhole: boolean): MessageShape {
  const oneofs = new Map(
    [...node.raw.oneofs].flatMap(([name, members]) => members.map((member) => [member, name] as const)),
  );
  // Extensions of the type stand among its fields when a Root is resolved, without their options. They are not printed.
  const fields = [...(node.raw.fields ?? [])].filter(([key]) => !key.startsWith("."));
  return {
    typeName: node.fullName,
    fields: fields.map(([key, raw]) => {
      const shape = fieldShape(key, raw, node, oneofs.get(key), root);
      return {
        ...shape,
        marks: [lazyMarks(shape.fullName, isWhole, () => setOptions(raw, node, root.nodes))],
      };
    }),
    marks: [lazyMarks(node.fullName, isWhole, () => setOptions(node.raw.field, node.parent, root.nodes))],
  };
}

function fieldShape(
  key: string,
  raw: RawField,
  parent: ProtoNode,
  oneof: string | undefined,
  { nodes, namesOf }: ReadRoot,
): Omit<FieldShape, "marks"> {
  const given = namesOf(key, raw, {
    isBundled: isBundled(parent.fullName),
    isFromJson: parent.raw.isFromJson,
  });
  const groupName = nameOfGroup(raw, parent, nodes);
  const name = groupName ?? given.name;
  const entry = mapEntry(raw, parent, nodes);
  // Version 8 derives the JSON name of a group from the name of its type.
  const jsonName = groupName === undefined ? (raw.jsonName ?? raw.options.get("json_name")) : undefined;
  const type = valueType(entry?.type ?? raw.type ?? "", raw, parent, nodes);
  return {
    name,
    fullName: `${parent.fullName}.${name}`,
    isGuessedName: groupName === undefined && given.isGuess,
    otherNames: given.all.flatMap((other) => (other === name ? [] : `${parent.fullName}.${other}`)),
    propertyNames: [key],
    jsonName: typeof jsonName === "string" ? jsonName : camelCase(name),
    number: raw.id,
    validatesUtf8: featureOf("utf8_validation", raw, parent) === "VERIFY",
    // The compiler of .proto files allows no other key types.
    cardinality:
      entry === undefined
        ? cardinality(raw, type, parent, oneof)
        : { kind: "map", key: entry.keyType as MapKeyType },
    type,
  };
}

/** The name of a group field: the name of its type in small letters. Undefined if the field is not a group. */
function nameOfGroup(raw: RawField, parent: ProtoNode, nodes: Nodes): string | undefined {
  const type = raw.type === undefined ? undefined : resolve(raw.type, parent, nodes);
  if (type?.raw.group !== true) return undefined;
  return type.fullName.slice(type.fullName.lastIndexOf(".") + 1).toLowerCase();
}

/** The key and value types of a map. Types made from descriptors have a list of entry messages in place of a map field. */
function mapEntry(
  raw: RawField,
  parent: ProtoNode,
  nodes: Nodes,
): { readonly keyType: string; readonly type: string } | undefined {
  if (raw.keyType !== undefined) return { keyType: raw.keyType, type: raw.type ?? "" };
  const type =
    raw.rule === "repeated" && raw.type !== undefined ? resolve(raw.type, parent, nodes) : undefined;
  if (type === undefined || !isMapEntry(type.raw)) return undefined;
  const { fields } = type.raw;
  return { keyType: fields?.get("key")?.type ?? "", type: fields?.get("value")?.type ?? "" };
}

function cardinality(
  raw: RawField,
  type: ValueType,
  parent: ProtoNode,
  oneof: string | undefined,
): Cardinality {
  if (raw.rule === "repeated") return { kind: "list", packed: true };
  // The compiler puts each `optional` field of proto3 alone into a synthetic oneof.
  const isOptional = raw.options.get("proto3_optional") === true;
  if (oneof !== undefined && !isOptional) {
    return {
      kind: "singular",
      presence: "explicit",
      oneof,
      defaultValue: undefined,
      isProto3Optional: false,
      isRequired: false,
    };
  }
  const isImplicit =
    type.kind !== "message" &&
    !isOptional &&
    raw.rule !== "required" &&
    featureOf("field_presence", raw, parent) === "IMPLICIT";
  return {
    kind: "singular",
    oneof: undefined,
    presence: isImplicit ? "implicit" : "explicit",
    defaultValue: raw.options.get("default"),
    isProto3Optional: isOptional,
    isRequired: raw.rule === "required" || featureOf("field_presence", raw, parent) === "LEGACY_REQUIRED",
  };
}

function valueType(type: string, raw: RawField, parent: ProtoNode, nodes: Nodes): ValueType {
  if (isScalar(type)) return { kind: "scalar", scalar: type };
  const node = resolve(type, parent, nodes);
  if (node?.raw.values !== undefined) return { kind: "enum", enum: enumShape(node) };
  // `protobuf.parse` loads no imports. Unresolved names are messages, but for this one: its schema is known.
  if (node === undefined && type.replace(/^\./, "") === NULL_VALUE.typeName)
    return { kind: "enum", enum: NULL_VALUE };
  const delimited =
    raw.keyType === undefined &&
    (node?.raw.group === true || featureOf("message_encoding", raw, parent) === "DELIMITED");
  return { kind: "message", typeName: node?.fullName ?? type.replace(/^\./, ""), delimited };
}

function enumShape(node: ProtoNode): EnumShape {
  const values = [...(node.raw.values ?? [])].map(([name, number]) => ({ name, jsonName: name, number }));
  const closed = featureOf("enum_type", node.raw, node) === "CLOSED";
  return { typeName: node.fullName, closed, values };
}

const SCALARS: ReadonlySet<string> = new Set<ScalarName>([
  "double",
  "float",
  "int32",
  "int64",
  "uint32",
  "uint64",
  "sint32",
  "sint64",
  "fixed32",
  "fixed64",
  "sfixed32",
  "sfixed64",
  "bool",
  "string",
  "bytes",
]);

function isScalar(type: string): type is ScalarName {
  return SCALARS.has(type);
}
