import {
  type AllowanceOf,
  type AuditedType,
  type AuditOptions,
  type Auditor,
  auditCounts,
  createAuditor,
  suspectsIn,
} from "../../audit/audited-fields.js";
import { checkLock } from "../../audit/check-lock.js";
import { type Finding, findingsIn, inOrder, type Wording } from "../../audit/findings.js";
import { type ReachedField, reachedFields } from "../../audit/lock-fields.js";
import { newlyVisible } from "../../audit/visible-fields.js";
import { csiPolicy } from "../../csi/csi-policy.js";
import type { LockedField } from "../../lock/lock-file.js";
import { type Policy, PolicyError } from "../../policy/policy.js";
import { ExitCode, printNotice, unreadableError, usageError } from "../command-error.js";
import type { Output } from "../input-output.js";
import { type GivenPolicy, givenPolicy } from "../schemas/given-policy.js";
import { type LoadedSchemas, loadSchemas } from "../schemas/load-schemas.js";
import type { TypeOptions } from "../schemas/type-options.js";
import { streams } from "../streams.js";
import { type AllowList, readAllowList } from "./allow-list.js";
import { allowancesOf } from "./allowances.js";
import { auditHtml } from "./audit-html.js";
import { auditJson } from "./audit-json.js";
import { auditMarkdown } from "./audit-markdown.js";
import type { AllowedField, AuditReport } from "./audit-report.js";
import { auditSarif } from "./audit-sarif.js";
import { auditTable } from "./audit-table.js";
import { evidenceOf } from "./evidence.js";
import { readLockFile, saveLock } from "./lock-on-disk.js";
import { loadOlder } from "./older-version.js";

/** The options of `audit`. */
export interface AuditCommandOptions extends TypeOptions {
  readonly json?: true;
  readonly markdown?: true;
  readonly html?: true;
  readonly sarif?: true;
  readonly strict?: true;
  readonly allow?: string;
  readonly lock?: string;
  readonly check?: true;
  readonly since?: string;
}

/**
 * Prints the verdict for each field of the types, or what changed since a lock or an older version; or writes a lock.
 *
 * @throws {CommandError} if the command line, the allow-list or the lock is wrong, or the types cannot be read.
 */
export async function runAudit(options: AuditCommandOptions, output: Output): Promise<ExitCode> {
  if (options.check && options.lock === undefined) throw usageError("audit --check needs --lock FILE");
  const allowList = options.allow === undefined ? undefined : await readAllowList(options.allow);
  const lock =
    options.lock === undefined ? undefined : await readLockFile(options.lock, options.check === true);
  const loaded = await loadSchemas(options);
  // A check that saw no type must not pass.
  if (loaded.typeNames.length === 0)
    throw unreadableError(`${loaded.origin}: no message types in it, so there is nothing to audit`);
  const audit = new Audit(options, loaded, await givenPolicy(options), allowList, lock);
  audit.checkAllowList();
  if (options.lock !== undefined && !options.check) {
    const summary = await saveLock(options.lock, audit.reached, output);
    if (summary !== undefined) printNotice(summary);
    if (options.since === undefined && !isReportWanted(options)) return audit.exitCode([]);
  }
  const compared = [...(options.check ? audit.lockFindings() : []), ...(await audit.visibleFindings())];
  await output.write(textOf(audit.report(compared), options));
  return audit.exitCode(compared);
}

function isReportWanted({ json, markdown, html, sarif }: AuditCommandOptions): boolean {
  return [json, markdown, html, sarif].includes(true);
}

function textOf(report: AuditReport, { json, markdown, html, sarif }: AuditCommandOptions): string {
  if (json) return auditJson(report);
  if (markdown) return auditMarkdown(report);
  if (html) return auditHtml(report);
  return sarif ? auditSarif(report) : auditTable(report, streams().stdout);
}

/** The types, judged once, and what is made of the verdicts. */
class Audit {
  readonly #options: AuditCommandOptions;
  readonly #loaded: LoadedSchemas;
  readonly #allowList: AllowList | undefined;
  readonly #lock: ReadonlyMap<string, LockedField> | undefined;
  readonly #policies: readonly Policy[];
  readonly #given: GivenPolicy;
  readonly #auditor: Auditor;
  readonly #types: readonly AuditedType[];
  readonly #wording: Wording;
  #reached: readonly ReachedField[] | undefined;

