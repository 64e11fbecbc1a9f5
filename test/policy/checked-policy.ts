import { checkPolicies } from "../../src/policy/check-policies.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { type Policy, PolicyError } from "../../src/policy/policy.js";
import { type SchemaInput, sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { parseText } from "../representations/protobufjs-root.js";
import { registryOf } from "./dialects/schemas-of-dialect.js";

const maps = parseText(
  8,
  true,
  `syntax = "proto3"; package maps;
  import "google/protobuf/struct.proto";
  message M {
    string note = 1;
    bytes blob = 2;
    map<int32, string> by_number = 3;
    map<string, string> by_text = 4;
    map<bool, string> by_flag = 5;
    google.protobuf.Struct free = 6;
    repeated string notes = 7;
    int32 count = 8;
  }
  message N { map<string, string> by_number = 1; }`,
);

/** An option whose type is in no schema. */
const unknown = {
  nested: {
    gone: {
      nested: {
        level: { extend: "google.protobuf.FieldOptions", type: "Level", id: 50901 },
        M: { fields: { f: { type: "string", id: 1, options: { "(gone.level)": "HIGH" } } } },
      },
    },
  },
};

/** Types with options of all kinds, with maps, and with an option that nobody knows. */
const SCHEMAS = schemaSet([registryOf("conditions"), maps, unknown]);

/** Several schemas as one. */
export function schemaSet(schemas: readonly SchemaInput[]): SchemaSet {
  return new SchemaSet(sourcesOf(schemas).sources);
}

/** The error for policies that can match nothing in schemas. Empty if they can. */
export function checked(policy: Policy | readonly Policy[], schemas: SchemaSet = SCHEMAS): string {
  try {
    checkPolicies(copyPolicies(policy), schemas);
    return "";
  } catch (error) {
    if (!(error instanceof PolicyError)) throw error;
    return error.message;
  }
}
