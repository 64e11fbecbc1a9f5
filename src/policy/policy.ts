import { didYouMean } from "../options/read-options.js";

/**
 * What counts as secret, as data. Policies add up: a field is open only if no rule of any policy names it. A policy is
 * copied when a sanitizer is made, and each of its parts is read once: later changes have no effect. Only own properties
 * of a policy and its rules count, not those of a class.
 *
 * @example
 * ```ts
 * const policy: Policy = {
 *   fieldOptions: ["acme.v1.sensitive", ...DEFAULT_FIELD_OPTIONS],
 *   fields: ["acme.v1.Login.password"],
 *   mapKeys: [{ field: "volume_context", keys: ["example.com/password", /token$/i] }],
 *   detectors: [jwt],
 * };
 * ```
 */
export interface Policy {
  /**
   * The field options that make a field secret. A full name counts if it is a bool option that is true, an enum option whose
   * value is marked `debug_redact`, or a message option that holds such an enum at any depth. The name `debug_redact`
   * stands for protobuf's own option with the whole rule of the C++ runtime: it also counts every other option that
   * carries an enum value marked `debug_redact`. For all other options, a condition says which values count.
   *
   * Default: {@link DEFAULT_FIELD_OPTIONS}. A list replaces the default.
   */
  readonly fieldOptions?: readonly OptionRule[];
  /**
   * The same for options of messages. If such an option counts, every field of the message is secret, and so is every field
   * that has the message as its type, in lists and maps too. Default: none.
   */
  readonly messageOptions?: readonly OptionRule[];
  /**
   * Full names of fields that are secret, such as `acme.v1.Login.password`, or patterns that are searched in full names.
   * Default: none.
   */
  readonly fields?: readonly (FieldPattern | FieldRule)[];
  /** Maps whose entries are judged one by one, by their keys. Default: none. */
  readonly mapKeys?: readonly MapKeyRule[];
  /**
   * Fields of strings or bytes that hold JSON, which is judged by its keys, as a `google.protobuf.Struct` is. Default: none.
   *
   * Only the values under the keys are hidden; the rest of the JSON is shown as it is. A value that is no JSON object or list, or that
   * readers of JSON may understand in two ways (such as one with a key that comes twice), is hidden as a whole. An empty one is shown.
   */
  readonly json?: readonly JsonRule[];
  /**
   * Functions that find credentials in open strings. A string in which a detector finds one is replaced as a whole. They
   * must be pure and fast: they run on every open string, field values and map keys alike. One that also says where a credential
   * is, as `jwt` does (a `LocatingDetector`), takes credentials out of finished log lines, too. Default: none.
   */
  readonly detectors?: readonly Detector[];
  /** Detectors for the strings of some fields only. Such a field is no suspect. Default: none. */
  readonly fieldDetectors?: readonly FieldDetectorRule[];
  /**
   * Fields that a reviewer found harmless: full names, patterns that are searched in full names, conditions on field options,
   * which count only where their values are known for certain, or pure functions of the field. Such a field is no suspect (see `sanitizer.suspects`), and it is
   * shown although a policy hides what is unlisted. A field that another rule makes secret stays secret. Default: none.
   */
  readonly open?: readonly (FieldPattern | OptionCondition | AllConditions | OpenFieldTest)[];
  /**
   * More rules, which may match nothing in the schemas. It is for policies that cover several versions of a schema: there, a
   * rule that matches nothing is no typo. Its `fieldOptions` add to those of the policy. Default: none.
   */
  readonly optional?: PolicyRules;
  /**
   * The class of every field that neither a rule nor `open` names: `secret` hides them. So a field that is added to a .proto file
   * is hidden until somebody has looked at it. It counts for all types of the sanitizer, whatever policy it stands in.
   *
   * A field with a message of the schemas is judged by the fields of the message. All others have to be listed, and so has a map
   * before `mapKeys` judge its entries. So have the fields of protobuf's own types where no field holds the message. Default: such
   * fields are shown.
   */
  readonly unlisted?: string | UnlistedRule;
  /**
   * More rules, of which at least one has to match something in the schemas. It is for options that a schema may use in part,
   * as those of `protosanitizer/dialects`. Its `fieldOptions` add to those of the policy. Default: none.
   */
  readonly anyOf?: PolicyRules;
}

/** The rules of a policy, without those that may match nothing, and without default deny. */
export type PolicyRules = Omit<Policy, "optional" | "anyOf" | "unlisted">;

/** What becomes of the fields that no rule names. */
export interface UnlistedRule extends Classified {
  /**
   * What texts show in place of a value that is stripped: `stripped` is the usual marker, `unreviewed` is `***unreviewed***`.
   * Copies always hold the usual marker. Default: `stripped`.
   */
  readonly marker?: "stripped" | "unreviewed";
}

/**
 * Says which options count: the full name of one; a condition on one; or several conditions that must hold together, on one
 * field or message, in one schema.
 */
export type OptionRule = string | (OptionCondition & Classified) | AllConditions;

/** Conditions that must hold together, on one field or message, in one schema. */
export interface AllConditions extends Classified {
  readonly all: readonly (string | OptionCondition)[];
}

/** A rule that says what kind of data it finds. */
export interface Classified {
  /** The class: a name, such as `pii`. An audience may see more of it. Default: `secret`. */
  readonly class?: string;
}

/** A field, or a pattern for fields, with a class. */
export interface FieldRule extends Classified {
  readonly field: FieldPattern;
}

