import { protobufjsName } from "../names.js";
import type { OptionValue, SetOption } from "../set-option.js";
import { featureOf } from "./features.js";
import {
  canBeMarked,
  type Declaration,
  entryValue,
  isNumber,
  isScalar,
  marksRedaction,
} from "./option-types.js";
import { type ProtoNode, resolve, scopesOf } from "./proto-node.js";
import { isObject, optionsOf, type RawField, type RawOptions } from "./raw-node.js";

type Nodes = ReadonlyMap<string, ProtoNode>;

/**
 * The options that are set on a field or message. protobufjs keeps an option under the text that names it in the .proto file,
 * and does not resolve the name. Names of custom options are in parentheses. They are resolved here from the place where they
 * are used, by protobuf's scoping rules. An option that is declared nowhere in the Root counts under every name that it could
 * have, because a rule may use any of them.
 *
 * @param scope what the field or message is declared in.
 */
export function setOptions(
  holder: Pick<RawField, "options" | "parsedOptions">,
  scope: ProtoNode | undefined,
  nodes: Nodes,
): readonly SetOption[] {
  // Neither list is complete. Flattened keys keep only the last of repeated values. parsedOptions are lost in JSON, and they
  // lack options that were set in JavaScript, or whose path has a qualified name in it.
  const flat = unflatten(holder.options);
  const reading: Reading = { nodes, isLossy: holder.parsedOptions === undefined };
  return [...(holder.parsedOptions ?? []), flat].flatMap((options) =>
    [...options].flatMap(([key, value]) => optionsNamed(key, value, scope, reading)),
  );
}

/** How options are read. If it is lossy, protobufjs has kept only the last value of a repeated option. */
interface Reading {
  readonly nodes: Nodes;
  readonly isLossy: boolean;
}

function optionsNamed(
  key: string,
  value: unknown,
  scope: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
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
  const mayBeRepeated =
    declaration === undefined || declaration.rule === "repeated" || declaration.keyType !== undefined;
  // protobufjs has kept only the last of several values. The others are lost.
  if (!reading.isLossy || !mayBeRepeated) return values;
  const mayBeMarked = declaration !== undefined && canBeMarked(declaration, declaredIn, reading.nodes);
  return [...values, { kind: "lost", mayBeMarked }];
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
    const options = entryOptions(optionsOf(value), declaration, declaredIn, reading);
    return { kind: "message", options, zeros: [] };
  }
  const typeName = declaration?.type;
  const type = typeName === undefined ? undefined : resolve(typeName, declaredIn, reading.nodes);
  if (type?.raw.values !== undefined) return enumValue(type, value);
  if (isObject(value)) return messageValue(optionsOf(value), type, reading);
  return scalarValue(value, typeName);
}

/** Key and value of a map entry. */
function entryOptions(
  entry: RawOptions,
  declaration: Declaration,
  declaredIn: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
  return [...entry].map(([name, value]) => ({
    name,
    values:
      name === "value"
        ? valuesOf(value, entryValue(declaration), declaredIn, reading)
        : [{ kind: "text", value: String(value) }],
  }));
}

function enumValue(type: ProtoNode, value: unknown): OptionValue {
  const values = [...(type.raw.values ?? [])];
  const found = typeof value === "string" ? type.raw.values?.get(value) : value;
  const number = typeof found === "number" ? found : undefined;
  const names = values.flatMap(([name, one]) => (one === number ? name : []));
  return {
    kind: "enum",
    number,
    names: number === undefined && typeof value === "string" ? [value] : names,
    debugRedact: marksRedaction(type, number),
  };
}

function messageValue(value: RawOptions, type: ProtoNode | undefined, reading: Reading): OptionValue {
  const implicit = type === undefined ? new Map<string, RawField>() : implicitMembers(type);
  const zeros: SetOption[] = [];
  const options = [...value].flatMap(([key, member]): readonly SetOption[] => {
    if (nameInParentheses(key) !== undefined && type !== undefined)
      return optionsNamed(key, member, type, reading);
    const field = memberField(type, key);
    const values = valuesOf(member, field, type, reading);
    const named = namesOfMember(key, field).map((name) => ({ name, values }));
    // A member with implicit presence is not set if it is zero, also where the .proto file says zero.
    const isZero = field !== undefined && [...implicit.values()].includes(field) && values.every(isZeroValue);
    if (isZero) zeros.push(...named);
    return isZero ? [] : named;
  });
  const given = new Set([...options, ...zeros].flatMap(({ name }) => [name, protobufjsName(name)]));
  const unset = [...implicit].flatMap(([key, field]) =>
    given.has(key) ? [] : zerosOf(key, field, type, reading),
  );
  return { kind: "message", options, zeros: [...zeros, ...unset] };
}

