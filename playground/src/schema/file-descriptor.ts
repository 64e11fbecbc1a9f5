import { create, type DescMessage, type Message, type MessageShape } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  DescriptorProtoSchema,
  type EnumDescriptorProto,
  EnumDescriptorProtoSchema,
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  type FieldDescriptorProto,
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FieldDescriptorProtoSchema,
  FieldOptionsSchema,
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  MessageOptionsSchema,
  type ServiceDescriptorProto,
  ServiceDescriptorProtoSchema,
} from "@bufbuild/protobuf/wkt";
import {
  type Enum,
  type Field,
  MapField,
  type OneOf,
  type ReflectionObject,
  type Service,
  Type,
} from "protobufjs";
import { defaultText, editionNumber, jsonNameOf, mapEntryName, SCALARS } from "./descriptor-words.js";
import type { NameScope } from "./name-scope.js";
import { type GivenOptions, givenOptions, setOwnOptions } from "./own-options.js";
import { fullNameOf, membersOf, type ParsedFile, ProtoError } from "./parsed-file.js";

/** Options that the pasted files declare themselves. Their values are set when the types of all files are known. */
export interface CustomOptions {
  readonly schema: DescMessage;
  /** The options of a field, message, enum or enum value. */
  readonly holder: Message;
  /** Full name of what has the options. */
  readonly owner: string;
  readonly given: GivenOptions;
}

/** The descriptor of a file, without custom options. */
export interface DescribedFile {
  readonly proto: FileDescriptorProto;
  readonly customOptions: readonly CustomOptions[];
}

/**
 * Describes a parsed file.
 *
 * @throws {ProtoError} if no file declares a type that it uses.
 */
export function describeFile(file: ParsedFile, scope: NameScope): DescribedFile {
  return new FileDescriber(file, scope).describe();
}

class FileDescriber {
  readonly #file: ParsedFile;
  readonly #scope: NameScope;
  readonly #customOptions: CustomOptions[] = [];
  readonly #dependencies = new Set<string>();

  constructor(file: ParsedFile, scope: NameScope) {
    this.#file = file;
    this.#scope = scope;
  }

