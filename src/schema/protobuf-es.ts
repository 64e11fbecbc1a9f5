import {
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescService,
  type Registry,
  ScalarType,
} from "@bufbuild/protobuf";
import type { FeatureSet_FieldPresence } from "@bufbuild/protobuf/wkt";
import { ownValue } from "../options/own-value.js";
import { FIELD_OPTIONS_TYPE, MESSAGE_OPTIONS_TYPE } from "./field-options.js";
import type {
  Cardinality,
  EnumShape,
  FieldShape,
  MapKeyType,
  MessageShape,
  ScalarName,
  ValueType,
} from "./message-shape.js";
import { type ExtensionLookup, optionType } from "./protobuf-es-option-types.js";
import { extensionsByExtendee, setOptions } from "./protobuf-es-options.js";
import { lazyMarks, type OptionTarget, type SetOption } from "./set-option.js";
import { placeOfField } from "./source-places.js";
import { agreedShape, type TypeSource } from "./type-source.js";
import { type PartialShape, uniteShapes } from "./unite-shapes.js";

/** What a {@link protobufEsSource} is made from. */
export type ProtobufEsSchema = Registry | DescFile | DescMessage;

// As constants of their own: the enum would bring all of descriptor.proto along.
const IMPLICIT: FeatureSet_FieldPresence.IMPLICIT = 2;
const REQUIRED: FeatureSet_FieldPresence.LEGACY_REQUIRED = 3;

/**
 * Front end for descriptors of @bufbuild/protobuf: one source for all of them, because one file may declare the options
 * that another file uses (`import option`). The source includes the files that declare the given types, and all their
 * imports: every type that a message can hold, and every option that its fields can carry. Several descriptors of one
 * type are united.
 *
 * @param schemas in order of precedence.
 * @param optionsFrom more schemas. Only their options count.
 */
export function protobufEsSource(
  schemas: readonly ProtobufEsSchema[],
  optionsFrom: readonly ProtobufEsSchema[] = [],
): TypeSource {
  const { messages, services, extensions } = collect(schemas);
  const declared = new Set([...extensions, ...collect(optionsFrom).extensions]);
  const lookup = extensionsByExtendee(declared);
  const optionsOf = (extendee: DescMessage): ReadonlyMap<string, DescExtension> =>
    new Map(
      [...declared]
        .filter((one) => one.extendee.typeName === extendee.typeName)
        .map((one) => [one.typeName, one]),
    );
  const options: Readonly<Record<OptionTarget, ReadonlyMap<string, DescExtension>>> = {
    field: optionsOf(FIELD_OPTIONS_TYPE),
    message: optionsOf(MESSAGE_OPTIONS_TYPE),
  };
  const shapes = new Map<string, MessageShape>();
  const descs: ReadonlySet<object> = new Set([...messages.values()].flatMap((copies) => [...copies]));
  return {
    losesOptions: false,
    describes: (type) => descs.has(type),
    message(typeName) {
      let shape = shapes.get(typeName);
      const [first, ...copies] = shape === undefined ? (messages.get(typeName) ?? []) : [];
      if (first !== undefined) {
        const whole = (desc: DescMessage): PartialShape => ({
          shape: messageShape(desc, lookup),
          addsFields: true,
        });
        shape =
          copies.length === 0 ? messageShape(first, lookup) : uniteShapes(whole(first), ...copies.map(whole));
        shapes.set(typeName, shape);
      }
      return shape;
    },
    messageNames: () => messages.keys(),
    method(serviceName, methodName) {
      const methods = [...(services.get(serviceName) ?? [])].flatMap((service) => service.methods);
      return agreedShape(
        methods
          .filter(({ name }) => name === methodName)
          .map(({ input, output }) => ({ inputType: input.typeName, outputType: output.typeName })),
      );
    },
    place(typeName, fieldName) {
      const fields = [...(messages.get(typeName) ?? [])].flatMap((desc) => desc.fields);
      return fields.flatMap((field) => (field.name === fieldName ? (placeOfField(field) ?? []) : [])).at(0);
    },
    option(target, name) {
      const extension = options[target].get(name);
      return extension && optionType(extension, lookup);
    },
    optionNames: (target) => options[target].keys(),
  };
}

