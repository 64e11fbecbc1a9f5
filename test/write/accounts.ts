import { createSanitizer, type Policy, type Sanitizer, type SanitizerOptions } from "../../src/index.js";
import type { MessagePlan } from "../../src/plan/compiled.js";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { actionTables } from "../../src/policy/action-tables.js";
import type { ClassActions } from "../../src/policy/classes.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import { sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { parseText } from "../representations/protobufjs-root.js";

/** The type of {@link accounts}. */
export const ACCOUNT = "bank.v1.Account";

/** A type that has a field of each kind, open and secret. */
const root = parseText(
  8,
  true,
  `syntax = "proto3"; package bank.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/duration.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  import "google/protobuf/wrappers.proto";
  enum Level { LOW = 0; HIGH = 1; }
  message Inner { string open = 1; string pin = 2 [debug_redact = true]; }
  message Open { string text = 1; }
  message Tagged { string name = 1; map<string, string> tags = 2; }
  message Account {
    string name = 1;
    string pin = 2 [debug_redact = true];
    bytes data = 3;
    bytes key = 4 [debug_redact = true];
    int64 id = 5;
    int64 number = 6 [debug_redact = true];
    Level level = 7;
    Level rank = 8 [debug_redact = true];
    optional bool flag = 9 [debug_redact = true];
    double rate = 10;
    repeated string tags = 11;
    repeated string codes = 12 [debug_redact = true];
    repeated int32 sizes = 13;
    repeated Inner inners = 14;
    repeated Inner vaults = 15 [debug_redact = true];
    map<string, string> labels = 16;
    map<int32, Inner> by_number = 17;
    map<string, string> hidden = 18 [debug_redact = true];
    map<bool, Inner> hidden_inners = 19 [debug_redact = true];
    map<string, Inner> keyed = 20;
    Inner inner = 21;
    Inner vault = 22 [debug_redact = true];
    oneof pick { string text = 23; Inner message = 24; string password = 25 [debug_redact = true]; }
    Account next = 26;
    Open open = 27;
    repeated int64 ids = 28;
    google.protobuf.Any any = 29;
    google.protobuf.Timestamp time = 30;
    google.protobuf.Duration span = 31;
    google.protobuf.Struct fields = 32;
    google.protobuf.StringValue wrapped = 33;
    Tagged tagged = 34;
    repeated Account more = 35;
    string doc = 36;
    bytes blob = 37;
    repeated string docs = 38;
    map<string, string> papers = 39;
    map<int32, string> names = 40;
  }`,
);

/** Texts that begin with "token" are credentials. Under the keys "pin" all values are secret. */
export const policy: Policy = {
  mapKeys: [
    { field: "labels", keys: ["pin"] },
    { field: "keyed", keys: ["pin"] },
  ],
  json: ["doc", "blob", "docs", "papers"].map((field) => ({ field, keys: ["pin"] })),
  detectors: [isToken],
};

/** The detector of {@link policy}. */
export function isToken(text: string): boolean {
  return text.startsWith("token");
}

/** Rules whose classes show parts of values. They have a class for each action. */
export const partPolicy: Policy = {
  fields: [
    ...["name", "id", "level", "tags", "text"].map((name) => ({
      field: `${ACCOUNT}.${name}`,
      class: "part",
    })),
    ...["data", "sizes", "by_number"].map((name) => ({ field: `${ACCOUNT}.${name}`, class: "sized" })),
    ...["rate", "inner", "inners"].map((name) => ({ field: `${ACCOUNT}.${name}`, class: "left" })),
  ],
  mapKeys: [
    { field: "labels", keys: ["pin"], class: "part" },
    { field: "labels", keys: ["key"] },
  ],
};
export const partClasses: ClassActions = { part: { last: 4 }, sized: "size", left: "omit" };

const compilers = new Map<Policy, PlanCompiler>();

/** The plan of {@link ACCOUNT}, for a writer alone. */
export function accountPlan(given: Policy = policy, classes?: ClassActions): MessagePlan {
  const policies = copyPolicies(given);
  const compiler =
    compilers.get(given) ??
    new PlanCompiler(
      new SchemaSet(sourcesOf([root]).sources),
      createJudge(policies, { actionOf: actionTables(classes, undefined, policies).base }),
    );
  compilers.set(given, compiler);
  const plan = compiler.plan(ACCOUNT);
  if (plan?.kind !== "message") throw new Error(`no type ${ACCOUNT}`);
  return plan;
}

/** A sanitizer that knows {@link ACCOUNT}. */
export function accounts(options: SanitizerOptions = {}): Sanitizer {
  return createSanitizer({ schemas: [root], policy, onSuspect: "ignore", ...options });
}
