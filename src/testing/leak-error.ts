import type { Finding } from "../scrub/findings/finding.js";
import { findingTable } from "../scrub/findings/finding-table.js";

/** Secrets have leaked. The message lists the findings as a table, and never holds a value. */
export class LeakError extends Error {
  override readonly name: string = "LeakError";
  /** What was found, in order. */
  readonly findings: readonly Finding[];

  /** @param more what else the message says, behind the table. It must not hold a value. */
  constructor(findings: readonly Finding[], more = "") {
    const count = findings.length === 1 ? "a secret leaks" : `secrets leak in ${findings.length} ways`;
    super(`${count}:\n\n${findingTable(findings)}${more === "" ? "" : `\n\n${more}`}`);
    this.findings = findings;
  }
}