/**
 * A condition on an option. Without `is`, `includes`, `not` and `present`, of which it may have one, it counts as a name does:
 * true, or marked `debug_redact`. A value that cannot be read counts as the one that makes the field secret.
 *
 * @example
 * ```ts
 * { option: "logger.sensitivity", is: ["SENSITIVITY_PII", "SENSITIVITY_SECRET"] }
 * { option: "clutch.api.v1.log", is: [false] }
 * { option: "confluent.field_meta", path: "tags", includes: ["PII"] }
 * { option: "redact.v3.value", path: "message.skip", not: [true] } // the option is set, but not to skip the field
 * { option: "logger.level", present: false }
 * ```
 */
export interface OptionCondition {
  /** Full name of the option. */
  readonly option: string;
  /**
   * A member of a message-typed option, by its names from the outside in: `rules.mask`. An extension stands in brackets:
   * `rules.[acme.v1.extra]`. A map holds entries with `key` and `value`. Default: the option itself.
   */
  readonly path?: string;
  /** Values that count. Enum values are given by name or number. A member with implicit presence is zero if it is not set. */
  readonly is?: readonly OptionConstant[];
  /** Values that count if a repeated option, or repeated member, has one of them. */
  readonly includes?: readonly OptionConstant[];
  /** The option counts if it is set, and does not have one of these values at the path. */
  readonly not?: readonly OptionConstant[];
  /** Whether the option, or the member at the path, has to be set, to any value; or has to be unset. */
  readonly present?: boolean;
}

/** A value of an option. An enum value is a name or a number. An integer beyond 2^53 may be given by its digits, as a text. */
export type OptionConstant = string | number | bigint | boolean | Uint8Array;

/**
 * The full name of a field, or a pattern that is searched in the full names of all fields. A pattern is copied without its
 * flags `g` and `y`.
 */
export type FieldPattern = string | RegExp;

/**
 * Says whether a reviewer found a field harmless, such as one that a lock lists (`protosanitizer/lock`). It must be pure. A field is
 * not open if it throws, or returns anything but true. It is asked about no field to which descriptors give several names.
 */
export type OpenFieldTest = (field: {
  /** Full name of the field. */
  readonly field: string;
  readonly number: number;
  /** Its type, as in a .proto file: `map<string, string>`. */
  readonly type: string;
}) => boolean;

/** Detectors for the strings of a field: alone, in a list, or as the values of a map. */
export interface FieldDetectorRule {
  /** Simple name of a field, wherever it occurs (`mount_flags`), or a full one. */
  readonly field: string;
  /** Each of them finds credentials in a string, which is then replaced as a whole. */
  readonly detectors: readonly Detector[];
}

/** Which entries of a map are secret. Also judges the keys of a `google.protobuf.Struct`, at every depth. */
export interface MapKeyRule extends Classified {
  /** Simple name of a field, wherever it occurs (`volume_context`), or a full one (`csi.v1.Volume.volume_context`). */
  readonly field: string;
  /** Keys whose values are secret. One match is enough. */
  readonly keys: readonly KeyPattern[];
  /** Makes the text that is shown in place of these values. Default: the marker is shown. */
  readonly describe?: ValueDescriber;
}

/**
 * Which values are secret in JSON that a field holds, at every depth. Also judges JSON that stands in a string of that JSON. A text is
 * replaced by what the action of its class shows of it. The marker takes the place of any other value.
 */
export interface JsonRule extends Classified {
  /** Simple name of a field of strings or bytes, wherever it occurs (`attributes`), or a full one (`acme.v1.Mount.attributes`). */
  readonly field: string;
  /** Keys whose values are secret. One match is enough. */
  readonly keys: readonly KeyPattern[];
}

/**
 * Returns the text that is shown in place of a secret value in a map of strings, or undefined to show the marker. It must be
 * a pure function. It must return the same text for two values that differ only in their secrets. If it is called with a
 * text that it returned, it must return that text. Detectors search the returned text. The marker is shown if the function
 * throws, or if several rules match a key and have different functions.
 *
 * @param holdsCredential whether a detector of the policies finds a credential in a text.
 */
export type ValueDescriber = (value: string, holdsCredential: Detector) => string | undefined;

/**
 * A key, a pattern that is searched in the key, or a pure function of the key.
 *
 * Patterns and functions see only keys of at most {@link MAX_PATTERN_KEY_LENGTH} characters. The value of a longer key is
 * secret. That bounds patterns that take quadratic time. No bound helps a pattern that takes exponential time, such as
 * `/(a+)+$/`. Results are remembered. A function that throws makes the value secret.
 *
 * A pattern is copied without its flags `g` and `y`, and searched anywhere in the key. A RegExp that changes what a
 * pattern does (in a subclass or an own property: `test`, `exec`, `Symbol.match` or a flag) is a PolicyError, because a copy
 * would not do the same. Use a function of the key instead.
 */
export type KeyPattern = string | RegExp | ((key: string) => boolean);

/** Says whether a text holds a credential. A detector that throws counts as one that found a credential. */
export type Detector = (text: string) => boolean;

/** Longest map key, in UTF-16 code units, on which patterns and functions are tried. */
export const MAX_PATTERN_KEY_LENGTH = 512;

/** The options that make a field secret if a policy has no `fieldOptions`: CSI's `csi_secret` and protobuf's `debug_redact`. */
export const DEFAULT_FIELD_OPTIONS: readonly string[] = Object.freeze(["csi.v1.csi_secret", "debug_redact"]);

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
