import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { relative, resolve, sep } from "node:path";
import type { SourcePlace, SourceRegion } from "../../schema/source-places.js";
import { fileError } from "../command-error.js";
import { fieldRegions } from "./field-places.js";
import { bundledCsi, isBelow } from "./import-paths.js";

/** What a command read types from, so that a reader of its output can check it. */
export interface InputEvidence {
  readonly kind: "proto files" | "descriptor set" | "bundled CSI types";
  /** SHA-256 in hexadecimal. `sha256sum` of the descriptor set; of .proto files, {@link digestOfFiles} says how. */
  readonly sha256: string;
  /** How many .proto files were read, imports included. */
  readonly files?: number;
}

/** Where a field is declared, by the full name of its type and its own name. */
export type PlaceOf = (typeName: string, fieldName: string) => SourcePlace | undefined;

/** SHA-256 in hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return createHash("sha256").update(data).digest("hex");
}

/**
 * The digest of several files: that of the lines which `sha256sum` prints for them, sorted by name. So
 * `sha256sum NAMES | sha256sum` gives the same. Names are those that {@link shownPath} gives.
 */
export function digestOfFiles(files: readonly string[], folders: readonly string[]): string {
  const lines = files.map((file) => `${shownPath(file, folders)}\0${sha256(read(file))}`).sort();
  return sha256(lines.map((line) => `${line.split("\0").reverse().join("  ")}\n`).join(""));
}

/**
 * The path of a file as reports name it, with slashes: from the working directory, if the file is below it; otherwise from the
 * directory that the user named. So a report is the same on every machine, and names no folder above.
 */
export function shownPath(file: string, folders: readonly string[]): string {
  if (file === bundledCsi()) return CSI_NAME;
  const base = [process.cwd(), ...folders.map((folder) => resolve(folder))].find((folder) =>
    isBelow(file, folder),
  );
  return (base === undefined ? (file.split(sep).at(-1) ?? file) : relative(base, file)).replaceAll(sep, "/");
}

/** Where the fields of .proto files are declared. The files are read when somebody asks. */
export function placesInProtos(files: readonly string[], folders: readonly string[]): PlaceOf {
  let regions: Map<string, SourcePlace> | undefined;
  return (typeName, fieldName) => {
    regions ??= new Map(
      files.flatMap((file) => placesIn(read(file).toString("utf8"), shownPath(file, folders))),
    );
    return regions.get(`${typeName}.${fieldName}`);
  };
}

function placesIn(text: string, file: string): readonly (readonly [string, SourcePlace])[] {
  return [...fieldRegions(text)].map(
    ([name, region]: readonly [string, SourceRegion]) => [name, { file, ...region }] as const,
  );
}

const CSI_NAME = "csi/v1/csi.proto";

function read(file: string): Buffer {
  try {
    return readFileSync(file);
  } catch (error) {
    throw fileError(file, error);
  }
}
