import { ownValue } from "../../options/own-value.js";

/**
 * The parts of a reflection object of protobufjs, or of the JSON that pbjs makes of one, that this library reads. Both have
 * the same properties and are read by shape. So no version of protobufjs is imported, and no `instanceof` fails between
 * two copies of it. A RawNode always has all its properties. Names from .proto files are keys of maps, never properties.
 */
export interface RawNode {
  /** The object that was read. */
  readonly source: object;
  /** Empty for a Root; undefined in JSON, where the name is the key. */
  readonly name: string | undefined;
  /** Undefined for a namespace without content. */
  readonly nested: ReadonlyMap<string, RawNode>;
  /** Undefined for anything but a message type. */
  readonly fields: ReadonlyMap<string, RawField> | undefined;
  /** The members of each oneof. */
  readonly oneofs: ReadonlyMap<string, readonly string[]>;
  /** Undefined for anything but an enum. */
  readonly values: ReadonlyMap<string, number> | undefined;
  readonly valuesOptions: ReadonlyMap<string, RawOptions>;
  readonly methods: ReadonlyMap<string, RawMethod>;
  readonly options: RawOptions;
  /** `_edition` of a reflection object, `edition` in JSON. */
  readonly edition: string | undefined;
  /** Whether protobufjs made a reflection object from JSON. Such an object has another default edition. */
  readonly isFromJson: boolean;
  /** Whether a message type is the type of a group. */
  readonly group: boolean;
  readonly filename: string | undefined;
  /** The message that an extension extends. */
  readonly extend: string | undefined;
  /** The field that this extension is. For any other node, it has no meaning. */
  readonly field: RawField;
}

/** A field. */
export interface RawField {
  readonly options: RawOptions;
  /** The name in the .proto file, as protobufjs 8 keeps it. It may be undefined if protobufjs did not change the name. */
  readonly protoName: string | undefined;
  /** Whether this is a reflection object of protobufjs 8. */
  readonly knowsProtoName: boolean;
  readonly jsonName: string | undefined;
  readonly type: string | undefined;
  readonly id: number;
  readonly rule: string | undefined;
  readonly keyType: string | undefined;
  /** Undefined in JSON. */
  readonly parsedOptions: readonly RawOptions[] | undefined;
}

/** A method of a service, with the names of its message types as the .proto file has them. */
export interface RawMethod {
  readonly requestType: string | undefined;
  readonly responseType: string | undefined;
}

/** Options by the text that names them in the .proto file. */
export type RawOptions = ReadonlyMap<string, unknown>;

/** Reads a Root, namespace, type, enum, service or extension, and what is nested in it. Only own properties count. */
export function readRawNode(source: object): RawNode {
  const fields = objectAt(source, "fields");
  const values = objectAt(source, "values");
  return {
    source,
    name: textAt(source, "name"),
    nested: mapOf(objectAt(source, "nested"), readRawNode),
    fields: fields && mapOf(fields, readField),
    oneofs: mapOf(objectAt(source, "oneofs"), (oneof) => textsOf(ownValue(oneof, "oneof"))),
    values: values && numbersOf(values),
    valuesOptions: mapOf(objectAt(source, "valuesOptions"), optionsOf),
    methods: mapOf(objectAt(source, "methods"), (method) => ({
      requestType: textAt(method, "requestType"),
      responseType: textAt(method, "responseType"),
    })),
    options: optionsOf(objectAt(source, "options")),
    edition: textAt(source, "_edition") ?? textAt(source, "edition"),
    isFromJson: ownValue(source, "_defaultEdition") === "proto3",
    group: ownValue(source, "group") === true,
    filename: textAt(source, "filename"),
    extend: textAt(source, "extend"),
    field: readField(source),
  };
}

function readField(source: object): RawField {
  const parsedOptions = ownValue(source, "parsedOptions");
  const id = ownValue(source, "id");
  return {
    options: optionsOf(objectAt(source, "options")),
    protoName: textAt(source, "protoName"),
    knowsProtoName: Object.hasOwn(source, "protoName"),
    jsonName: textAt(source, "jsonName"),
    type: textAt(source, "type"),
    id: typeof id === "number" ? id : 0,
    rule: textAt(source, "rule"),
    keyType: textAt(source, "keyType"),
    parsedOptions: Array.isArray(parsedOptions) ? parsedOptions.map(optionsOf) : undefined,
  };
}

/** The own entries of an object, as options. */
export function optionsOf(value: unknown): RawOptions {
  return new Map(isObject(value) ? Object.entries(value) : []);
}

/** Whether a value is an object, a list included. */
export function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function mapOf<T>(object: object | undefined, read: (value: object) => T): ReadonlyMap<string, T> {
  const entries = object === undefined ? [] : Object.entries(object);
  return new Map(entries.flatMap(([key, value]) => (isObject(value) ? [[key, read(value)] as const] : [])));
}

function numbersOf(values: object): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(values).filter((entry): entry is [string, number] => typeof entry[1] === "number"),
  );
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}

function objectAt(source: object, name: string): object | undefined {
  const value = ownValue(source, name);
  return isObject(value) ? value : undefined;
}

function textAt(source: object, name: string): string | undefined {
  const value = ownValue(source, name);
  return typeof value === "string" ? value : undefined;
}
