/** What a policy file says: a policy as data, and what becomes of its classes. The JSON Schema of the package describes it, too. */
export interface PolicyDocument extends RulesDocument {
  readonly $schema?: string;
  /** A ready policy to which the rules are added. */
  readonly base?: "csi";
  /** Known annotations, by the names that the command line has for them. */
  readonly dialects?: readonly (string | TaggedDialect)[];
  readonly unlisted?: string | { readonly class?: string; readonly marker?: "stripped" | "unreviewed" };
  readonly optional?: RulesDocument;
  readonly anyOf?: RulesDocument;
  readonly classes?: Readonly<Record<string, ActionDocument>>;
  readonly audiences?: Readonly<Record<string, Readonly<Record<string, ActionDocument>>>>;
}

/** The lists of rules. */
export interface RulesDocument {
  readonly fieldOptions?: readonly OptionRuleDocument[];
  readonly messageOptions?: readonly OptionRuleDocument[];
  readonly fields?: readonly (NameDocument | { readonly field: NameDocument; readonly class?: string })[];
  readonly mapKeys?: readonly KeyRuleDocument[];
  readonly json?: readonly KeyRuleDocument[];
  readonly detectors?: readonly string[];
  readonly fieldDetectors?: readonly { readonly field: string; readonly detectors: readonly string[] }[];
  readonly open?: readonly (NameDocument | OptionRuleDocument)[];
}

/** Confluent's dialect, whose tags have free names. */
export interface TaggedDialect {
  readonly dialect: "confluent";
  readonly tags: readonly string[];
  readonly class?: string;
}

/** A pattern, if it is not written as a text: `/token$/i`. */
export interface PatternDocument {
  readonly pattern: string;
  readonly flags?: string;
}

/** A name, or a pattern. */
export type NameDocument = string | PatternDocument;

/** A key, a pattern for keys, or a key that would be a pattern: `{ text: "/a/" }`. */
export type KeyDocument = string | PatternDocument | { readonly text: string };

/** A rule of `mapKeys` or `json`. */
export interface KeyRuleDocument {
  readonly field: string;
  readonly keys: readonly KeyDocument[];
  readonly class?: string;
}

/** A value of an option. */
export type ConstantDocument = string | number | boolean | { readonly base64: string };

/** A condition on an option. */
export interface ConditionDocument {
  readonly option: string;
  readonly path?: string;
  readonly is?: readonly ConstantDocument[];
  readonly includes?: readonly ConstantDocument[];
  readonly not?: readonly ConstantDocument[];
  readonly present?: boolean;
  readonly class?: string;
}

/** A rule of `fieldOptions`, `messageOptions` or `open`. */
export type OptionRuleDocument =
  | string
  | ConditionDocument
  | { readonly all: readonly (string | ConditionDocument)[]; readonly class?: string };

/** An action of a class. */
export type ActionDocument = string | { readonly last: number };
