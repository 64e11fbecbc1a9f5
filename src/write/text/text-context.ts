import type { FieldPlan, Plan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageAccess, Representation } from "../../representations/representation.js";
import type { Limits } from "../limits.js";
import type { FieldKey, FieldPrinter } from "./field-printer.js";
import type { TextFormat } from "./text-format.js";
import type { PrintValue } from "./text-state.js";

/** What text is written by. */
export interface TextOptions {
  readonly format: TextFormat;
  readonly limits: Limits;
  /** Finds credentials in open strings that belong to no field. */
  readonly holdsCredential: Detector | undefined;
}

/** What the parts of the text writer need of each other: how values of a plan in a representation are printed. */
export interface TextContext {
  readonly options: TextOptions;
  /** Whether the whole output is limited, so that everything printed is counted. */
  readonly isLimited: boolean;

  /** Prints messages of a plan in a representation. */
  message(plan: Plan, representation: Representation): PrintValue;
  /** Prints a field behind its key. */
  field(plan: FieldPlan, bound: MessageAccess, key: FieldKey): FieldPrinter;
  /** Prints one open value of a field, which is neutral unless it is a message. */
  single(plan: FieldPlan, bound: MessageAccess): PrintValue;
  /** Prints an item of a list or the value of a map entry. */
  item(plan: FieldPlan, bound: MessageAccess): PrintValue;
  /** Prints an item of a list that is not the last one, and a comma behind it, where the whole output is not limited. */
  itemAndComma(plan: FieldPlan, bound: MessageAccess): PrintValue;

  /**
   * Prints an open string.
   *
   * @param wrongType what is printed in place of a value that is not a string.
   * @param holdsCredential finds the strings that are secret.
   * @param arePlain whether all are known to need no escapes. Default: no.
   */
  string(wrongType: string, holdsCredential: Detector | undefined, arePlain?: boolean): PrintValue;
  /** What stands between the quotes of an open string, where the whole output is not limited. Parameters as for `string`. */
  textInside(
    wrongType: string,
    holdsCredential: Detector | undefined,
    arePlain?: boolean,
  ): (value: unknown) => string;
  /** Prints a note in place of a value. */
  note(reason: string, name: string): PrintValue;
  /** Prints the text of a single value, and counts it where the whole output is limited. */
  counted(text: (value: unknown) => string): PrintValue;
}
