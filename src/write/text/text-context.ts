import type { FieldPlan, Plan } from "../../plan/compiled.js";
import type { Detector } from "../../policy/policy.js";
import type { MessageAccess, Representation } from "../../representations/representation.js";
import type { Limits } from "../limits.js";
import type { FieldKey, FieldPrinter } from "./field-printer.js";
import type { TextFormat } from "./text-format.js";
import type { PrintValue } from "./text-state.js";

/** The options of the text writer. */
export interface TextOptions {
  readonly format: TextFormat;
  readonly limits: Limits;
  /** Finds credentials in open strings that belong to no field. */
  readonly holdsCredential: Detector | undefined;
  /** The representation of ProtoJSON of a type. Undefined if the writer has none. */
  readonly protoJson?: ((typeName: string) => Representation) | undefined;
}

/** The functions that the parts of the text writer call from each other. */
export interface TextContext {
  readonly options: TextOptions;
  /** Whether the whole output is limited. Then all printed text is counted. */
  readonly isLimited: boolean;

  /** Prints messages of a plan in a representation. */
  message(plan: Plan, representation: Representation): PrintValue;
  /** Prints a field behind its key. */
  field(plan: FieldPlan, bound: MessageAccess, key: FieldKey): FieldPrinter;
  /** Prints one open value of a field. The value is a message, or neutral. */
  single(plan: FieldPlan, bound: MessageAccess): PrintValue;
  /** Prints an item of a list or the value of a map entry. */
  item(plan: FieldPlan, bound: MessageAccess): PrintValue;
  /** Prints an item of a list and a comma behind it. Not for the last item, and only if the whole output is not limited. */
  itemAndComma(plan: FieldPlan, bound: MessageAccess): PrintValue;

  /**
   * Prints an open string.
   *
   * @param wrongType the text in place of a value that is not a string.
   * @param holdsCredential finds the strings that are secret.
   * @param arePlain whether all strings are known to need no escapes. Default: no.
   */
  string(wrongType: string, holdsCredential: Detector | undefined, arePlain?: boolean): PrintValue;
  /** The text between the quotes of an open string, if the whole output is not limited. Parameters as for `string`. */
  textInside(
    wrongType: string,
    holdsCredential: Detector | undefined,
    arePlain?: boolean,
  ): (value: unknown) => string;
  /** Prints a note in place of a value. */
  note(reason: string, name: string): PrintValue;
  /** Prints the text of a single value. Counts it if the whole output is limited. */
  counted(text: (value: unknown) => string): PrintValue;
}
