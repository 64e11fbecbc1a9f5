import type { OptionDeclaration, OptionValue, SetOption } from "../message-shape.js";
import { protobufjsName } from "../names.js";
import { type ProtoNode, resolve, scopesOf } from "./proto-node.js";
import { isObject, optionsOf, type RawField, type RawOptions } from "./raw-node.js";

type Nodes = ReadonlyMap<string, ProtoNode>;

/** The parts that are read from a field that declares an option, or from a member of a message-typed option. */
type Declaration = Pick<RawField, "type" | "rule" | "keyType">;

/**
 * The options that are set on a field. protobufjs keeps an option under the text that names it in the .proto file, and does
 * not resolve the name. Names of custom options are in parentheses. They are resolved here from the place where they are
 * used, by protobuf's scoping rules. An option that is declared nowhere in the Root counts under every name that it could
 * have, because a rule may use any of them.
 */
export function setOptions(field: RawField, parent: ProtoNode, nodes: Nodes): readonly SetOption[] {
  // Neither list is complete. Flattened keys keep only the last of repeated values. parsedOptions are lost in JSON, and they
  // lack options that were set in JavaScript, or whose path has a qualified name in it.
  const flat = unflatten(field.options);
  const reading: Reading = { nodes, isLossy: field.parsedOptions === undefined };
  return [...(field.parsedOptions ?? []), flat].flatMap((options) =>
    [...options].flatMap(([key, value]) => optionsNamed(key, value, parent, reading)),
  );
}

/** How options are read. If it is lossy, protobufjs has kept only the last value of a repeated option. */
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
    const values = valuesOf(value, declared.raw.field, declared.parent, reading);
    return declared.names.map((name) => ({ name, values }));
  }
  const names = text.startsWith(".") ? [text.slice(1)] : scopesOf(scope).map((prefix) => prefix + text);
  return names.map((name) => ({ name, values: valuesOf(value, undefined, scope, reading) }));
}

/** The name in `(csi.v1.csi_secret)`, or in `[options.v1.extra]` inside an aggregate value. */
function nameInParentheses(key: string): string | undefined {
  return /^[([](.+)[)\]]$/.exec(key)?.[1];
}

/** The name of a standard option in .proto files. The descriptor extension of protobufjs writes it in camel case. */
function standardName(key: string): string {
  return key === "debugRedact" ? "debug_redact" : key;
}

/** The values of an option, or of a member of a message-typed option, given the field that declares it. */
function valuesOf(
  value: unknown,
  declaration: Declaration | undefined,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): OptionValue[] {
  const values = [value].flat().map((one) => optionValue(one, declaration, declaredIn, reading));
  const isRepeated =
    declaration !== undefined && (declaration.rule === "repeated" || declaration.keyType !== undefined);
  // protobufjs has kept only the last of several values. The others are lost.
  return reading.isLossy && isRepeated && carries(declaration, declaredIn, reading.nodes) !== "nothing"
    ? [...values, { kind: "lost" }]
    : values;
}

function optionValue(
  value: unknown,
  declaration: Declaration | undefined,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): OptionValue {
  if (typeof value === "boolean") return { kind: "bool", value };
  // An entry of a map is an object, even if the values of the map are scalars.
  if (declaration?.keyType !== undefined && isObject(value)) {
    return { kind: "message", options: entryOptions(optionsOf(value), declaration, declaredIn, reading) };
  }
  const type =
    declaration?.type === undefined ? undefined : resolve(declaration.type, declaredIn, reading.nodes);
  if (type?.raw.values !== undefined) return { kind: "enum", debugRedact: marksRedaction(type, value) };
  if (!isObject(value)) return { kind: "other" };
  return { kind: "message", options: memberOptions(optionsOf(value), type, reading) };
}

/** Key and value of a map entry. The value has the type that the map's values have. */
function entryOptions(
  entry: RawOptions,
  { type }: Declaration,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
  const valueField: Declaration = { type, rule: undefined, keyType: undefined };
  return [...entry].map(([name, value]) => ({
    name,
    values: valuesOf(value, name === "value" ? valueField : undefined, declaredIn, reading),
  }));
}

function memberOptions(
  value: RawOptions,
  type: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
  return [...value].flatMap(([key, member]): readonly SetOption[] => {
    if (nameInParentheses(key) !== undefined && type !== undefined)
      return optionsNamed(key, member, type, reading);
    return [{ name: key, values: valuesOf(member, memberField(type, key), type, reading) }];
  });
}

/** The field of a message type, by its name in the .proto file or by the name that protobufjs gave it. */
function memberField(type: ProtoNode | undefined, name: string): RawField | undefined {
  return type?.raw.fields?.get(name) ?? type?.raw.fields?.get(protobufjsName(name));
}

function marksRedaction(type: ProtoNode, value: unknown): boolean {
  const { values, valuesOptions } = type.raw;
  const number = typeof value === "string" ? (values?.get(value) ?? value) : value;
  // Several names may have the same number. One marked name is enough.
  return [...(values ?? [])].some(([name, one]) => {
    const options = valuesOptions.get(name);
    return one === number && (options?.get("debug_redact") === true || options?.get("debugRedact") === true);
  });
}

/** Turns flattened keys such as `(sens).detail.secret` into nested objects. They hold only the last of repeated values. */
function unflatten(options: RawOptions): RawOptions {
  const nested = new Map<string, unknown>();
  for (const [key, value] of options) {
    const [first = key, ...path] = key.match(/\([^)]*\)|\[[^\]]*\]|[^.]+/g) ?? [key];
    const inner = path.reduceRight<unknown>((member, name) => ({ [name]: member }), value);
    const known = nested.get(first);
    nested.set(first, known === undefined ? inner : [known, inner].flat());
  }
  return nested;
}

/** What an option can carry: a bool, a value marked `debug_redact` (in an enum or message), or nothing that matters. */
export function optionCarries(option: ProtoNode, nodes: Nodes): OptionDeclaration["carries"] {
  return carries(option.raw.field, option.parent, nodes);
}

function carries(
  declaration: Declaration,
  declaredIn: ProtoNode | undefined,
  nodes: Nodes,
): OptionDeclaration["carries"] {
  if (declaration.type === "bool") return "bool";
  return canCarryRedaction(declaration, declaredIn, nodes, new Set()) ? "debug_redact" : "nothing";
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
  const extensions = [...nodes.values()].filter(
    ({ raw, parent }) => raw.extend !== undefined && resolve(raw.extend, parent, nodes) === type,
  );
  return (
    [...(type.raw.fields?.values() ?? [])].some((member) => canCarryRedaction(member, type, nodes, seen)) ||
    extensions.some((extension) => canCarryRedaction(extension.raw.field, extension.parent, nodes, seen))
  );
}
