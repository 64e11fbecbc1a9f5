/** How much a finding matters: the API server rejects it or mounts fail; it works, but not as it should; good to know. */
export type Severity = "error" | "warning" | "info";

/** Something that is wrong with a CSIDriver object, or with how it is rolled out. */
export interface CsiDriverFinding {
  readonly severity: Severity;
  /** Which check found it, such as `tokens-in-volume-context`: stays the same when texts change. */
  readonly rule: string;
  /** Name of the CSIDriver object, where it has a valid one. */
  readonly driver?: string;
  /**
   * Where it is, such as `spec.tokenRequests[0].expirationSeconds`; behind `documents[1].` in a text of several
   * documents (empty ones not counted), `items[1].` in a list, `[1].` in an array.
   */
  readonly path: string;
  /** Line in the text, from 1, if the manifest was given as one. */
  readonly line?: number;
  /** Column in that line, from 1. */
  readonly column?: number;
  /** What is wrong. Never holds a value of the manifest. */
  readonly reason: string;
  /** What to do about it. */
  readonly fix: string;
}
