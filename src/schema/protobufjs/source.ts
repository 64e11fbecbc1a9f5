import { camelCase } from "../json-name.js";
import type {
  Cardinality,
  EnumShape,
  FieldShape,
  MapKeyType,
  MessageShape,
  ScalarName,
  ValueType,
} from "../message-shape.js";
import type { MethodShape } from "../method-shape.js";
import type { TypeSource } from "../type-source.js";
import { featureOf } from "./features.js";
import { optionCarries, setOptions } from "./field-options.js";
import { indexNodes, type ProtoNode, protoName, type RawField, type RawNode, resolve } from "./proto-node.js";

type Nodes = ReadonlyMap<string, ProtoNode>;

const FIELD_OPTIONS = ["google.protobuf.FieldOptions", ".google.protobuf.FieldOptions"];

/**
 * Front end for protobufjs, versions 7 and 8: a Root or namespace, or the JSON of one. Types that were made from
 * descriptors (`Root.fromDescriptor`) have lost their custom options on the way, and are a source of their own.
 */
export function protobufjsSources(top: RawNode): readonly TypeSource[] {
  // A Type or namespace that stands in no Root is its own top; a Root has no name.
  const root = top.name ? { nested: { [top.name]: top } } : top;
  const nodes = indexNodes(root);
  const types = [...nodes].filter(([, { raw }]) => raw.fields !== undefined && !isMapEntry(raw));
  const areAbsolute = isJsonOfDescriptors(top, types);
  const [losing, whole] = [true, false].map(
    (loses) =>
      new Map(types.filter(([, node]) => (areAbsolute || isMadeFromDescriptor(node, top)) === loses)),
  );
  return [whole, losing].flatMap((some = new Map()) =>
    some.size === 0 && some === losing ? [] : sourceOfTypes(some, some === losing, nodes),
  );
}

/**
 * Whether this is the JSON of a Root that was made from descriptors, or a Root made of such JSON. One sees it by type
 * names, all of which are absolute then, by no field having a custom option, and by no type naming its file. JSON of
 * .proto files may look so, too: of such there is no telling.
 */
function isJsonOfDescriptors(top: RawNode, types: readonly (readonly [string, ProtoNode])[]): boolean {
  // The name of a Root is empty.
  if (top.name || types.some(([, { raw }]) => typeof raw.filename === "string")) return false;
  const fields = types.flatMap(([, { raw }]) => Object.values(raw.fields ?? {}));
  if (fields.some(({ options }) => Object.keys(options ?? {}).some((key) => key.startsWith("("))))
    return false;
  const references = fields.flatMap(({ type = "" }) => (isScalar(type) ? [] : type));
  return references.length > 0 && references.every((type) => type.startsWith("."));
}

/** Whether a type is the entry of a map: protobufjs 7 gives the option to the message around it, too. */
function isMapEntry({ fields = {}, options }: RawNode): boolean {
  return options?.["map_entry"] === true && Object.keys(fields).join() === "key,value";
}

function sourceOfTypes(
  types: ReadonlyMap<string, ProtoNode>,
  losesOptions: boolean,
  nodes: Nodes,
): TypeSource {
  const options = new Map(
    [...nodes].filter(([, { raw }]) => raw.extend !== undefined && FIELD_OPTIONS.includes(raw.extend)),
  );
  const objects: ReadonlySet<object> = new Set([...types.values()].map(({ raw }) => raw));
  const shapes = new Map<string, MessageShape>();
  return {
    describes: (type) => objects.has(type),
    losesOptions,
    message(typeName) {
      let shape = shapes.get(typeName);
      const node = shape === undefined ? types.get(typeName) : undefined;
      if (node !== undefined) {
        shape = messageShape(node, nodes);
        shapes.set(typeName, shape);
      }
      return shape;
    },
    messageNames: () => types.keys(),
    method: (serviceName, methodName) => methodShape(nodes.get(serviceName), methodName, nodes),
    fieldOption(name) {
      const option = options.get(name);
      return option && { name, carries: optionCarries(option, nodes) };
    },
    fieldOptionNames: () => options.keys(),
  };
}

function methodShape(
  service: ProtoNode | undefined,
  methodName: string,
  nodes: Nodes,
): MethodShape | undefined {
  const methods = service?.raw.methods ?? {};
  const { requestType, responseType } = (Object.hasOwn(methods, methodName) && methods[methodName]) || {};
  if (requestType === undefined || responseType === undefined) return undefined;
  const isType = ({ raw }: ProtoNode): boolean => raw.fields !== undefined;
  const input = resolve(requestType, service, nodes, isType);
  const output = resolve(responseType, service, nodes, isType);
  return input && output && { inputType: input.fullName, outputType: output.fullName };
}

/** Whether a type was made from a descriptor: then its namespace names the file, and the type does not. */
function isMadeFromDescriptor(node: ProtoNode, top: RawNode): boolean {
  let outermost = node;
  while (outermost.parent?.raw.fields !== undefined) outermost = outermost.parent;
  const namespace = outermost.parent?.raw ?? top;
  return typeof namespace.filename === "string" && typeof outermost.raw.filename !== "string";
}

function messageShape(node: ProtoNode, nodes: Nodes): MessageShape {
  const oneofs = new Map(
    Object.entries(node.raw.oneofs ?? {}).flatMap(([name, { oneof = [] }]) =>
      oneof.map((member) => [member, name]),
    ),
  );
  // Extensions of the type stand among its fields when a Root is resolved, without their options. They are not printed.
  const fields = Object.entries(node.raw.fields ?? {}).filter(([key]) => !key.startsWith("."));
  return {
    typeName: node.fullName,
    fields: fields.map(([key, raw]) => fieldShape(key, raw, node, oneofs.get(key), nodes)),
  };
}

