/** A manifest cannot be read. The message says why, but holds nothing of the text: there may be a Secret in it. */
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
