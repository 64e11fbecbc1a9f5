import { create, toBinary } from "@bufbuild/protobuf";
import {
  type DescriptorProto,
  type FileDescriptorProto,
  FileDescriptorSetSchema,
} from "@bufbuild/protobuf/wkt";
import { type Auditor, createAuditor } from "../audit/audited-fields.js";
import { checkLock } from "../audit/check-lock.js";
import { type Finding, findingsIn, type Wording } from "../audit/findings.js";
import { type ReachedField, reachedFields } from "../audit/lock-fields.js";
import { newlyVisible } from "../audit/visible-fields.js";
import { readAllowList } from "../cli/audit/allow-list.js";
import { allowancesOf } from "../cli/audit/allowances.js";
import { readLockFile } from "../cli/audit/lock-on-disk.js";
import { givenPolicy } from "../cli/schemas/given-policy.js";
import { descriptorSchemas, type LoadedSchemas } from "../cli/schemas/load-schemas.js";
import { csiPolicy } from "../csi/csi-policy.js";
import { importsFirst } from "./imports-first.js";
import type { PluginOptions } from "./plugin-options.js";

/** A file of a request. */
export interface CheckedFile {
  readonly fileDescriptorProto?: FileDescriptorProto | undefined;
  /** Whether it is only imported. Then nothing in it is a finding. */
  readonly isImport: boolean;
}

/** What a check takes. */
export interface CheckInput {
  readonly files: readonly CheckedFile[];
  /** The older version, for `buf breaking`; empty for `buf lint`. */
  readonly against: readonly CheckedFile[];
  readonly options: PluginOptions;
  /** The rules to check. */
  readonly ruleIds: ReadonlySet<string>;
}

/** A finding, and where Buf finds its line. */
export interface PlacedFinding {
  readonly finding: Finding;
  readonly fileName: string;
  readonly sourcePath: readonly number[];
}

/**
 * Audits the files of a request.
 *
 * @throws {CommandError} if a file that the options name cannot be read, or a rule is wrong.
 * @throws {PolicyError} if a rule can match nothing.
 */
export async function checkFiles({
  files,
  against,
  options,
  ruleIds,
}: CheckInput): Promise<readonly PlacedFinding[]> {
  const paths = new Map(files.filter(({ isImport }) => !isImport).flatMap(fieldPaths));
  const loaded = loadFiles(files);
  if (loaded === undefined) return [];
  const allowList = options.allow === undefined ? undefined : await readAllowList(options.allow);
  const lock = options.lock === undefined ? undefined : await readLockFile(options.lock, true);
  const given = await givenPolicy(options);
  const policies = [csiPolicy(), ...given.policies];
  // A change may take away the last field that a rule matches. Then that is a finding of `buf breaking`, and an error of `buf lint`.
  const checks = against.length === 0 && options.optional !== true;
  const auditor = createAuditor(loaded, policies, allowancesOf(allowList, lock), { ...given, checks });
  const findings = [
    ...findingsIn(
      loaded.typeNames.map((name) => auditor.type(name)),
      WORDING,
    ),
  ];
  const reached = reachedIn(loaded, auditor);
  if (lock !== undefined) findings.push(...checkLock(lock, reached, WORDING).findings);
  if (against.length > 0) {
    const older = loadFiles(against);
    const before =
      older === undefined
        ? []
        : reachedIn(older, createAuditor(older, policies, undefined, { ...given, checks: false }));
    findings.push(...newlyVisible(before, reached, WORDING));
  }
  return findings.flatMap((finding) => {
    const place = paths.get(finding.field);
    return place === undefined || !ruleIds.has(finding.rule) ? [] : [{ finding, ...place }];
  });
}

const WORDING: Wording = {
  hide: (field) => `list ${field} under "fields" in the options of the plugin`,
  hideKeys: (field) => `list "${field}=KEY" under "map_keys" in the options of the plugin`,
  allow: (_, rule) =>
    `put "// buf:lint:ignore ${rule}" above it, or name it in the file under "allow", with a reason`,
};

/** The types of the files that are no imports. Undefined if there are no files with types. */
function loadFiles(files: readonly CheckedFile[]): LoadedSchemas | undefined {
  const protos = files.flatMap(({ fileDescriptorProto }) => fileDescriptorProto ?? []);
  if (protos.length === 0) return undefined;
  const bytes = toBinary(
    FileDescriptorSetSchema,
    create(FileDescriptorSetSchema, { file: importsFirst(protos) }),
  );
  const own = new Set(files.filter(({ isImport }) => !isImport).flatMap(typeNamesIn));
  const loaded = descriptorSchemas(bytes, "the files of Buf");
  return { ...loaded, typeNames: loaded.typeNames.filter((name) => own.has(name)) };
}

function reachedIn({ typeNames, schemas }: LoadedSchemas, auditor: Auditor): readonly ReachedField[] {
  return reachedFields(typeNames, auditor, schemas);
}

interface Place {
  readonly fileName: string;
  readonly sourcePath: readonly number[];
}

// Paths of source code locations consist of field numbers and indices: see descriptor.proto.
const MESSAGE_TYPE = 4;
const NESTED_TYPE = 3;
const FIELD = 2;

function fieldPaths(file: CheckedFile): readonly (readonly [string, Place])[] {
  const fileName = file.fileDescriptorProto?.name ?? "";
  return messagesIn(file).flatMap(({ name, type, path }) =>
    type.field.map((field, index) => {
      const place = { fileName, sourcePath: [...path, FIELD, index] };
      return [`${name}.${field.name}`, place] as const;
    }),
  );
}

function typeNamesIn(file: CheckedFile): readonly string[] {
  return messagesIn(file).map(({ name }) => name);
}

interface FoundMessage {
  readonly name: string;
  readonly type: DescriptorProto;
  readonly path: readonly number[];
}

function messagesIn({ fileDescriptorProto }: CheckedFile): readonly FoundMessage[] {
  const visit = (type: DescriptorProto, scope: string, path: readonly number[]): readonly FoundMessage[] => {
    const name = scope === "" ? type.name : `${scope}.${type.name}`;
    const nested = type.nestedType.flatMap((one, index) => visit(one, name, [...path, NESTED_TYPE, index]));
    return [{ name, type, path }, ...nested];
  };
  const scope = fileDescriptorProto?.package ?? "";
  return (fileDescriptorProto?.messageType ?? []).flatMap((type, index) =>
    visit(type, scope, [MESSAGE_TYPE, index]),
  );
}
