import { createFileRegistry, type DescMessage, type FileRegistry, fromBinary } from "@bufbuild/protobuf";
import {
  type FileDescriptorProto,
  type FileDescriptorSet,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { setCustomOptions } from "./custom-options.js";
import { type CustomOptions, describeFile } from "./file-descriptor.js";
import { KNOWN_FILES } from "./known-files.js";
import { NameScope } from "./name-scope.js";
import { fullNameOf, membersOf, type ParsedFile, ProtoError, parseFile } from "./parsed-file.js";
import { protoFiles } from "./proto-files.js";
import { type SourceLine, sourceLines } from "./source-lines.js";
import { topologicalOrder } from "./topological-order.js";

/** The types that were given. */
export interface Schema {
  readonly registry: FileRegistry;
  /** The messages of the given files, in their order; those that requests have first. */
  readonly messages: readonly DescMessage[];
  /** Where each field is declared, by its full name. */
  readonly lines: ReadonlyMap<string, SourceLine>;
  /** Options that no file declares. Rules cannot see them. */
  readonly undeclaredOptions: readonly string[];
}

/**
 * Reads pasted .proto files. They may import each other and protobuf's own types.
 *
 * @throws {ProtoError} if they cannot be used.
 */
export function schemaOfText(text: string): Schema {
  const given = protoFiles(text);
  const parsed = given.map(parseFile);
  const known = KNOWN_FILES.filter((file) => !parsed.some(({ packageName }) => packageName === file.package));
  const scope = new NameScope();
  for (const file of known) declareKnown(file, scope);
  for (const file of parsed) declareParsed(file, scope);
  const described = parsed.map((file) => describeFile(file, scope));
  const customOptions: CustomOptions[] = described.flatMap((file) => file.customOptions);
  const files = topologicalOrder([...known, ...described.map(({ proto }) => proto)]);
  const undeclaredOptions = setCustomOptions(customOptions, scope, registryOf(files));
  const registry = registryOf(files);
  return {
    registry,
    messages: messagesOf(
      registry,
      given.map(({ name }) => name),
    ),
    lines: new Map(given.flatMap((file) => [...sourceLines(file)])),
    undeclaredOptions,
  };
}

/**
 * Reads the bytes of a FileDescriptorSet.
 *
 * @throws {ProtoError} if they are anything else.
 */
export function schemaOfBytes(bytes: Uint8Array): Schema {
  let set: FileDescriptorSet;
  try {
    set = fromBinary(FileDescriptorSetSchema, bytes);
    if (set.file.length === 0) throw new ProtoError("there is no file in it");
  } catch (error) {
    throw new ProtoError(
      `This is no descriptor set: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  const registry = registryOf(set.file);
  const own = set.file.map(({ name }) => name).filter((name) => !name.startsWith("google/protobuf/"));
  return {
    registry,
    messages: messagesOf(registry, own.length === 0 ? set.file.map(({ name }) => name) : own),
    lines: new Map(set.file.flatMap(linesOfDescriptor)),
    undeclaredOptions: [],
  };
}

function registryOf(files: readonly FileDescriptorProto[]): FileRegistry {
  try {
    return createFileRegistry({ $typeName: "google.protobuf.FileDescriptorSet", file: [...files] });
  } catch (error) {
    throw new ProtoError(error instanceof Error ? error.message : String(error));
  }
}

function declareKnown(file: FileDescriptorProto, scope: NameScope): void {
  const visit = (prefix: string, messages: FileDescriptorProto["messageType"]): void => {
    for (const message of messages) {
      const fullName = `${prefix}.${message.name}`;
      scope.declare(fullName, { kind: "message", file: file.name });
      for (const { name } of message.enumType)
        scope.declare(`${fullName}.${name}`, { kind: "enum", file: file.name });
      visit(fullName, message.nestedType);
    }
  };
  visit(file.package, file.messageType);
  for (const { name } of file.enumType)
    scope.declare(`${file.package}.${name}`, { kind: "enum", file: file.name });
  for (const { name } of file.extension)
    scope.declare(`${file.package}.${name}`, { kind: "extension", file: file.name });
}

function declareParsed({ name: file, top }: ParsedFile, scope: NameScope): void {
  const visit = (namespace: ParsedFile["top"]): void => {
    const { messages, enums, extensions } = membersOf(namespace);
    for (const message of messages) {
      scope.declare(fullNameOf(message), { kind: "message", file });
      visit(message);
    }
    for (const one of enums) scope.declare(fullNameOf(one), { kind: "enum", file });
    for (const one of extensions) scope.declare(fullNameOf(one), { kind: "extension", file });
  };
  visit(top);
}

function messagesOf(registry: FileRegistry, files: readonly string[]): readonly DescMessage[] {
  const described = files.flatMap((name) => registry.getFile(name) ?? []);
  const withNested = (message: DescMessage): DescMessage[] =>
    message.file.proto.name === undefined ? [] : [message, ...message.nestedMessages.flatMap(withNested)];
  const all = described.flatMap(({ messages }) => messages.flatMap(withNested));
  const inputs = new Set(
    described.flatMap(({ services }) => services.flatMap(({ methods }) => methods.map(({ input }) => input))),
  );
  return [...all.filter((type) => inputs.has(type)), ...all.filter((type) => !inputs.has(type))];
}

/** The lines that a descriptor has if it was made with source information. */
function linesOfDescriptor(file: FileDescriptorProto): [string, SourceLine][] {
  const spans = new Map(
    (file.sourceCodeInfo?.location ?? []).map(({ path, span }) => [path.join(), span[0]]),
  );
  const found: [string, SourceLine][] = [];
  const visit = (
    messages: FileDescriptorProto["messageType"],
    prefix: string,
    path: readonly number[],
  ): void => {
    messages.forEach((message, index) => {
      const fullName = prefix === "" ? message.name : `${prefix}.${message.name}`;
      const here = [...path, index];
      message.field.forEach((field, fieldIndex) => {
        const line = spans.get([...here, 2, fieldIndex].join());
        if (line === undefined) return;
        const at: SourceLine = { file: file.name, line: line + 1, pastedLine: undefined, text: undefined };
        found.push([`${fullName}.${field.name}`, at]);
      });
      visit(message.nestedType, fullName, [...here, 3]);
    });
  };
  visit(file.messageType, file.package, [4]);
  return found;
}
