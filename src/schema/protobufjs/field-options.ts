import type { OptionDeclaration, OptionValue, SetOption } from "../message-shape.js";
import { type ProtoNode, type RawField, type RawOptions, resolve, scopesOf } from "./proto-node.js";

type Nodes = ReadonlyMap<string, ProtoNode>;

/**
 * The options set on a field, as protobufjs keeps them: by the text that named them in the .proto file, never resolved.
 * Custom ones are in parentheses. Each is resolved from the place where it is used, by protobuf's scoping rules; one
 * that no given namespace declares counts under every name that it could have, because any of them may be the rule's.
 */
export function setOptions(field: RawField, parent: ProtoNode, nodes: Nodes): readonly SetOption[] {
  // Neither is complete: flattened keys keep the last of repeated values, parsedOptions are lost in JSON, and miss
  // options that were set in JavaScript or whose path has a qualified name in it.
  const flat = unflatten(field.options ?? {});
  const reading: Reading = { nodes, isLossy: !Array.isArray(field.parsedOptions) };
  return [...(field.parsedOptions ?? []), flat].flatMap((options) =>
    Object.entries(options).flatMap(([key, value]) => optionsNamed(key, value, parent, reading)),
  );
}

/** Where options are read, and whether all values but the last of a repeated one were lost. */
interface Reading {
  readonly nodes: Nodes;
  readonly isLossy: boolean;
}

function optionsNamed(key: string, value: unknown, scope: ProtoNode, reading: Reading): readonly SetOption[] {
  const text = nameInParentheses(key);
  if (text === undefined)
    return [{ name: standardName(key), values: valuesOf(value, undefined, scope, reading) }];
  const declared = resolve(text, scope, reading.nodes, ({ raw }) => raw.extend !== undefined);
  if (declared !== undefined) {
    const values = valuesOf(value, declared.raw, declared.parent, reading);
    return declared.names.map((name) => ({ name, values }));
  }
  const names = text.startsWith(".") ? [text.slice(1)] : scopesOf(scope).map((prefix) => prefix + text);
  return names.map((name) => ({ name, values: valuesOf(value, undefined, scope, reading) }));
}

/** The name in `(csi.v1.csi_secret)`, or in `[options.v1.extra]` inside an aggregate value. */
function nameInParentheses(key: string): string | undefined {
  return /^[([](.+)[)\]]$/.exec(key)?.[1];
}

/** protobufjs writes standard options as they are in the file; its descriptor extension writes them in camel case. */
function standardName(key: string): string {
  return key === "debugRedact" ? "debug_redact" : key;
}

/** The values of an option or of a member of a message-typed one, given the field that declares it. */
function valuesOf(
  value: unknown,
  field: RawField | undefined,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): OptionValue[] {
  const values = [value].flat().map((one) => optionValue(one, field, declaredIn, reading));
  const isRepeated = field !== undefined && (field.rule === "repeated" || field.keyType !== undefined);
  // Nobody can tell any more what the others were.
  return reading.isLossy && isRepeated && carries(field, declaredIn, reading.nodes) !== "nothing"
    ? [...values, { kind: "lost" }]
    : values;
}

function optionValue(
  value: unknown,
  field: RawField | undefined,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): OptionValue {
  if (typeof value === "boolean") return { kind: "bool", value };
  // An entry of a map is an object, whatever type the map's values have.
  if (field?.keyType !== undefined && isObject(value)) {
    return { kind: "message", options: entryOptions(value, field, declaredIn, reading) };
  }
  const type = field?.type === undefined ? undefined : resolve(field.type, declaredIn, reading.nodes);
  if (type?.raw.values !== undefined) return { kind: "enum", debugRedact: marksRedaction(type, value) };
  if (!isObject(value)) return { kind: "other" };
  return { kind: "message", options: memberOptions(value, type, reading) };
}

function isObject(value: unknown): value is RawOptions {
  return typeof value === "object" && value !== null;
}

/** Key and value of a map entry. The value has the type that the map's values have. */
function entryOptions(
  entry: RawOptions,
  { type }: RawField,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
  const valueField: RawField = type === undefined ? {} : { type };
  return Object.entries(entry).map(([name, value]) => ({
    name,
    values: valuesOf(value, name === "value" ? valueField : undefined, declaredIn, reading),
  }));
}

function memberOptions(
  value: RawOptions,
  type: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
  return Object.entries(value).flatMap(([key, member]): readonly SetOption[] => {
    if (nameInParentheses(key) !== undefined && type !== undefined)
      return optionsNamed(key, member, type, reading);
    return [{ name: key, values: valuesOf(member, memberField(type, key), type, reading) }];
  });
}

/** The field of a message type by its name in the .proto file, or by the one that protobufjs made of it. */
function memberField(type: ProtoNode | undefined, name: string): RawField | undefined {
  const fields = type?.raw.fields ?? {};
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const key = [name, camel].find((one) => Object.hasOwn(fields, one));
  return key === undefined ? undefined : fields[key];
}

function marksRedaction(type: ProtoNode, value: unknown): boolean {
  const { values = {}, valuesOptions = {} } = type.raw;
  const number = typeof value === "string" && Object.hasOwn(values, value) ? values[value] : value;
  // Several names may stand for the number: one that is marked is enough.
  return Object.entries(values).some(([name, one]) => {
    const options = Object.hasOwn(valuesOptions, name) ? valuesOptions[name] : undefined;
    return one === number && (options?.["debug_redact"] === true || options?.["debugRedact"] === true);
  });
}

/** Flattened keys such as `(sens).detail.secret` as nested objects. Of repeated values only the last is left there. */
function unflatten(options: RawOptions): RawOptions {
  const nested = new Map<string, unknown>();
  for (const [key, value] of Object.entries(options)) {
    const [first = key, ...path] = key.match(/\([^)]*\)|\[[^\]]*\]|[^.]+/g) ?? [key];
    const inner = path.reduceRight<unknown>((member, name) => ({ [name]: member }), value);
    const known = nested.get(first);
    nested.set(first, known === undefined ? inner : [known, inner].flat());
  }
  return Object.fromEntries(nested);
}

/** Whether an option is a bool, or an enum or message in which a value marked `debug_redact` can stand. */
export function optionCarries(option: ProtoNode, nodes: Nodes): OptionDeclaration["carries"] {
  return carries(option.raw, option.parent, nodes); // an extension is a field
}

function carries(
  field: RawField,
  declaredIn: ProtoNode | undefined,
  nodes: Nodes,
): OptionDeclaration["carries"] {
  if (field.type === "bool") return "bool";
  return canCarryRedaction(field, declaredIn, nodes, new Set()) ? "debug_redact" : "nothing";
}

function canCarryRedaction(
  field: RawField,
  declaredIn: ProtoNode | undefined,
  nodes: Nodes,
  seen: Set<ProtoNode>,
): boolean {
  const type = field.type === undefined ? undefined : resolve(field.type, declaredIn, nodes);
  if (type === undefined || seen.has(type)) return false;
  seen.add(type);
  if (type.raw.values !== undefined)
    return Object.values(type.raw.values).some((value) => marksRedaction(type, value));
  const extensions = [...nodes.values()].filter(
    (node) => node.raw.extend !== undefined && resolve(node.raw.extend, node.parent, nodes) === type,
  );
  return (
    Object.values(type.raw.fields ?? {}).some((member) => canCarryRedaction(member, type, nodes, seen)) ||
    extensions.some((extension) => canCarryRedaction(extension.raw, extension.parent, nodes, seen))
  );
}