function fieldShape(
  key: string,
  raw: RawField,
  parent: ProtoNode,
  oneof: string | undefined,
  nodes: Nodes,
): FieldShape {
  const { name, isGuess, isGroup } = fieldName(key, raw, parent, nodes);
  const entry = mapEntry(raw, parent, nodes);
  // Version 8 derives the JSON name of a group from the name of its type.
  const jsonName = isGroup ? undefined : (raw.jsonName ?? raw.options?.["json_name"]);
  const type = valueType(entry?.type ?? raw.type ?? "", raw, parent, nodes);
  return {
    name,
    fullName: `${parent.fullName}.${name}`,
    isGuessedName: isGuess,
    // A rule may also name the field as the property is called, or as it would be called with the other case.
    otherNames: [...new Set([key, protoName(key, raw).name])].flatMap((other) =>
      other === name ? [] : `${parent.fullName}.${other}`,
    ),
    propertyNames: [key],
    jsonName: typeof jsonName === "string" ? jsonName : camelCase(name),
    number: raw.id ?? 0,
    validatesUtf8: featureOf("utf8_validation", raw, parent) === "VERIFY",
    // The compiler of .proto files allows no other key types.
    cardinality:
      entry === undefined
        ? cardinality(raw, type, parent, oneof)
        : { kind: "map", key: entry.keyType as MapKeyType },
    type,
    get options() {
      return setOptions(raw, parent, nodes);
    },
  };
}

/** The name of a field in the .proto file, as far as it is known. A group's is that of its type, in small letters. */
function fieldName(
  key: string,
  raw: RawField,
  parent: ProtoNode,
  nodes: Nodes,
): { readonly name: string; readonly isGuess: boolean; readonly isGroup?: boolean } {
  const group = raw.type === undefined ? undefined : resolve(raw.type, parent, nodes);
  if (group?.raw.group === true) {
    const name = group.fullName.slice(group.fullName.lastIndexOf(".") + 1).toLowerCase();
    return { name, isGuess: false, isGroup: true };
  }
  return keepsCase(nodes) && !isBundled(parent)
    ? { name: raw.protoName ?? key, isGuess: false }
    : protoName(key, raw);
}

/** The types of google/protobuf come with protobufjs, in a case of their own. */
function isBundled({ fullName }: ProtoNode): boolean {
  return fullName.startsWith("google.protobuf.");
}

const cases = new WeakMap<Nodes, boolean>();

/** Whether a Root keeps the names of the .proto files: one of them would not have survived otherwise. */
function keepsCase(nodes: Nodes): boolean {
  let keeps = cases.get(nodes);
  if (keeps === undefined) {
    const own = [...nodes.values()].filter((node) => !isBundled(node));
    const keys = own.flatMap(({ raw }) => Object.keys(raw.fields ?? {}));
    keeps = keys.some((key) => /^[^.]+_[a-z]/.test(key));
    cases.set(nodes, keeps);
  }
  return keeps;
}

/** Key and value types of a map: of a map field, or of the entry messages that descriptors make of it. */
function mapEntry(
  raw: RawField,
  parent: ProtoNode,
  nodes: Nodes,
): { readonly keyType: string; readonly type: string } | undefined {
  if (raw.keyType !== undefined) return { keyType: raw.keyType, type: raw.type ?? "" };
  const type =
    raw.rule === "repeated" && raw.type !== undefined ? resolve(raw.type, parent, nodes) : undefined;
  if (type === undefined || !isMapEntry(type.raw)) return undefined;
  const { key, value } = type.raw.fields ?? {};
  return { keyType: key?.type ?? "", type: value?.type ?? "" };
}

function cardinality(
  raw: RawField,
  type: ValueType,
  parent: ProtoNode,
  oneof: string | undefined,
): Cardinality {
  if (raw.rule === "repeated") return { kind: "list", packed: true };
  // A field that is `optional` in proto3 stands alone in a oneof that the compiler made up.
  const isOptional = raw.options?.["proto3_optional"] === true;
  if (oneof !== undefined && !isOptional) return { kind: "singular", presence: "explicit", oneof };
  const isImplicit =
    type.kind !== "message" &&
    !isOptional &&
    raw.rule !== "required" &&
    featureOf("field_presence", raw, parent) === "IMPLICIT";
  return {
    kind: "singular",
    presence: isImplicit ? "implicit" : "explicit",
    defaultValue: raw.options?.["default"],
    isProto3Optional: isOptional,
  };
}

function valueType(type: string, raw: RawField, parent: ProtoNode, nodes: Nodes): ValueType {
  if (isScalar(type)) return { kind: "scalar", scalar: type };
  const node = resolve(type, parent, nodes);
  if (node?.raw.values !== undefined) return { kind: "enum", enum: enumShape(node) };
  const delimited =
    raw.keyType === undefined &&
    (node?.raw.group === true || featureOf("message_encoding", raw, parent) === "DELIMITED");
  return { kind: "message", typeName: node?.fullName ?? type.replace(/^\./, ""), delimited };
}

function enumShape(node: ProtoNode): EnumShape {
  const values = Object.entries(node.raw.values ?? {}).map(([name, number]) => ({
    name,
    jsonName: name,
    number,
  }));
  const closed = featureOf("enum_type", node.raw, node.parent) === "CLOSED";
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
