import { describe, expect, it } from "vitest";
import type { MessagePlan } from "../../src/plan/compiled.js";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import type { Policy } from "../../src/policy/policy.js";
import { sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { parseText } from "../representations/protobufjs-root.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package types.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/struct.proto";
  message Holder {
    google.protobuf.Struct keyed = 1;
    google.protobuf.Struct open = 2;
    google.protobuf.Value value = 3;
    map<string, string> labels = 4;
    Plain plain = 5;
    string pin = 6 [debug_redact = true];
  }
  message Plain { string text = 1; Plain next = 2; map<string, Plain> by_name = 3; }
  message Boxes { google.protobuf.Any any = 1; }
  message Above { Holder holder = 1; Plain plain = 2; }`,
);

/** The plan of a message type with some policy, and which fields of types were asked for. */
function plansOf(policy: Policy) {
  const compiler = new PlanCompiler(
    new SchemaSet(sourcesOf([root]).sources),
    createJudge(copyPolicies(policy)),
  );
  return (typeName: string): MessagePlan => {
    const plan = compiler.plan(typeName);
    if (plan?.kind !== "message") throw new Error(`${typeName} has no plan`);
    return plan;
  };
}

function inside(plan: MessagePlan, ...names: readonly string[]): MessagePlan {
  return names.reduce((outer, name) => {
    const message = outer.fields.find(({ field }) => field.name === name)?.message;
    if (message?.kind !== "message") throw new Error(`${name} holds no message`);
    return message;
  }, plan);
}

function kinds(plan: MessagePlan): Readonly<Record<string, string>> {
  return Object.fromEntries(plan.fields.map(({ field, verdict }) => [field.name, verdict.kind]));
}

const keyed = { mapKeys: [{ field: "types.v1.Holder.keyed", keys: ["pin"] }] };

describe("a Struct", () => {
  const holder = plansOf(keyed)("types.v1.Holder");

  it("is compiled with the rules of the field that holds it, down to the Structs inside", () => {
    const struct = inside(holder, "keyed");
    expect(kinds(holder)).toMatchObject({ keyed: "keyed", open: "open", value: "open" });
    expect(kinds(struct)).toEqual({ fields: "keyed" });
    const [fields] = struct.fields;
    expect([fields?.keys?.judge("pin"), fields?.keys?.judge("a")]).toEqual(["secret", "open"]);
    expect(inside(struct, "fields", "struct_value")).toBe(struct);
    expect(struct).toMatchObject({ recursive: true, mayContainSecrets: true });
  });

  it("is another one in an open field", () => {
    const struct = inside(holder, "open");
    expect(kinds(struct)).toEqual({ fields: "open" });
    expect(struct).toMatchObject({ recursive: true, mayContainSecrets: false });
    expect(inside(holder, "value", "struct_value")).toBe(struct);
  });

  it("has its own rules, too", () => {
    const both = plansOf({
      mapKeys: [...keyed.mapKeys, { field: "google.protobuf.Struct.fields", keys: ["code"] }],
    });
    const [fields] = inside(both("types.v1.Holder"), "keyed").fields;
    expect(["pin", "code", "a"].map((key) => fields?.keys?.judge(key))).toEqual(["secret", "secret", "open"]);
    const [open] = inside(both("types.v1.Holder"), "open").fields;
    expect(["pin", "code"].map((key) => open?.keys?.judge(key))).toEqual(["open", "secret"]);
    const hidden = plansOf({ ...keyed, fields: ["google.protobuf.Struct.fields"] });
    expect(kinds(inside(hidden("types.v1.Holder"), "keyed"))).toEqual({ fields: "secret" });
  });
});

describe("whether a type may contain secrets", () => {
  it("is known of all types, whichever is asked for first", () => {
    const planOf = plansOf({});
    expect(planOf("types.v1.Above").mayContainSecrets).toBe(true);
    expect(planOf("types.v1.Plain")).toMatchObject({
      mayContainSecrets: false,
      recursive: true,
      any: undefined,
      typedStruct: undefined,
    });
    expect(inside(planOf("types.v1.Above"), "plain")).toBe(planOf("types.v1.Plain"));
    expect(inside(planOf("types.v1.Plain"), "next")).toBe(planOf("types.v1.Plain"));
    expect(planOf("types.v1.Above")).toMatchObject({ recursive: false });
  });

  it("is not known of an Any before it is opened", () => {
    const planOf = plansOf({});
    expect(planOf("google.protobuf.Any").mayContainSecrets).toBe(true);
    expect(planOf("types.v1.Boxes").mayContainSecrets).toBe(true);
    expect(planOf("google.protobuf.Any").any?.content("/types.v1.Plain")).toEqual({
      kind: "message",
      plan: planOf("types.v1.Plain"),
    });
  });
});

describe("a plan", () => {
  it("is made once, and whoever asked is told once", () => {
    const told: string[] = [];
    const compiler = new PlanCompiler(
      new SchemaSet(sourcesOf([root]).sources),
      createJudge(copyPolicies({})),
      (plan) => told.push(plan.typeName),
    );
    const plan = compiler.plan("types.v1.Above");
    expect(compiler.plan("types.v1.Above")).toBe(plan);
    expect(compiler.plan("types.v1.No")).toBeUndefined();
    compiler.plan("types.v1.Plain");
    expect(told).toEqual(["types.v1.Above", "types.v1.Plain"]);
  });

  it("has a detector where its strings are", () => {
    const isToken = (text: string): boolean => text.startsWith("token");
    const holder = plansOf({ detectors: [isToken] })("types.v1.Holder");
    const found = holder.fields.map(({ field, holdsCredential }) => [
      field.name,
      holdsCredential?.("token1"),
    ]);
    expect(Object.fromEntries(found)).toMatchObject({ keyed: undefined, labels: true, plain: undefined });
  });
});
