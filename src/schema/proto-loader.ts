import type {
  DescriptorProto,
  FieldDescriptorProto,
  FileDescriptorProto,
  MethodDescriptorProto,
} from "@bufbuild/protobuf/wkt";
import { isBytes } from "../options/is-bytes.js";
import { ownValue } from "../options/own-value.js";
import { decodeFileDescriptor } from "./descriptor-proto.js";
import type { FieldShape, MessageShape } from "./message-shape.js";
import { camelCase } from "./names.js";
import { lazyMarks, type SetOption } from "./set-option.js";
import { type MethodShape, SchemaError, type TypeSource } from "./type-source.js";

/** What `loadSync` of @grpc/proto-loader returns: services, message types and enums by full name. */
export type PackageDefinition = Readonly<Record<string, object>>;

/** Whether a value is a package definition, by shape: its types carry the bytes of file descriptors. */
export function isPackageDefinition(value: object): value is PackageDefinition {
  return Object.values(value).some((definition) => descriptorBytes(definition).length > 0);
}

/**
 * Front end for package definitions of @grpc/proto-loader. proto-loader drops custom options and the full names of field
 * types. So a definition can show that a field is secret (`debug_redact`), but never that a field is open. It adds its
 * knowledge to types that another source describes.
 *
 * @throws {SchemaError} if the bytes in it are not file descriptors.
 */
export function protoLoaderSource(definition: PackageDefinition): TypeSource {
  const shapes = new Map<string, MessageShape>();
  const methods = new Map<string, MethodDescriptorProto>();
  const add = (message: DescriptorProto, prefix: string): void => {
    const options = ownValue(message, "options");
    if (options !== undefined && ownValue(options, "mapEntry") === true) return;
    const typeName = prefix + message.name;
    shapes.set(typeName, {
      typeName,
      fields: message.field.map((field) => fieldShape(field, typeName)),
      marks: [lazyMarks(typeName, false, () => [])],
    });
    for (const nested of message.nestedType) add(nested, `${typeName}.`);
  };
  for (const bytes of new Set(Object.values(definition).flatMap(descriptorBytes))) {
    const file = decodeFile(bytes);
    const prefix = file.package === "" ? "" : `${file.package}.`;
    for (const message of file.messageType) add(message, prefix);
    for (const service of file.service) {
      for (const method of service.method) methods.set(`${prefix}${service.name}/${method.name}`, method);
    }
  }
  return {
    describes: () => false,
    losesOptions: true,
    message: (typeName) => shapes.get(typeName),
    messageNames: () => shapes.keys(),
    method: (serviceName, methodName) => methodShape(methods.get(`${serviceName}/${methodName}`)),
    place: () => undefined,
    option: () => undefined,
    optionNames: () => [],
  };
}

const DEBUG_REDACT: SetOption = { name: "debug_redact", values: [{ kind: "bool", value: true }] };

function fieldShape(field: FieldDescriptorProto, typeName: string): FieldShape {
  const { name, number } = field;
  const options = ownValue(field, "options");
  const redacts = options !== undefined && ownValue(options, "debugRedact") === true;
  return {
    name,
    fullName: `${typeName}.${name}`,
    isGuessedName: true,
    otherNames: [],
    propertyNames: [name],
    jsonName: camelCase(name),
    number,
    validatesUtf8: true,
    // Never used: fields of this source only add to fields that another source describes in full.
    cardinality: {
      kind: "singular",
      presence: "explicit",
      oneof: undefined,
      defaultValue: undefined,
      isProto3Optional: false,
      isRequired: false,
    },
    type: { kind: "scalar", scalar: "string" },
    marks: [lazyMarks(`${typeName}.${name}`, false, () => (redacts ? [DEBUG_REDACT] : []))],
  };
}

function methodShape(method: MethodDescriptorProto | undefined): MethodShape | undefined {
  const { inputType, outputType } = method ?? { inputType: "", outputType: "" };
  // Names that are not absolute were never resolved.
  if (!inputType.startsWith(".") || !outputType.startsWith(".")) return undefined;
  return { inputType: inputType.slice(1), outputType: outputType.slice(1) };
}

function decodeFile(bytes: Uint8Array): FileDescriptorProto {
  try {
    return decodeFileDescriptor(bytes);
  } catch (cause) {
    throw new SchemaError("schemas: a package definition holds bytes that are not a file descriptor", {
      cause,
    });
  }
}

/** The file descriptors of a message type, or of the types of a service's methods. */
function descriptorBytes(definition: unknown): readonly Uint8Array[] {
  if (typeof definition !== "object" || definition === null) return [];
  const fileDescriptorProtos = ownValue(definition, "fileDescriptorProtos");
  if (Array.isArray(fileDescriptorProtos)) return fileDescriptorProtos.filter(isBytes);
  return Object.values(definition).flatMap((method: unknown) => {
    if (typeof method !== "object" || method === null) return [];
    return [ownValue(method, "requestType"), ownValue(method, "responseType")].flatMap((type) =>
      typeof type === "object" && type !== null && Object.hasOwn(type, "fileDescriptorProtos")
        ? descriptorBytes(type)
        : [],
    );
  });
}
