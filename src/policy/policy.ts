/**
 * What counts as secret, as data. Policies add up: a field is open only if no rule of any policy names it.
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
   * Full names of the field options that make a field secret: a bool option that is true, an enum option whose value
   * is marked `debug_redact`, or a message option that holds such an enum at any depth. The name `debug_redact`
   * stands for protobuf's own option with the whole rule of the C++ runtime: it also counts every other option that
   * carries an enum value marked `debug_redact`.
   *
   * Default: {@link DEFAULT_FIELD_OPTIONS}. A list that is given takes its place.
   */
  readonly fieldOptions?: readonly string[];
  /** Full names of fields that are secret, such as `acme.v1.Login.password`. Default: none. */
  readonly fields?: readonly string[];
  /** Maps whose entries are judged one by one, by key. Default: none. */
  readonly mapKeys?: readonly MapKeyRule[];
  /**
   * Find credentials in open strings; a string in which one does is replaced whole. Pure and fast: they run on every
   * open string, field values and map keys alike. Default: none.
   */
  readonly detectors?: readonly Detector[];
}

/** Which entries of a map are secret. Also judges the keys of a `google.protobuf.Struct`, at every depth. */
export interface MapKeyRule {
  /** Simple name of a field, wherever it occurs (`volume_context`), or a full one (`csi.v1.Volume.volume_context`). */
  readonly field: string;
  /** Keys whose values are secret; any match counts. */
  readonly keys: readonly KeyPattern[];
  /** What is shown of these values. Default: nothing. */
  readonly describe?: ValueDescriber;
}

/**
 * Says what may be shown of a secret value of a map of strings, in place of the value: a text, or undefined where nothing
 * may be. A pure function that has to give the same text for two values that differ only in what is secret, and that
 * text again for the text that it gave. What it returns is still searched by the detectors. One that throws shows
 * nothing, and so does a key for which several rules say different things.
 *
 * @param holdsCredential whether a detector of the policies finds a credential in a text.
 */
export type ValueDescriber = (value: string, holdsCredential: Detector) => string | undefined;

/**
 * A key, a pattern that is searched in the key, or a pure function of the key. Patterns and functions see only keys of
 * at most {@link MAX_PATTERN_KEY_LENGTH} characters; the value of a longer key is secret. That bounds patterns that take
 * quadratic time; one that takes exponential time, such as `/(a+)+$/`, is lost at thirty characters already. Results are
 * remembered. A function that throws makes the value secret.
 */
export type KeyPattern = string | RegExp | ((key: string) => boolean);

/** Says whether a text holds a credential. One that throws counts as having found one. */
export type Detector = (text: string) => boolean;

/** Longest map key, in UTF-16 code units, on which patterns and functions are tried. */
export const MAX_PATTERN_KEY_LENGTH = 512;

/** The options that make a field secret where a policy does not say: CSI's `csi_secret` and protobuf's `debug_redact`. */
export const DEFAULT_FIELD_OPTIONS: readonly string[] = Object.freeze(["csi.v1.csi_secret", "debug_redact"]);