  constructor(
    options: AuditCommandOptions,
    loaded: LoadedSchemas,
    given: GivenPolicy,
    allowList: AllowList | undefined,
    lock: ReadonlyMap<string, LockedField> | undefined,
  ) {
    this.#options = options;
    this.#loaded = loaded;
    this.#allowList = allowList;
    this.#lock = lock;
    this.#policies = [csiPolicy(), ...given.policies];
    this.#given = given;
    this.#auditor = auditorFor(loaded, this.#policies, allowancesOf(allowList, lock), given);
    this.#types = loaded.typeNames.map((name) => this.#auditor.type(name));
    this.#wording = wordingFor(options);
  }

  /** @throws {CommandError} if a line of the allow-list allows nothing. */
  checkAllowList(): void {
    const fields = this.#types.flatMap((type) => type.fields);
    const allowable =
      this.#lock === undefined ? suspectsIn(this.#types) : fields.filter(({ verdict }) => verdict === "open");
    this.#allowList?.checkAgainst(
      allowable.map(({ field }) => field),
      new Set(fields.map(({ field }) => field)),
    );
  }

  /** All fields that the types reach. */
  get reached(): readonly ReachedField[] {
    this.#reached ??= reachedFrom(this.#loaded, this.#auditor);
    return this.#reached;
  }

  /** What is not as the lock has it. */
  lockFindings(): readonly Finding[] {
    const { findings, isOutdated } = checkLock(this.#lock ?? new Map(), this.reached, this.#wording);
    if (findings.length === 0 && isOutdated)
      printNotice(`${this.#options.lock}: the lock is fine, but out of date; write it again without --check`);
    return findings;
  }

  /** What is visible now, and was not in the older version. */
  async visibleFindings(): Promise<readonly Finding[]> {
    if (this.#options.since === undefined) return [];
    const older = await loadOlder(this.#options.since, this.#options);
    // The older version may lack what a rule names.
    const auditor = auditorFor(older, this.#policies, undefined, { ...this.#given, checks: false });
    return newlyVisible(reachedFrom(older, auditor), this.reached, this.#wording);
  }

  /** @param compared the findings of comparisons. */
  report(compared: readonly Finding[]): AuditReport {
    const { check, since, lock } = this.#options;
    const comparedWith = [...(check ? [`the lock ${lock}`] : []), ...(since === undefined ? [] : [since])];
    const allowed = suspectsIn(this.#types).flatMap(
      ({ field, type, suspicion, allowed: one }): AllowedField[] =>
        one === undefined ? [] : [{ field, type, suspicion: suspicion.reason, ...one }],
    );
    return {
      evidence: evidenceOf(this.#loaded, this.#policies, this.#given, this.#allowList),
      findings: comparedWith.length > 0 ? inOrder(compared) : findingsIn(this.#types, this.#wording),
      allowed,
      types: this.#types,
      counts: auditCounts(this.#types),
      comparedWith: comparedWith.length === 0 ? undefined : comparedWith.join(" and "),
    };
  }

  /** The exit code. Says on standard error which suspects `--strict` refuses. */
  exitCode(compared: readonly Finding[]): ExitCode {
    const isBroken = compared.some(({ rule }) => rule !== "NEWLY_VISIBLE_FIELD");
    if (!this.#options.strict) return isBroken ? ExitCode.FINDINGS : ExitCode.FINE;
    const open = suspectsIn(this.#types).filter(({ allowed }) => allowed === undefined);
    if (open.length > 0)
      printNotice(
        `${open.length} suspects, ${open[0]?.field ?? ""} the first; mark them secret, or allow them with --allow`,
      );
    return open.length > 0 || compared.length > 0 ? ExitCode.FINDINGS : ExitCode.FINE;
  }
}

function auditorFor(
  { schemas, typeNames, commentOf, placeOf }: LoadedSchemas,
  policies: readonly Policy[],
  allowanceOf: AllowanceOf | undefined,
  options: AuditOptions,
): Auditor {
  try {
    return createAuditor({ schemas, typeNames, commentOf, placeOf }, policies, allowanceOf, options);
  } catch (error) {
    if (error instanceof PolicyError) throw usageError(error.message, { cause: error });
    throw error;
  }
}

function reachedFrom(
  { typeNames, methodTypes, schemas }: LoadedSchemas,
  auditor: Auditor,
): readonly ReachedField[] {
  return reachedFields([...typeNames, ...methodTypes], auditor, schemas);
}

function wordingFor({ lock }: AuditCommandOptions): Wording {
  return {
    hide: (field) => `name it with --field ${field}`,
    hideKeys: (field) => `name its secret keys with --map-key ${field}=KEY`,
    allow: (field) =>
      lock === undefined
        ? `put "${field} # why" on a line of the file that --allow names`
        : `put "allow: why" in place of "nobody" on its line of ${lock}, or "${field} # why" on a line of the file that --allow names`,
  };
}
