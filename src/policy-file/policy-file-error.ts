import { didYouMean } from "../options/read-options.js";

/**
 * A policy file cannot be used. The message has the line, the path of the part that is wrong, what is wrong with it, and the nearest
 * name. It quotes no value of the file, because a secret may stand there by mistake.
 */
export class PolicyFileError extends Error {
  override readonly name = "PolicyFileError";
  /** The part that is wrong, such as `fieldOptions[2].is`; empty for the whole file. For an override, the name of the variable. */
  readonly path: string;
  /** Line in the file, from 1. Undefined for an override. */
  readonly line: number | undefined;
  /** The most similar name that exists. Undefined if no name is similar. */
  readonly suggestion: string | undefined;

  /** @param problem what is wrong, as a clause. */
  constructor(path: string, problem: string, line?: number, suggestion?: string) {
    const place = [...(line === undefined ? [] : [`line ${line}`]), ...(path === "" ? [] : [path])];
    super(`${[...place, problem].join(": ")}${didYouMean(suggestion)}`);
    this.path = path;
    this.line = line;
    this.suggestion = suggestion;
  }
}

/** A mistake in the file, before its line is known. */
export class Mistake extends Error {
  readonly path: readonly (string | number)[];
  readonly suggestion: string | undefined;

  constructor(path: readonly (string | number)[], problem: string, suggestion?: string) {
    super(problem);
    this.path = path;
    this.suggestion = suggestion;
  }
}

/** A path as text: `fieldOptions[2].is`. A key that is no plain name is left out, because it may be anything. */
export function pathText(path: readonly (string | number)[]): string {
  return path
    .map((step) => (typeof step === "number" ? `[${step}]` : `.${/^[\w$.-]{1,64}$/.test(step) ? step : "…"}`))
    .join("")
    .replace(/^\./, "");
}
