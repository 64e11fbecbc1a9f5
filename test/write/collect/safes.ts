import type { Policy } from "../../../src/index.js";
import type { Plan } from "../../../src/plan/compiled.js";
import { PlanCompiler } from "../../../src/plan/plan-compiler.js";
import { actionTables } from "../../../src/policy/action-tables.js";
import type { ClassActions } from "../../../src/policy/classes.js";
import { copyPolicies } from "../../../src/policy/copy-policies.js";
import { createJudge } from "../../../src/policy/judge.js";
import type { PseudonymMaker } from "../../../src/policy/pseudonyms.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { sourcesOf } from "../../../src/schema/schema-input.js";
import { SchemaSet } from "../../../src/schema/schema-set.js";
import { SecretCollector } from "../../../src/write/collect/secret-collector.js";
import type { SecretValue } from "../../../src/write/collect/secret-walk.js";
import { parseText } from "../../representations/protobufjs-root.js";

/** Messages with secrets of every kind, and what is open beside them. */
const root = parseText(
  8,
  true,
  `syntax = "proto3"; package safe.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/wrappers.proto";
  enum Level { LOW = 0; HIGH = 1; }
  message Inner { string open = 1; string pin = 2 [debug_redact = true]; }
  message Open { string text = 1; int64 number = 2; Level level = 3; }
  message Safe {
    string open = 1;
    string pin = 2 [debug_redact = true];
    bytes key = 3 [debug_redact = true];
    int64 number = 4 [debug_redact = true];
    double rate = 5 [debug_redact = true];
    bool flag = 6 [debug_redact = true];
    Level level = 7 [debug_redact = true];
    repeated string codes = 8 [debug_redact = true];
    map<string, string> hidden = 9 [debug_redact = true];
    map<string, string> labels = 10;
    map<string, Inner> keyed = 11;
    Inner inner = 12;
    Inner vault = 13 [debug_redact = true];
    repeated Inner inners = 14;
    repeated string tags = 15;
    Safe next = 16;
    google.protobuf.Any any = 17;
    google.protobuf.Any hidden_any = 18 [debug_redact = true];
    Open open_message = 19;
    Open hidden_open = 20 [debug_redact = true];
    map<int32, Open> numbers = 21;
    repeated Safe many = 22;
    google.protobuf.StringValue wrapped = 23 [debug_redact = true];
    Safe hidden_safe = 24 [debug_redact = true];
    repeated Level levels = 25;
    repeated bytes keys = 26 [debug_redact = true];
    repeated int64 ids = 27 [debug_redact = true];
    map<string, Safe> saved = 28;
    repeated Level ranks = 29 [debug_redact = true];
    string doc = 30;
    repeated bytes docs = 31;
    string my_pin = 32 [debug_redact = true];
    repeated string my_codes = 33 [debug_redact = true];
    map<string, string> my_hidden = 34 [debug_redact = true];
    map<string, string> my_labels = 35;
    string my_doc = 36;
    string my_name = 37;
    oneof pick { string first = 38 [debug_redact = true]; int64 my_number = 39 [debug_redact = true]; string other = 40; string my_member = 41 [debug_redact = true]; }
    string my_twin = 42 [debug_redact = true];
    string myTwin = 43 [debug_redact = true];
  }`,
);

const rules: Policy = {
  mapKeys: [
    { field: "labels", keys: ["pin"] },
    { field: "keyed", keys: ["pin"] },
    { field: "saved", keys: ["pin"] },
    { field: "my_labels", keys: ["pin"] },
  ],
  json: ["doc", "docs", "my_doc"].map((field) => ({ field, keys: ["pin"] })),
  detectors: [(text) => text.startsWith("token")],
};
/** A compiler for another policy. */
export function compilerOf(
  policy: Policy,
  classes?: ClassActions,
  pseudonyms?: PseudonymMaker,
): PlanCompiler {
  const policies = copyPolicies(policy);
  const { base } = actionTables(classes, undefined, policies, pseudonyms);
  return new PlanCompiler(
    new SchemaSet(sourcesOf([root]).sources),
    createJudge(policies, { actionOf: base }),
  );
}

/** The compiler of the plans, with rules for keys and a detector. */
export const compiler: PlanCompiler = compilerOf(rules);

/** The plan of a type that the schema has. */
export function planOf(typeName: string): Plan {
  const plan = compiler.plan(typeName);
  if (plan === undefined) throw new Error(`no type ${typeName}`);
  return plan;
}

/** The type of the messages. */
export const SAFE = "safe.v1.Safe";
/** Enters five messages in each other. */
export const collector: SecretCollector = new SecretCollector(5);

/** The secret values of a message. */
export function collected(message: unknown): readonly unknown[] {
  return collector.collect(planOf(SAFE), objectRepresentation(SAFE), message).values.map(readable);
}

/** Bytes as `bytes:` and their characters. */
export function readable(value: SecretValue): unknown {
  return typeof value === "string" ? value : `bytes:${Buffer.from(value).toString("latin1")}`;
}
