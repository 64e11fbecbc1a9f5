import { didYouMean } from "../options/read-options.js";

/**
 * A rule of a policy is wrong: it names something that does not exist, or it could never match. The error is thrown when
 * a sanitizer is made, because a typo must not switch protection off.
 */
export class PolicyError extends Error {
  override readonly name = "PolicyError";
  /** The rule, such as `fields: "pkg.Message.pasword"`. */
  readonly rule: string;
  /** The most similar name that exists. Undefined if no name is similar. */
  readonly suggestion: string | undefined;

  /**
   * @param rule the rule as the user wrote it.
   * @param problem what is wrong with it, as a clause.
   * @param suggestion the nearest existing name.
   */
  constructor(rule: string, problem: string, suggestion?: string, options?: ErrorOptions) {
    super(`${rule}: ${problem}${didYouMean(suggestion)}`, options);
    this.rule = rule;
    this.suggestion = suggestion;
  }
}
