import type { Audiences, ClassActions } from "../../policy/classes.js";
import type { KeyPattern, MapKeyRule, Policy } from "../../policy/policy.js";
import type { LoadedPolicy } from "../../policy-file/load-policy.js";
import { usageError } from "../command-error.js";
import { inputName, readWhole, STANDARD_INPUT } from "../input-output.js";
import { namedDialect } from "./named-dialect.js";
import type { PolicyOptions } from "./type-options.js";

/** What the user says of secrets: in a policy file, in the environment, and on the command line. */
export interface GivenPolicy {
  /** The rules, in addition to the policy for CSI. */
  readonly policies: readonly Policy[];
  readonly classes: ClassActions;
  readonly audiences: Audiences;
  /** The reader of the output. Undefined if the user names none. */
  readonly audience: string | undefined;
}

/**
 * Reads the policy file that the options name, and adds what they say themselves. The environment can override the classes of a file.
 *
 * @throws {CommandError} if the file, a variable or an option is wrong.
 */
export async function givenPolicy(options: PolicyOptions): Promise<GivenPolicy> {
  const { policy, audience, class: classes = [] } = options;
  const loaded: LoadedPolicy =
    policy === undefined ? { policy: [], classes: {}, audiences: {} } : await loadPolicyFile(policy);
  let actions = loaded;
  if (classes.length > 0) {
    const { overrideOf, withOverride } = await import("../../policy-file/class-overrides.js");
    for (const text of classes) {
      const [, className, action] = /^([\w.-]+)=(.*)$/s.exec(text) ?? [];
      if (className === undefined || action === undefined)
        throw usageError("--class: expected NAME=ACTION, such as pii=strip");
      const override = await orUsageError(`--class ${className}`, (place) =>
        overrideOf(place, className, action),
      );
      actions = { ...loaded, ...withOverride(actions, override) };
    }
  }
  return { ...actions, policies: [...loaded.policy, ...rulesOf(options)], audience };
}

/**
 * The policy in a file, with what the environment overrides.
 *
 * @throws {CommandError} if the file cannot be read, or if it or a variable is wrong.
 */
export async function loadPolicyFile(path: string): Promise<LoadedPolicy> {
  if (path === STANDARD_INPUT) throw usageError("--policy needs the name of a file");
  const bytes = await readWhole(path);
  const { loadPolicy } = await import("../../policy-file/load-policy.js");
  return orUsageError(inputName(path), () => loadPolicy(textOf(path, bytes), { environment: process.env }));
}

function textOf(path: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw usageError(`${inputName(path)}: is not in UTF-8`, { cause });
  }
}

/** @throws {CommandError} in place of an error of policy files. Those of variables name the variable, and no file. */
async function orUsageError<T>(place: string, make: (place: string) => T): Promise<T> {
  const { PolicyFileError } = await import("../../policy-file/policy-file-error.js");
  const { CLASS_VARIABLE } = await import("../../policy-file/class-overrides.js");
  try {
    return make(place);
  } catch (cause) {
    if (!(cause instanceof PolicyFileError)) throw cause;
    const isPlaced = cause.path === place || cause.path.startsWith(CLASS_VARIABLE);
    throw usageError(isPlaced ? cause.message : `${place}: ${cause.message}`, { cause });
  }
}

/** The rules on the command line. */
function rulesOf(options: PolicyOptions): readonly Policy[] {
  const {
    fieldOption = [],
    messageOption = [],
    field = [],
    mapKey = [],
    jsonKey = [],
    dialect = [],
  } = options;
  const { unlisted, open = [] } = options;
  return [
    {
      fieldOptions: fieldOption,
      messageOptions: messageOption,
      fields: field,
      mapKeys: mapKey.map((text) => keyRule("--map-key", text)),
      json: jsonKey.map((text) => keyRule("--json-key", text)),
      open: open.map((text) => namePattern("--open", text)),
      ...(unlisted !== undefined && { unlisted }),
    },
    ...dialect.map(namedDialect),
  ];
}

function keyRule(option: string, text: string): MapKeyRule {
  const index = text.indexOf("=");
  if (index < 1 || index === text.length - 1) {
    throw usageError(`${option} ${text}: expected FIELD=KEY, such as publish_context=chapSecret`);
  }
  const key: KeyPattern = namePattern(option, text.slice(index + 1));
  return { field: text.slice(0, index), keys: [key] };
}

/** `/token$/i` is a pattern; anything else is the name itself. */
function namePattern(option: string, text: string): string | RegExp {
  const pattern = /^\/(.+)\/([a-z]*)$/.exec(text);
  if (pattern === null) return text;
  try {
    return new RegExp(pattern[1] ?? "", pattern[2]);
  } catch (cause) {
    throw usageError(`${option}: ${text} is not a regular expression`, { cause });
  }
}
