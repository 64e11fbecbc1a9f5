import { nearestName } from "../options/read-options.js";
import { type Action, type Audiences, type ClassActions, SECRET, strictness } from "../policy/classes.js";
import { PolicyFileError } from "./policy-file-error.js";

/** How the names of environment variables begin that set the action of a class: `PROTOSANITIZER_CLASS_PII=strip`. */
export const CLASS_VARIABLE = "PROTOSANITIZER_CLASS_";

/** An action for a class, from outside of the file. */
export interface ClassOverride {
  readonly className: string;
  readonly action: Action;
}

/** The actions of a policy file. */
export interface FileActions {
  readonly classes: ClassActions;
  readonly audiences: Audiences;
}

/**
 * The overrides in an environment. The name of a class stands in capital letters, with `_` for each character that is no letter
 * or digit.
 *
 * @param known the classes that rules have.
 * @throws {PolicyFileError} if a variable is wrong. The error names the variable, and does not quote its value.
 */
export function overridesIn(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): readonly ClassOverride[] {
  return Object.entries(environment).flatMap(([variable, value]) => {
    if (!variable.startsWith(CLASS_VARIABLE) || value === undefined) return [];
    if (!/^\w{1,256}$/.test(variable))
      throw new PolicyFileError(`${CLASS_VARIABLE}…`, "no rule has this class");
    const named = known.filter((name) => variableOf(name) === variable);
    const [className, other] = named;
    if (className === undefined)
      throw new PolicyFileError(
        variable,
        "no rule has this class",
        undefined,
        nearestName(variable, known.map(variableOf)),
      );
    if (other !== undefined) throw new PolicyFileError(variable, "several classes have this name");
    return [overrideOf(variable, className, value)];
  });
}

/**
 * An override by its texts.
 *
 * @param place what the user wrote, without the action: for the error.
 * @throws {PolicyFileError} if there is no such action, or if the class `secret` would be shown.
 */
export function overrideOf(place: string, className: string, text: string): ClassOverride {
  const action = actionOf(text);
  if (action === undefined) throw new PolicyFileError(place, `is none of ${WORDS.join(", ")} and last:4`);
  if (isSecretShown(className, action))
    throw new PolicyFileError(place, "class secret cannot be shown, to no audience");
  return { className, action };
}

/** Whether an action shows more of the class `secret` than its size. */
export function isSecretShown(className: string, action: Action): boolean {
  return className === SECRET && strictness(action) < strictness("size");
}

/** The actions with an override. An audience that would see more of the class gets the same action. */
export function withOverride(
  { classes, audiences }: FileActions,
  { className, action }: ClassOverride,
): FileActions {
  const narrowed = Object.entries(audiences).map(([name, own]): [string, ClassActions] => {
    const given = Object.hasOwn(own, className) ? own[className] : undefined;
    const isWider = given !== undefined && strictness(given) < strictness(action);
    return [name, isWider ? { ...own, [className]: action } : own];
  });
  return { classes: { ...classes, [className]: action }, audiences: Object.fromEntries(narrowed) };
}

const WORDS = ["strip", "omit", "size", "pseudonym", "show"] as const;

function actionOf(text: string): Action | undefined {
  const word = WORDS.find((one) => one === text);
  if (word !== undefined) return word;
  const [, last] = /^last:([1-9]\d{0,8})$/.exec(text) ?? [];
  return last === undefined ? undefined : { last: Number(last) };
}

function variableOf(className: string): string {
  return CLASS_VARIABLE + className.toUpperCase().replace(/[^A-Z\d]/g, "_");
}
