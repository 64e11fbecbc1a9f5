import { createSanitizer, type Policy, PolicyError } from "../../src/index.js";
import { testRegistry } from "../schema/test-files.js";

/** The error that a policy gives over all test schemas. */
export function errorOf(policy: unknown): PolicyError {
  try {
    // Callers in JavaScript give what they like.
    createSanitizer({ schemas: [testRegistry], policy: policy as Policy });
  } catch (error) {
    if (error instanceof PolicyError) return error;
    throw new Error(`expected a PolicyError, but got ${String(error)}`);
  }
  throw new Error("expected a PolicyError, but there was none");
}
