import type { Policy } from "../../policy/policy.js";
import { usageError } from "../command-error.js";
import { packageVersion } from "../package-version.js";
import type { GivenPolicy } from "../schemas/given-policy.js";
import { sha256 } from "../schemas/input-evidence.js";
import type { LoadedSchemas } from "../schemas/load-schemas.js";
import type { AllowList } from "./allow-list.js";
import type { Evidence } from "./audit-report.js";

/**
 * The evidence for an audit.
 *
 * @throws {CommandError} if `SOURCE_DATE_EPOCH` is no time.
 */
export function evidenceOf(
  loaded: LoadedSchemas,
  policies: readonly Policy[],
  { classes, audiences, audience }: GivenPolicy,
  allowList: AllowList | undefined,
): Evidence {
  const isPlain = audience === undefined && Object.keys({ ...classes, ...audiences }).length === 0;
  return {
    tool: "protosanitizer",
    version: packageVersion(),
    node: process.version,
    time: timeOf(process.env["SOURCE_DATE_EPOCH"]),
    input: { from: loaded.origin, ...loaded.input() },
    policySha256: sha256(
      isPlain ? canonical(policies) : canonical({ policies, classes, audiences, audience }),
    ),
    allowList: allowList && { from: allowList.path, sha256: allowList.sha256 },
  };
}

/** Now; or the time that builds have that must come out the same each time (https://reproducible-builds.org). */
function timeOf(epoch: string | undefined): string {
  if (epoch === undefined || epoch === "") return new Date().toISOString();
  const seconds = /^\d{1,12}$/.test(epoch) ? Number(epoch) : Number.NaN;
  const time = new Date(seconds * 1000);
  if (Number.isNaN(time.getTime()))
    throw usageError("SOURCE_DATE_EPOCH: expected a number of seconds since 1970");
  return time.toISOString();
}

/** A policy as a text that depends on its rules only: keys are sorted, and functions stand by their names. */
export function canonical(value: unknown): string {
  if (typeof value === "function") return `function ${value.name}`;
  if (typeof value === "bigint") return `${value}n`;
  if (value instanceof RegExp) return String(value);
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString("hex")}`;
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "undefined";
  const entries = Object.entries(value).filter(([, one]) => one !== undefined);
  return `{${entries
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, one]) => `${JSON.stringify(key)}:${canonical(one)}`)
    .join()}}`;
}
