import {
  createRegistry,
  type DescEnum,
  type DescExtension,
  type DescField,
  type DescFile,
  type DescMessage,
  type DescMethod,
  type DescService,
  type MessageShape,
  type Registry,
  ScalarType,
  toJson,
} from "@bufbuild/protobuf";
import { protoCamelCase } from "@bufbuild/protobuf/reflect";
import {
  EnumOptionsSchema,
  EnumValueOptionsSchema,
  FieldOptionsSchema,
  MessageOptionsSchema,
  MethodOptionsSchema,
  OneofOptionsSchema,
  ServiceOptionsSchema,
} from "@bufbuild/protobuf/wkt";

/** Writes package, syntax and imports of a file as the list's header states them. */
export function renderHeader(file: DescFile): string {
  const imports = file.proto.dependency.map((path) => path.replace(/^google\/protobuf\/(.*)\.proto$/, "$1"));
  return `# package ${file.proto.package}, syntax ${file.proto.syntax}; imports google/protobuf/{${imports.join()}}.proto`;
}

/**
 * Writes everything that a file declares in the notation of csi-v1-schema.txt, one line per declaration, in the order
 * of the file. What the notation has no sign for (an option nobody expected, a client stream) is written out too, so
 * that no two different schemas give the same lines.
 */
export function renderSchemaList(file: DescFile): readonly string[] {
  const list = new SchemaList(file);
  return [
    "extensions (name = number: extendee, all bool)",
    ...indent(file.extensions.map((extension) => list.extension(extension))),
    "",
    ...file.enums.map((desc) => list.enum(desc)),
    ...file.messages.flatMap((desc) => list.message(desc)),
    "",
    ...file.services.flatMap((desc) => list.service(desc)),
  ];
}

class SchemaList {
  readonly #prefix: string;
  readonly #registry: Registry;

  constructor(file: DescFile) {
    this.#prefix = `${file.proto.package}.`;
    this.#registry = createRegistry(file);
  }

  extension(desc: DescExtension): string {
    const type = this.#type(desc);
    const notBool = type === "bool" ? "" : ` ${type}`;
    const options = this.#options(FieldOptionsSchema, desc.proto.options);
    return `${desc.name} = ${desc.number}: ${desc.extendee.typeName}${notBool}${bracketed(options)}`;
  }

  enum(desc: DescEnum): string {
    const values = desc.values.map((value) => {
      const options = this.#options(EnumValueOptionsSchema, value.proto.options);
      return `${value.name}=${value.number}${bracketed(options)}`;
    });
    const options = this.#options(EnumOptionsSchema, desc.proto.options);
    return `enum ${desc.name}${bracketed(options)}: ${values.join(", ")}`;
  }

  message(desc: DescMessage): readonly string[] {
    const options = this.#options(MessageOptionsSchema, desc.proto.options);
    return [
      `message ${desc.name}${bracketed(options)}`,
      ...indent([
        ...desc.fields.map((field) => this.#field(field)),
        ...desc.nestedMessages.flatMap((nested) => this.message(nested)),
        ...desc.nestedEnums.map((nested) => this.enum(nested)),
        ...desc.nestedExtensions.map((nested) => `extension ${this.extension(nested)}`),
      ]),
    ];
  }

  service(desc: DescService): readonly string[] {
    const options = this.#options(ServiceOptionsSchema, desc.proto.options);
    return [
      `service ${desc.name}${bracketed(options)}`,
      ...indent(desc.methods.map((method) => this.#method(method))),
    ];
  }

  #method(desc: DescMethod): string {
    const input = `${desc.proto.clientStreaming ? "stream " : ""}${this.#name(desc.input.typeName)}`;
    const output = `${desc.proto.serverStreaming ? "stream " : ""}${this.#name(desc.output.typeName)}`;
    const options = this.#options(MethodOptionsSchema, desc.proto.options);
    return `${desc.name}(${input}) -> ${output}${bracketed(options)}`;
  }

  #field(desc: DescField): string {
    const options = this.#options(FieldOptionsSchema, desc.proto.options);
    if (desc.jsonName !== protoCamelCase(desc.name)) {
      options.push(`json_name=${desc.jsonName}`);
    }
    const mark = options.includes("csi_secret") ? "!" : "";
    const optional = desc.proto.proto3Optional ? "optional " : "";
    return `${mark}${desc.name} = ${desc.number}: ${optional}${this.#type(desc)}${this.#oneof(desc)}${bracketed(options)}`;
  }

  #oneof(desc: DescField): string {
    if (desc.oneof === undefined) {
      return "";
    }
    return ` oneof ${desc.oneof.name}${bracketed(this.#options(OneofOptionsSchema, desc.oneof.proto.options))}`;
  }

  #type(desc: DescField | DescExtension): string {
    switch (desc.fieldKind) {
      case "scalar":
        return scalarName(desc.scalar);
      case "enum":
        return this.#name(desc.enum.typeName);
      case "message":
        return this.#name(desc.message.typeName);
      case "list":
        return `repeated ${desc.listKind === "scalar" ? scalarName(desc.scalar) : this.#elementName(desc)}`;
      case "map":
        return `map<${scalarName(desc.mapKey)}, ${desc.mapKind === "scalar" ? scalarName(desc.scalar) : this.#elementName(desc)}>`;
    }
  }

  #elementName(desc: {
    readonly message: DescMessage | undefined;
    readonly enum: DescEnum | undefined;
  }): string {
    return this.#name((desc.message ?? desc.enum)?.typeName ?? "?");
  }

  #name(typeName: string): string {
    return typeName.startsWith(this.#prefix) ? typeName.slice(this.#prefix.length) : typeName;
  }

  /** The options that are set: a name stands for `true`; every other value is written out. */
  #options<Desc extends DescMessage>(schema: Desc, options: MessageShape<Desc> | undefined): string[] {
    if (options === undefined) {
      return [];
    }
    const known = Object.entries(toJson(schema, options, { registry: this.#registry }) ?? {});
    const unknown = (options.$unknown ?? []).filter(
      ({ no }) => this.#registry.getExtensionFor(schema, no) === undefined,
    );
    return [
      ...known.map(([key, value]) => {
        const name = this.#name(key.replace(/^\[(.*)\]$/, "$1"));
        return value === true ? name : `${name}=${JSON.stringify(value)}`;
      }),
      ...unknown.map(({ no }) => `#${no}`),
    ];
  }
}

function scalarName(type: ScalarType): string {
  return ScalarType[type].toLowerCase();
}

function bracketed(options: readonly string[]): string {
  return options.length === 0 ? "" : ` [${options.join(", ")}]`;
}

function indent(lines: readonly string[]): readonly string[] {
  return lines.map((line) => `  ${line}`);
}
