import { type LoadPolicyOptions, loadPolicy, PolicyFileError } from "../../src/policy-file/index.js";

/** The error that a policy file gives. */
export function fileError(text: string, options?: LoadPolicyOptions): PolicyFileError {
  try {
    loadPolicy(text, options);
  } catch (error) {
    if (error instanceof PolicyFileError) return error;
    throw new Error(`expected a PolicyFileError, but got ${String(error)}`);
  }
  throw new Error("expected a PolicyFileError, but there was none");
}
