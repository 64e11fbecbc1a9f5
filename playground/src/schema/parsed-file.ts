import {
  Enum,
  Field,
  type NamespaceBase,
  parse,
  type ReflectionObject,
  Root,
  Service,
  Type,
} from "protobufjs";
import type { ProtoFile } from "./proto-files.js";

/** A .proto file that was parsed, before the names in it are resolved. */
export interface ParsedFile {
  readonly name: string;
  readonly packageName: string;
  /** `proto2`, `proto3`, or the year of an edition. */
  readonly edition: string;
  /** What the file imports, as it says. */
  readonly imports: readonly string[];
  /** The namespace of the package. */
  readonly top: NamespaceBase;
}

/** A pasted text cannot be used. The message says which file and line, as far as that is known. */
export class ProtoError extends Error {
  override readonly name = "ProtoError";
  /** Line in the pasted text, from 1. */
  readonly line: number | undefined;

  constructor(message: string, line?: number) {
    super(message);
    this.line = line;
  }
}

/** Parses a file. @throws {ProtoError} if it is no .proto file. */
export function parseFile(file: ProtoFile): ParsedFile {
  try {
    const root = new Root();
    const { package: packageName = "", imports = [] } = parse(file.text, root, { keepCase: true });
    const top = packageName === "" ? root : root.lookup(packageName);
    return {
      name: file.name,
      packageName,
      edition: editionOf(file.text),
      imports: imports ?? [],
      // The parser has defined the namespace of the package.
      top: (top ?? root) as NamespaceBase,
    };
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    const line = /\(line (\d+)\)/.exec(problem)?.[1];
    const text = problem.replace(/\s*\(line \d+\)/, "");
    if (line === undefined) throw new ProtoError(`${file.name}: ${text}`);
    throw new ProtoError(`${file.name}, line ${line}: ${text}`, Number(line) + file.linesBefore);
  }
}

/** The parser does not say which syntax a file has, only what follows from it. */
function editionOf(text: string): string {
  const code = text.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, "");
  return /^\s*(?:syntax|edition)\s*=\s*["']([^"']*)["']/.exec(code)?.[1] ?? "proto2";
}

/** What a namespace declares, by kind, in the order of the file. */
export interface Members {
  readonly messages: readonly Type[];
  readonly enums: readonly Enum[];
  readonly extensions: readonly Field[];
  readonly services: readonly Service[];
}

/** The members of a message or package. */
export function membersOf(namespace: NamespaceBase): Members {
  const nested: readonly ReflectionObject[] = namespace.nestedArray;
  return {
    messages: nested.filter((member) => member instanceof Type),
    enums: nested.filter((member) => member instanceof Enum),
    extensions: nested.filter((member) => member instanceof Field),
    services: nested.filter((member) => member instanceof Service),
  };
}

/** The full name of what a file declares, without the dot that protobufjs puts before it. */
export function fullNameOf(object: ReflectionObject): string {
  return object.fullName.replace(/^\./, "");
}