function collect(schemas: readonly ProtobufEsSchema[]): {
  messages: Map<string, Set<DescMessage>>;
  services: Map<string, Set<DescService>>;
  extensions: Set<DescExtension>;
} {
  const messages = new Map<string, Set<DescMessage>>();
  const services = new Map<string, Set<DescService>>();
  const extensions = new Set<DescExtension>();
  const seen = new Set<DescFile>();
  const addMessage = (desc: DescMessage): void => {
    messages.set(desc.typeName, (messages.get(desc.typeName) ?? new Set()).add(desc));
    desc.nestedMessages.forEach(addMessage);
    for (const extension of desc.nestedExtensions) extensions.add(extension);
  };
  const addService = (desc: DescService): void => {
    services.set(desc.typeName, (services.get(desc.typeName) ?? new Set()).add(desc));
  };
  const addFile = (file: DescFile): void => {
    if (seen.has(file)) return;
    seen.add(file);
    file.messages.forEach(addMessage);
    file.services.forEach(addService);
    for (const extension of file.extensions) extensions.add(extension);
    file.dependencies.forEach(addFile);
  };
  // Types of registries and single types take precedence over the types of files.
  const types = schemas.flatMap((schema) =>
    schema.kind === "registry" ? [...schema] : schema.kind === "message" ? [schema] : [],
  );
  for (const type of types) {
    if (type.kind === "message") addMessage(type);
    if (type.kind === "service") addService(type);
    if (type.kind === "extension") extensions.add(type);
  }
  for (const schema of schemas) {
    if (schema.kind === "file") addFile(schema);
    else if (schema.kind === "message") addFile(schema.file);
    else for (const type of schema) addFile(type.file);
  }
  return { messages, services, extensions };
}

function messageShape(desc: DescMessage, lookup: ExtensionLookup): MessageShape {
  const { typeName, fields } = desc;
  const read = (): readonly SetOption[] =>
    setOptions(MESSAGE_OPTIONS_TYPE, ownValue(desc.proto, "options"), lookup);
  return {
    typeName,
    fields: fields.map((field) => fieldShape(field, lookup)),
    marks: [lazyMarks(typeName, true, read)],
  };
}

function fieldShape(field: DescField, lookup: ExtensionLookup): FieldShape {
  const fullName = `${field.parent.typeName}.${field.name}`;
  const read = (): readonly SetOption[] =>
    setOptions(FIELD_OPTIONS_TYPE, ownValue(field.proto, "options"), lookup);
  return {
    name: field.name,
    fullName,
    isGuessedName: false,
    otherNames: [],
    propertyNames: groupProperty(field),
    jsonName: field.jsonName,
    number: field.number,
    validatesUtf8: field.utf8Validation,
    cardinality: cardinality(field),
    type: valueType(field),
    marks: [lazyMarks(fullName, true, read)],
  };
}

/** protobufjs names the property of a group after the group's type. The field's own name is the same in small letters. */
function groupProperty({ name, message }: DescField): readonly string[] {
  if (message === undefined || message.name.toLowerCase() !== name || message.name === name) return [];
  return [message.name.charAt(0).toLowerCase() + message.name.slice(1)];
}

function cardinality(field: DescField): Cardinality {
  switch (field.fieldKind) {
    case "list":
      return { kind: "list", packed: field.packed };
    case "map":
      return { kind: "map", key: mapKeyType(field.mapKey) };
    default: {
      const implicit = field.presence === IMPLICIT;
      return {
        kind: "singular",
        presence: implicit ? "implicit" : "explicit",
        oneof: field.oneof?.name,
        defaultValue: field.getDefaultValue(),
        isProto3Optional: ownValue(field.proto, "proto3Optional") === true,
        isRequired: field.presence === REQUIRED,
      };
    }
  }
}

function valueType(field: DescField): ValueType {
  if (field.message !== undefined) {
    const delimited = field.fieldKind === "map" ? false : field.delimitedEncoding;
    return { kind: "message", typeName: field.message.typeName, delimited };
  }
  if (field.enum !== undefined) return { kind: "enum", enum: enumShape(field.enum) };
  return { kind: "scalar", scalar: SCALAR_NAMES[field.scalar] };
}

const enumShapes = new WeakMap<DescEnum, EnumShape>();

function enumShape(desc: DescEnum): EnumShape {
  let shape = enumShapes.get(desc);
  if (shape === undefined) {
    const values = desc.values.map(({ name, jsonName, number }) => ({ name, jsonName, number }));
    shape = { typeName: desc.typeName, closed: !desc.open, values };
    enumShapes.set(desc, shape);
  }
  return shape;
}

const SCALAR_NAMES: Readonly<Record<ScalarType, ScalarName>> = {
  [ScalarType.DOUBLE]: "double",
  [ScalarType.FLOAT]: "float",
  [ScalarType.INT64]: "int64",
  [ScalarType.UINT64]: "uint64",
  [ScalarType.INT32]: "int32",
  [ScalarType.FIXED64]: "fixed64",
  [ScalarType.FIXED32]: "fixed32",
  [ScalarType.BOOL]: "bool",
  [ScalarType.STRING]: "string",
  [ScalarType.BYTES]: "bytes",
  [ScalarType.UINT32]: "uint32",
  [ScalarType.SFIXED32]: "sfixed32",
  [ScalarType.SFIXED64]: "sfixed64",
  [ScalarType.SINT32]: "sint32",
  [ScalarType.SINT64]: "sint64",
};

function mapKeyType(
  scalar: Exclude<ScalarType, ScalarType.FLOAT | ScalarType.DOUBLE | ScalarType.BYTES>,
): MapKeyType {
  // The table is typed for all scalars; the parameter excludes the three that cannot be keys.
  return SCALAR_NAMES[scalar] as MapKeyType;
}
