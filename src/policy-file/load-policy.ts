import { nearestName, type OptionNames, readOptions } from "../options/read-options.js";
import { classesOf } from "../policy/action-tables.js";
import type { Audiences, ClassActions } from "../policy/classes.js";
import { copyPolicies } from "../policy/copy-policies.js";
import { jwt } from "../policy/jwt.js";
import type { Detector, Policy } from "../policy/policy.js";
import { type Path, type YamlDialect, type YamlDocument, yamlDocuments } from "../yaml/yaml-documents.js";
import { type FileActions, isSecretShown, overridesIn, withOverride } from "./class-overrides.js";
import type { PolicyDocument } from "./policy-document.js";
import { Mistake, PolicyFileError, pathText } from "./policy-file-error.js";
import { policiesIn } from "./policy-parts.js";
import { checkedCopy } from "./schema-check.js";

/** What a policy file says. It can be spread into the options of a sanitizer. */
export interface LoadedPolicy {
  /** The base and the dialects of the file, and its own rules. */
  readonly policy: readonly Policy[];
  /** What becomes of the values of each class. */
  readonly classes: ClassActions;
  /** Readers of the output, with actions of their own. */
  readonly audiences: Audiences;
}

/** The options of {@link loadPolicy}. */
export interface LoadPolicyOptions {
  /** Detectors that the file may use, by their names. `jwt` is always there. Default: none. */
  readonly detectors?: Readonly<Record<string, Detector>>;
  /**
   * The environment. A variable such as `PROTOSANITIZER_CLASS_PII` sets the action of a class: `strip`, `omit`, `size`, `last:4` or
   * `show`. An audience that would see more of the class gets the same action. Nothing else of the file can be overridden, and class
   * `secret` cannot be shown. Default: none, so that only the file counts.
   */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

const LOAD_POLICY_OPTIONS: OptionNames<LoadPolicyOptions> = { detectors: true, environment: true };

/** The longest file, in UTF-16 code units. */
const MAX_LENGTH = 1_000_000;

/**
 * Reads a policy file: YAML 1.2, of which JSON is a part. `protosanitizer/policy.schema.json` describes it.
 *
 * @throws {PolicyFileError} if the file is malformed, or a part of it is wrong. The error names the part, and quotes no value.
 * @throws {TypeError} if an option does not exist.
 * @example
 * ```ts
 * const text = await readFile("policy.yaml", "utf8");
 * const sanitizer = createSanitizer({ schemas: [root], ...loadPolicy(text, { environment: process.env }) });
 * ```
 */
export function loadPolicy(text: string, options?: LoadPolicyOptions): LoadedPolicy {
  const { detectors = {}, environment = {} } = readOptions("loadPolicy", options, LOAD_POLICY_OPTIONS);
  if (typeof text !== "string") throw new TypeError("loadPolicy takes the text of a policy file");
  const file = parsed(text);
  const known = new Map<string, Detector>([["jwt", jwt], ...Object.entries(detectors)]);
  try {
    // The schema of policy files was checked, and describes this type.
    const document = checkedCopy(file.value) as PolicyDocument;
    const policy = policiesIn(document, known);
    const classNames = classesOf(copyPolicies(policy));
    const actions = actionsIn(document, classNames);
    return { policy, ...overridesIn(environment, classNames).reduce(withOverride, actions) };
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    throw new PolicyFileError(
      pathText(error.path),
      error.message,
      file.position(error.path).line,
      error.suggestion,
    );
  }
}

const POLICY_FILES: YamlDialect = {
  version: "1.2",
  error: (problem, position) => new PolicyFileError("", problem, position.line),
};

function parsed(text: string): YamlDocument {
  if (text.length > MAX_LENGTH) throw new PolicyFileError("", `is longer than ${MAX_LENGTH} characters`);
  const [file, other] = yamlDocuments(text, POLICY_FILES);
  // A file that lost its content must not switch protection off.
  if (file === undefined) throw new PolicyFileError("", "is empty");
  if (other !== undefined) throw new PolicyFileError("", "holds several documents", other.position([]).line);
  return file;
}

/** The actions of a file. @throws {Mistake} if no rule has a class, or if the class `secret` would be shown. */
function actionsIn({ classes = {}, audiences = {} }: PolicyDocument, known: readonly string[]): FileActions {
  // The schema of policy files knows all actions.
  const actions = { classes, audiences } as FileActions;
  checkActions(["classes"], actions.classes, known);
  for (const [name, own] of Object.entries(actions.audiences)) checkActions(["audiences", name], own, known);
  return actions;
}

function checkActions(path: Path, actions: ClassActions, known: readonly string[]): void {
  for (const [className, action] of Object.entries(actions)) {
    const place = [...path, className];
    if (!known.includes(className))
      throw new Mistake(place, "no rule has this class", nearestName(className, known));
    if (isSecretShown(className, action)) throw new Mistake(place, "cannot be shown, to no audience");
  }
}