  describe(): DescribedFile {
    const { name, packageName, edition, top } = this.#file;
    const { messages, enums, extensions, services } = membersOf(top);
    const isEdition = !edition.startsWith("proto");
    const proto = create(FileDescriptorProtoSchema, {
      name,
      package: packageName,
      ...(isEdition ? { syntax: "editions", edition: editionNumber(edition) } : {}),
      ...(edition === "proto3" ? { syntax: edition } : {}),
      messageType: messages.map((type) => this.#message(type)),
      enumType: enums.map((type) => this.#enum(type)),
      extension: extensions.map((field) => this.#field(field, [])),
      service: services.map((service) => this.#service(service)),
    });
    this.#dependencies.delete(name);
    proto.dependency = [...this.#dependencies];
    return { proto, customOptions: this.#customOptions };
  }

  #message(type: Type): DescriptorProto {
    const fields = type.fieldsArray.filter(({ declaringField }) => declaringField === null);
    const oneofs = realOneofs(type);
    const synthetic = fields.filter((field) => isOptional(field)).map(({ name }) => `_${name}`);
    const { messages, enums, extensions } = membersOf(type);
    const options = create(MessageOptionsSchema);
    this.#setOptions(MessageOptionsSchema, options, type);
    return create(DescriptorProtoSchema, {
      name: type.name,
      field: fields.map((field) => this.#field(field, [...oneofs.map(({ name }) => name), ...synthetic])),
      nestedType: [
        ...messages.map((nested) => this.#message(nested)),
        ...fields.filter((field) => field instanceof MapField).map((field) => this.#mapEntry(field)),
      ],
      enumType: enums.map((nested) => this.#enum(nested)),
      extension: extensions.map((field) => this.#field(field, [])),
      extensionRange: (type.extensions ?? []).flatMap((range) =>
        typeof range === "string" ? [] : [{ start: range[0] ?? 0, end: (range[1] ?? 0) + 1 }],
      ),
      oneofDecl: [...oneofs.map(({ name }) => ({ name })), ...synthetic.map((name) => ({ name }))],
      options,
    });
  }

  #mapEntry(field: MapField): DescriptorProto {
    const part = (name: string, number: number, type: string): FieldDescriptorProto =>
      create(FieldDescriptorProtoSchema, {
        name,
        number,
        jsonName: name,
        label: FieldDescriptorProto_Label.OPTIONAL,
        ...this.#type(type, field.parent, false),
      });
    return create(DescriptorProtoSchema, {
      name: mapEntryName(field.name),
      field: [part("key", 1, field.keyType), part("value", 2, field.type)],
      options: { mapEntry: true },
    });
  }

  #field(field: Field, oneofs: readonly string[]): FieldDescriptorProto {
    const isMap = field instanceof MapField;
    const given = field.options ?? {};
    const options = create(FieldOptionsSchema);
    this.#setOptions(FieldOptionsSchema, options, field);
    // protoc gives a group's field the name of its message in small letters.
    const name = isGroup(field) ? field.name.toLowerCase() : field.name;
    const defaultValue = defaultText(field.type, given["default"]);
    const oneof = isOptional(field) ? `_${field.name}` : field.partOf?.name;
    return create(FieldDescriptorProtoSchema, {
      name,
      number: field.id,
      label:
        isMap || field.repeated
          ? LABEL.repeated
          : field.rule === "required"
            ? LABEL.required
            : LABEL.optional,
      jsonName: typeof given["json_name"] === "string" ? given["json_name"] : jsonNameOf(name),
      ...(isMap ? this.#mapType(field) : this.#type(field.type, field.parent, isGroup(field))),
      ...(field.extend === undefined
        ? {}
        : { extendee: this.#named(field.extend, field.parent, ["message"]).typeName }),
      ...(defaultValue === undefined ? {} : { defaultValue }),
      ...(oneof !== undefined && oneofs.includes(oneof) ? { oneofIndex: oneofs.indexOf(oneof) } : {}),
      ...(isOptional(field) ? { proto3Optional: true } : {}),
      options,
    });
  }

  #mapType(field: MapField): Pick<FieldDescriptorProto, "type" | "typeName"> {
    const message = field.parent === null ? "" : fullNameOf(field.parent);
    return { type: FieldDescriptorProto_Type.MESSAGE, typeName: `.${message}.${mapEntryName(field.name)}` };
  }

  #type(
    name: string,
    around: ReflectionObject | null,
    isGroup: boolean,
  ): { type: FieldDescriptorProto_Type; typeName?: string } {
    const scalar = SCALARS.get(name);
    if (scalar !== undefined) return { type: scalar };
    const { kind, typeName } = this.#named(name, around, ["message", "enum"]);
    if (kind === "enum") return { type: FieldDescriptorProto_Type.ENUM, typeName };
    return { type: isGroup ? FieldDescriptorProto_Type.GROUP : FieldDescriptorProto_Type.MESSAGE, typeName };
  }

  #named(
    name: string,
    around: ReflectionObject | null,
    kinds: readonly ("message" | "enum")[],
  ): { kind: string; typeName: string } {
    const place = around === null ? "" : fullNameOf(around);
    const found = this.#scope.resolve(name, place, kinds);
    if (found === undefined) {
      const imports = this.#file.imports.filter((path) => !path.startsWith("google/protobuf/"));
      const advice =
        imports.length === 0 ? "" : `. Paste the file that declares it, too: ${imports.join(", ")}`;
      throw new ProtoError(
        `${this.#file.name}: ${place} uses the type ${name}, which no file declares${advice}`,
      );
    }
    this.#dependencies.add(found.file);
    return { kind: found.kind, typeName: `.${found.fullName}` };
  }

  #enum(type: Enum): EnumDescriptorProto {
    const options = create(EnumOptionsSchema);
    this.#setOptions(EnumOptionsSchema, options, type);
    return create(EnumDescriptorProtoSchema, {
      name: type.name,
      options,
      value: Object.entries(type.values).map(([name, number]) => {
        const valueOptions = create(EnumValueOptionsSchema);
        const given = givenOptions(type.valuesOptions?.[name], undefined);
        this.#addOptions(EnumValueOptionsSchema, valueOptions, `${fullNameOf(type)}.${name}`, given);
        return { name, number, options: valueOptions };
      }),
    });
  }

  #service(service: Service): ServiceDescriptorProto {
    return create(ServiceDescriptorProtoSchema, {
      name: service.name,
      method: service.methodsArray.map((method) => ({
        name: method.name,
        inputType: this.#named(method.requestType, service, ["message"]).typeName,
        outputType: this.#named(method.responseType, service, ["message"]).typeName,
        clientStreaming: method.requestStream ?? false,
        serverStreaming: method.responseStream ?? false,
      })),
    });
  }

  #setOptions<Desc extends DescMessage>(
    schema: Desc,
    holder: MessageShape<Desc>,
    object: ReflectionObject,
  ): void {
    const given = givenOptions(object.options, object.parsedOptions);
    this.#addOptions(schema, holder, fullNameOf(object), given);
  }

  #addOptions<Desc extends DescMessage>(
    schema: Desc,
    holder: MessageShape<Desc>,
    owner: string,
    given: GivenOptions,
  ): void {
    setOwnOptions(schema, holder, given);
    if (given.custom.length > 0) this.#customOptions.push({ schema, holder, owner, given });
  }
}

const LABEL = {
  optional: FieldDescriptorProto_Label.OPTIONAL,
  required: FieldDescriptorProto_Label.REQUIRED,
  repeated: FieldDescriptorProto_Label.REPEATED,
} as const;

/** The oneofs of a message, without those that stand for `optional` in proto3. */
function realOneofs(type: Type): readonly OneOf[] {
  return type.oneofsArray.filter(({ fieldsArray }) => !fieldsArray.some(isOptional));
}

/** Whether a field is `optional` in proto3. */
function isOptional(field: Field): boolean {
  return field.options?.["proto3_optional"] === true;
}

/** A group declares its message beside the field. */
function isGroup(field: Field): boolean {
  const type = field.parent?.get(field.type);
  // The types of protobufjs do not declare the property that its parser sets.
  return type instanceof Type && "group" in type && type.group === true;
}
