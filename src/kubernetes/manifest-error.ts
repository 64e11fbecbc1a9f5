import type { YamlDialect } from "../yaml/yaml-documents.js";

/** A manifest cannot be read. The message says why, but quotes nothing of the text: it may hold a Secret. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  /** Line in the text, from 1. */
  readonly line: number;
  /** Column in that line, from 1. */
  readonly column: number;

  constructor(problem: string, line: number, column: number) {
    super(`line ${line}, column ${column}: ${problem}`);
    this.line = line;
    this.column = column;
  }
}

/** As kubectl reads manifests: as YAML 1.1. */
export const MANIFESTS: YamlDialect = {
  version: "1.1",
  error: (problem, { line, column }) => new ManifestError(problem, line, column),
};
