import { createSanitizer, type Sanitizer, type SanitizerOptions } from "../../src/index.js";
import type { MessagePlan } from "../../src/plan/compiled.js";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { actionTables } from "../../src/policy/action-tables.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import { sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { parseText } from "../representations/protobufjs-root.js";

type Root = ReturnType<typeof parseText>;

/** A TypedStruct, and a message with the same fields that holds a Filter, for which the Struct stands. */
export const root: Root = parseText(
  8,
  true,
  `syntax = "proto3"; package xds.type.v3;
  import "google/protobuf/struct.proto";
  message TypedStruct { string type_url = 1; google.protobuf.Struct value = 2; }
  message Holder { string type_url = 1; Filter value = 2; }
  message Filter {
    string open = 1;
    string pin = 2 [debug_redact = true];
    optional bool flag = 3;
    double rate = 4;
    repeated string tags = 5;
    Filter inner = 6;
    google.protobuf.Struct labels = 7;
    google.protobuf.Value nothing = 8;
  }`,
);
/** A message of that name whose Struct stands for nothing else. */
export const plainRoot: Root = parseText(
  8,
  true,
  `syntax = "proto3"; package xds.type.v3;
  import "google/protobuf/struct.proto";
  message Plain { string type_url = 1; google.protobuf.Struct value = 2; }`,
);
/** A TypedStruct without the field of the URL. Another text is none. */
export const withoutUrl: Root = parseText(
  8,
  true,
  `syntax = "proto3"; package udpa.type.v1;
  import "google/protobuf/struct.proto";
  message TypedStruct { google.protobuf.Struct value = 2; string name = 3; }`,
);
/** The type whose Struct stands for a Filter. */
export const TYPED = "xds.type.v3.TypedStruct";
/** The type that holds a Filter itself. */
export const HOLDER = "xds.type.v3.Holder";
/** The URL of a Filter. */
export const URL = "x.com/xds.type.v3.Filter";

/** A sanitizer for {@link root}, with a detector. */
export function sanitizerWith(options: SanitizerOptions = {}): Sanitizer {
  return createSanitizer({
    schemas: [root, withoutUrl],
    policy: { detectors: [(text) => text.startsWith("token")] },
    onSuspect: "ignore",
    format: "protojson",
    ...options,
  });
}

/** The plan of {@link TYPED}, for a writer alone. */
export function typedPlan(): MessagePlan {
  const policies = copyPolicies({});
  const judge = createJudge(policies, { actionOf: actionTables(undefined, undefined, policies).base });
  const plan = new PlanCompiler(new SchemaSet(sourcesOf([root]).sources), judge).plan(TYPED);
  if (plan?.kind !== "message") throw new Error(`no type ${TYPED}`);
  return plan;
}

/** A Struct as protobufjs holds it. */
export function structOf(json: object): object {
  return { fields: Object.fromEntries(Object.entries(json).map(([key, value]) => [key, asValue(value)])) };
}

function asValue(json: unknown): object {
  if (json === null) return { nullValue: 0 };
  if (typeof json === "string") return { stringValue: json };
  if (typeof json === "number") return { numberValue: json };
  if (typeof json === "boolean") return { boolValue: json };
  return Array.isArray(json)
    ? { listValue: { values: json.map(asValue) } }
    : { structValue: structOf(Object(json)) };
}
