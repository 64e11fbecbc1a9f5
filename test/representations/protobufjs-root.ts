import protobufjs8 from "protobufjs";
import protobufjs7 from "protobufjs7";
import type { ProtobufjsJson, ProtobufjsType } from "../../src/schema/schema-input.js";
import { csiOptions, protoFiles, protoPath } from "./proto-files.js";

/** What tests use of a Root, the same in versions 7 and 8. */
export interface ReflectionRoot {
  readonly fullName: string;
  readonly nested?: object | undefined;
  lookupType(path: string): ReflectionType;
  lookup(path: string): object | null;
  toJSON(): ProtobufjsJson;
}

/** What tests use of a Type. */
export interface ReflectionType extends ProtobufjsType {
  readonly fields: Readonly<Record<string, ReflectionField>>;
  decode(bytes: Uint8Array): object;
  encode(message: object): { finish(): Uint8Array };
  create(properties: object): object;
  fromObject(object: object): object;
  toObject(message: object, options: object): object;
}

/** What tests use of a Field. */
export interface ReflectionField {
  readonly id: number;
  setOption(name: string, value: unknown): object;
}

/** Versions of protobufjs. */
export const VERSIONS = [7, 8] as const;
export type Version = (typeof VERSIONS)[number];

/** The module of a version. */
export function protobufjs(version: Version): typeof protobufjs8 {
  // Version 7 has all that tests use of version 8, with the same types.
  return version === 8 ? protobufjs8 : (protobufjs7 as unknown as typeof protobufjs8);
}

const roots = new Map<string, ReflectionRoot>();

/** A Root of all test types, parsed once from the .proto files. Without `keepCase`, fields get camel case names. */
export function parsedRoot(version: Version, keepCase: boolean): ReflectionRoot {
  const id = `${version} ${keepCase}`;
  const known = roots.get(id) ?? parseFiles(version, keepCase, protoFiles);
  roots.set(id, known);
  return known;
}

/** A new Root of .proto files. */
export function parseFiles(version: Version, keepCase: boolean, files: readonly string[]): ReflectionRoot {
  const root = new (protobufjs(version).Root)();
  root.resolvePath = (_origin, target) => protoPath(target);
  root.loadSync([...files], { keepCase });
  return root;
}

/** A new Root of the text of one .proto file, and of the files that it imports: of csi.proto, the options of fields alone. */
export function parseText(version: Version, keepCase: boolean, text: string): ReflectionRoot {
  const { Root, parse } = protobufjs(version);
  const root = new Root();
  root.resolvePath = (_origin, target) => (target === "csi/v1/csi.proto" ? csiOptions : protoPath(target));
  const { imports = [] } = parse(text, root, { keepCase });
  if (imports.length > 0) root.loadSync(imports, { keepCase });
  return root;
}