/** The field of a message type, by its name in the .proto file or by the name that protobufjs gave it. */
function memberField(type: ProtoNode | undefined, name: string): RawField | undefined {
  return type?.raw.fields?.get(name) ?? type?.raw.fields?.get(protobufjsName(name));
}

/** The name in the .proto file, where an aggregate has it. protobufjs may have put it into camel case, in JavaScript. */
function namesOfMember(key: string, field: RawField | undefined): readonly string[] {
  return [...new Set([key, field?.protoName ?? key])];
}

/** The members with implicit presence. */
function implicitMembers(type: ProtoNode): ReadonlyMap<string, RawField> {
  const inOneof = new Set([...type.raw.oneofs.values()].flat());
  const isImplicit = (key: string, field: RawField): boolean =>
    !inOneof.has(key) &&
    field.rule === undefined &&
    field.keyType === undefined &&
    field.options.get("proto3_optional") !== true &&
    featureOf("field_presence", field, type) === "IMPLICIT";
  return new Map([...(type.raw.fields ?? [])].filter(([key, field]) => isImplicit(key, field)));
}

/** A member with implicit presence that is not set: its value is zero. Messages have none. */
function zerosOf(
  key: string,
  field: RawField,
  type: ProtoNode | undefined,
  reading: Reading,
): readonly SetOption[] {
  const own = field.type === undefined ? undefined : resolve(field.type, type, reading.nodes);
  if (own !== undefined && own.raw.values === undefined) return [];
  const zero = own === undefined ? zeroOf(field.type) : 0;
  const values = [optionValue(zero, field, type, reading)];
  return namesOfMember(key, field).map((name) => ({ name, values }));
}

function isZeroValue(value: OptionValue): boolean {
  switch (value.kind) {
    case "enum":
      return value.number === 0;
    case "bool":
    case "number":
    case "text":
      return value.value === false || value.value === 0 || value.value === "";
    default:
      return false;
  }
}

function zeroOf(typeName: string | undefined): unknown {
  if (typeName === "bool") return false;
  return isNumber(typeName) ? 0 : "";
}

/** A value as the parser of protobufjs has it: a number, or a text for all that is none. */
function scalarValue(value: unknown, typeName: string | undefined): OptionValue {
  // The name of an enum, if its type is in no schema.
  const isDeclared = typeName !== undefined && isScalar(typeName);
  if (typeof value === "number" && (!isDeclared || isNumber(typeName))) return { kind: "number", value };
  if (typeof value === "string" && typeName === "string") return { kind: "text", value };
  if (typeof value === "string" && !isDeclared) return { kind: "word", value };
  // Version 7 does not read all escapes in bytes.
  return { kind: "lost", mayBeMarked: typeName === "bool" };
}

/** Turns flattened keys such as `(sens).detail.secret` into nested objects. They hold only the last of repeated values. */
function unflatten(options: RawOptions): RawOptions {
  const root: Branch = { values: [], members: new Map() };
  for (const [key, value] of options) {
    let branch = root;
    for (const name of key.match(/\([^)]*\)|\[[^\]]*\]|[^.]+/g) ?? [key]) {
      const known = branch.members.get(name);
      const next = known ?? { values: [], members: new Map() };
      branch.members.set(name, next);
      branch = next;
    }
    branch.values.push(value);
  }
  return new Map([...root.members].map(([name, branch]) => [name, unflattened(branch)]));
}

/** Values that stand under one key, and those under longer keys that begin with it. */
interface Branch {
  readonly values: unknown[];
  readonly members: Map<string, Branch>;
}

function unflattened({ values, members }: Branch): unknown {
  if (members.size === 0 && values.length === 1) return values[0];
  const nested =
    members.size === 0
      ? []
      : [Object.fromEntries([...members].map(([name, one]) => [name, unflattened(one)]))];
  return [...values, ...nested].flat();
}
