import { CONFLUENT, NAMED_DIALECTS } from "../dialects/named-dialects.js";
import type { Action } from "../policy/classes.js";
import type { Policy, PolicyRules } from "../policy/policy.js";
import type { ConditionDocument, PolicyDocument, RulesDocument } from "./policy-document.js";

/** The part of JSON Schema that describes policy files. */
export interface JsonSchema {
  readonly $schema?: string;
  readonly $ref?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: "object" | "array" | "string" | "number" | "integer" | "boolean";
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: false | JsonSchema;
  readonly propertyNames?: JsonSchema;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
  /** Either one alternative for each type; or objects, of which the first one counts that has all required properties. */
  readonly anyOf?: readonly JsonSchema[];
  /** Properties that cannot stand together. */
  readonly allOf?: readonly { readonly not: { readonly required: readonly [string, string] } }[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

const ref = (name: string): JsonSchema => ({ $ref: `#/definitions/${name}` });
const listOf = (items: JsonSchema, description?: string): JsonSchema => ({
  ...(description !== undefined && { description }),
  type: "array",
  items,
});
const someOf = (items: JsonSchema): JsonSchema => ({ type: "array", items, minItems: 1 });

/** All actions that are a word. The compiler asks for each of them. */
const ACTION_WORDS: Readonly<Record<Extract<Action, string>, true>> = {
  strip: true,
  omit: true,
  size: true,
  pseudonym: true,
  show: true,
};

/** A schema for each property of a part of the file. The compiler asks for each of them, and for each property of a policy. */
type Properties<T> = { readonly [K in keyof T]-?: JsonSchema };

const RULES: Properties<RulesDocument> & Readonly<Record<keyof PolicyRules, JsonSchema>> = {
  fieldOptions: listOf(
    ref("optionRule"),
    "Options of fields that make a field secret. Default: csi.v1.csi_secret and debug_redact. A list replaces the default.",
  ),
  messageOptions: listOf(
    ref("optionRule"),
    "Options of messages. Each field of such a message, and each field of its type, is secret.",
  ),
  fields: listOf(
    {
      anyOf: [
        ref("name"),
        ref("pattern"),
        {
          type: "object",
          properties: { field: { anyOf: [ref("name"), ref("pattern")] }, class: ref("class") },
          required: ["field"],
          additionalProperties: false,
        },
      ],
    },
    "Full names of secret fields, or patterns that are searched in full names.",
  ),
  mapKeys: listOf(
    ref("keyRule"),
    "Maps, and fields with a google.protobuf.Struct, whose entries are judged by key.",
  ),
  json: listOf(ref("keyRule"), "Strings and bytes that hold JSON, which is judged by its keys."),
  detectors: listOf(
    ref("name"),
    "Names of detectors, which find credentials in open strings: jwt, or one that the program gives.",
  ),
  fieldDetectors: listOf(
    {
      type: "object",
      properties: { field: ref("name"), detectors: someOf(ref("name")) },
      required: ["field", "detectors"],
      additionalProperties: false,
    },
    "Detectors for the strings of some fields only.",
  ),
  open: listOf(
    {
      anyOf: [ref("name"), ref("condition"), ref("allConditions"), ref("pattern")],
    },
    "Fields that a reviewer found harmless. A field that another rule makes secret stays secret.",
  ),
};

const ACTIONS: JsonSchema = {
  type: "object",
  propertyNames: ref("class"),
  additionalProperties: ref("action"),
};

const DOCUMENT: Properties<PolicyDocument> & Readonly<Record<keyof Policy, JsonSchema>> = {
  $schema: { description: "The path or URL of this schema, for editors.", type: "string" },
  base: { description: "A ready policy to which the rules are added.", type: "string", enum: ["csi"] },
  dialects: listOf(
    {
      anyOf: [
        { type: "string", enum: [...NAMED_DIALECTS.keys()] },
        {
          type: "object",
          properties: {
            dialect: { type: "string", enum: [CONFLUENT] },
            tags: someOf(ref("name")),
            class: ref("class"),
          },
          required: ["dialect", "tags"],
          additionalProperties: false,
        },
      ],
    },
    "Known annotations. The tags of Confluent have free names, so they have to be given.",
  ),
  ...RULES,
  unlisted: {
    description:
      "The class of every field that neither a rule nor `open` names: secret hides them. Default: they are shown.",
    anyOf: [
      ref("class"),
      {
        type: "object",
        properties: { class: ref("class"), marker: { type: "string", enum: ["stripped", "unreviewed"] } },
        additionalProperties: false,
      },
    ],
  },
  optional: { description: "More rules, which may match nothing.", ...ref("rules") },
  anyOf: { description: "More rules, of which at least one has to match something.", ...ref("rules") },
  classes: {
    description: "What becomes of the values of each class. A class without an action is stripped.",
    ...ACTIONS,
  },
  audiences: {
    description: "Readers of the output, with actions of their own.",
    type: "object",
    propertyNames: ref("name"),
    additionalProperties: ACTIONS,
  },
};

const CONDITION: Properties<Omit<ConditionDocument, "class">> = {
  option: ref("name"),
  path: {
    type: "string",
    pattern: "^(?:\\[[\\w.]+\\]|\\w+)(?:\\.(?:\\[[\\w.]+\\]|\\w+))*$",
    maxLength: 1000,
  },
  is: someOf(ref("constant")),
  includes: someOf(ref("constant")),
  not: someOf(ref("constant")),
  present: { type: "boolean" },
};
const TESTS = ["is", "includes", "not", "present"] as const;
const condition = (properties: JsonSchema["properties"] & object): JsonSchema => ({
  type: "object",
  properties,
  required: ["option"],
  additionalProperties: false,
  allOf: TESTS.flatMap((one, index) =>
    TESTS.slice(index + 1).map((other) => ({ not: { required: [one, other] as const } })),
  ),
});

/** The JSON Schema of policy files. The package has it as a file, too: `protosanitizer/policy.schema.json`. */
export const policySchema: JsonSchema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "Policy of protosanitizer",
  description: "What counts as secret in protobuf messages, and what becomes of it.",
  type: "object",
  properties: DOCUMENT,
  additionalProperties: false,
  definitions: {
    rules: { type: "object", properties: RULES, additionalProperties: false },
    name: { type: "string", minLength: 1, maxLength: 1000 },
    class: { type: "string", pattern: "^[\\w.-]+$", maxLength: 256 },
    action: {
      anyOf: [
        { type: "string", enum: Object.keys(ACTION_WORDS) },
        {
          type: "object",
          properties: { last: { type: "integer", minimum: 1 } },
          required: ["last"],
          additionalProperties: false,
        },
      ],
    },
    pattern: {
      description: "A regular expression. A text such as /token$/i is the same.",
      type: "object",
      properties: {
        pattern: { type: "string", minLength: 1, maxLength: 1000 },
        flags: { type: "string", pattern: "^[imsu]*$", maxLength: 4 },
      },
      required: ["pattern"],
      additionalProperties: false,
    },
    keyRule: {
      type: "object",
      properties: { field: ref("name"), keys: someOf(ref("key")), class: ref("class") },
      required: ["field", "keys"],
      additionalProperties: false,
    },
    key: {
      description: "A key, a pattern such as /token$/i, or a key that looks like a pattern.",
      anyOf: [
        { type: "string", maxLength: 1000 },
        ref("pattern"),
        {
          type: "object",
          properties: { text: { type: "string", maxLength: 1000 } },
          required: ["text"],
          additionalProperties: false,
        },
      ],
    },
    optionRule: { anyOf: [ref("name"), ref("condition"), ref("allConditions")] },
    condition: condition({ ...CONDITION, class: ref("class") }),
    allConditions: {
      description: "Conditions that must hold together.",
      type: "object",
      properties: {
        all: someOf({ anyOf: [ref("name"), condition(CONDITION)] }),
        class: ref("class"),
      },
      required: ["all"],
      additionalProperties: false,
    },
    constant: {
      description:
        "A value of an option. Enum values are given by name or number. Integers beyond 2^53 are given by their digits, as a text.",
      anyOf: [
        { type: "string" },
        { type: "number", minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER },
        { type: "boolean" },
        {
          type: "object",
          properties: {
            base64: {
              type: "string",
              pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$",
            },
          },
          required: ["base64"],
          additionalProperties: false,
        },
      ],
    },
  },
};
