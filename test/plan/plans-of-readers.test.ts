import { describe, expect, it } from "vitest";
import { UNREVIEWED } from "../../src/marker.js";
import type { FieldPlan, MessagePlan, Plan } from "../../src/plan/compiled.js";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { SharedFields } from "../../src/plan/shared-fields.js";
import { actionTables } from "../../src/policy/action-tables.js";
import type { ClassActions } from "../../src/policy/classes.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import type { Policy } from "../../src/policy/policy.js";
import { sourcesOf } from "../../src/schema/schema-input.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { parseText } from "../representations/protobufjs-root.js";

const root = parseText(
  8,
  true,
  `syntax = "proto2"; package readers.v1;
  import "google/protobuf/any.proto";
  import "google/protobuf/struct.proto";
  import "google/protobuf/timestamp.proto";
  message User {
    required string id = 1;
    optional string mail = 2;
    repeated string notes = 3;
    optional string name = 4;
    optional bytes doc = 5;
    optional Address address = 6;
    map<string, Address> places = 7;
  }
  message Address { optional string town = 1; map<string, Address> parts = 2; }
  message Box { optional google.protobuf.Any any = 1; optional google.protobuf.Timestamp time = 2; }`,
);
const schemas = new SchemaSet(sourcesOf([root]).sources);
const USER = "readers.v1.User";

/** What compiles plans for a reader. */
function compilerOf(
  policy: Policy,
  classes: ClassActions = {},
  fields?: SharedFields,
  like?: PlanCompiler,
): PlanCompiler {
  const policies = copyPolicies(policy);
  const judge = createJudge(policies, { actionOf: actionTables(classes, undefined, policies).base });
  return new PlanCompiler(schemas, judge, undefined, fields, like);
}

function messagePlan(plan: Plan | undefined): MessagePlan {
  if (plan?.kind !== "message") throw new Error("it has no plan");
  return plan;
}

/** The plan of a field of a type. */
function fieldOf(plan: Plan | undefined, name: string): FieldPlan {
  const found = messagePlan(plan).fields.find(({ field }) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

describe("a plan has what the class of a field shows", () => {
  const policy = {
    fields: ["id", "mail", "notes"].map((name) => ({ field: `${USER}.${name}`, class: "pii" })),
  };

  it("nothing of what is left out, unless a message without it cannot be read", () => {
    const plan = compilerOf(policy, { pii: "omit" }).plan(USER);
    const omitted = messagePlan(plan).fields.filter(({ isOmitted }) => isOmitted);
    expect(omitted.map(({ field }) => field.name)).toEqual(["mail", "notes"]);
    expect(compilerOf(policy).plan(USER)).toMatchObject({ fields: Array(7).fill({ isOmitted: false }) });
  });

  it("a part of its values", () => {
    const plan = compilerOf(policy, { pii: { last: 4 } }).plan(USER);
    expect(fieldOf(plan, "mail").partial?.("abcdefghijklmnop")).toBe("***stripped***mnop");
    expect(fieldOf(plan, "name").partial).toBeUndefined();
  });

  it("a marker that says whether somebody has reviewed the field", () => {
    const deny: Policy = { ...policy, unlisted: { marker: "unreviewed" } };
    const plan = compilerOf(deny).plan(USER);
    expect([fieldOf(plan, "name").marker, fieldOf(plan, "mail").marker]).toEqual([
      UNREVIEWED,
      "***stripped***",
    ]);
    expect(fieldOf(compilerOf({}).plan(USER), "name").marker).toBe("***stripped***");
  });
});

describe("under default deny", () => {
  const any = ["type_url", "value"].map((name) => `google.protobuf.Any.${name}`);
  const compiler = compilerOf({
    unlisted: "secret",
    open: ["readers.v1.Box.any", "readers.v1.Box.time", ...any],
  });
  const isHidden = (plan: Plan | undefined): readonly boolean[] =>
    messagePlan(plan).fields.map((field) => field.isHidden);
  const inAny = (plan: Plan | undefined, typeName: string): Plan | undefined => {
    const content = messagePlan(plan).any?.content(`/${typeName}`);
    return content?.kind === "message" ? content.plan : undefined;
  };
  const TIME = "google.protobuf.Timestamp";

  it("a type of protobuf is hidden if no field holds it", () => {
    expect(isHidden(compiler.plan(TIME))).toEqual([true, true]);
    expect(isHidden(fieldOf(compiler.plan("readers.v1.Box"), "time").message)).toEqual([false, false]);
    expect(isHidden(compilerOf({}).plan(TIME))).toEqual([false, false]);
  });

  it("it is hidden in an Any that no field holds, too", () => {
    expect(isHidden(inAny(compiler.plan("google.protobuf.Any"), TIME))).toEqual([true, true]);
    const held = fieldOf(compiler.plan("readers.v1.Box"), "any").message;
    expect(isHidden(inAny(held, TIME))).toEqual([false, false]);
  });

  it("other types have one plan, whether a field holds them or not", () => {
    const box = compiler.plan("readers.v1.Box");
    expect(inAny(compiler.plan("google.protobuf.Any"), "readers.v1.Box")).toBe(box);
    const address = compiler.plan("readers.v1.Address");
    expect(fieldOf(compiler.plan(USER), "address").message).toBe(address);
    // Only default deny treats types of protobuf in another way.
    const open = compilerOf({});
    expect(fieldOf(open.plan("readers.v1.Box"), "time").message).toBe(open.plan(TIME));
  });

  it("a Struct that no field holds is open if a policy says so of its entries", () => {
    const struct = compilerOf({ unlisted: "secret", open: ["google.protobuf.Struct.fields"] });
    expect(fieldOf(struct.plan("google.protobuf.Struct"), "fields").verdict.kind).toBe("open");
  });
});

describe("JSON in a field is searched for credentials", () => {
  const isToken = (text: string): boolean => text.startsWith("token");

  it.each(["name", "doc"])("whether it is a text or bytes: %s", (name) => {
    const policy: Policy = { json: [{ field: `${USER}.${name}`, keys: ["pin"] }], detectors: [isToken] };
    const field = fieldOf(compilerOf(policy).plan(USER), name);
    const shown = (text: string) => field.json?.shown(name === "doc" ? Buffer.from(text) : text);
    expect(String(Buffer.from(shown('{"a":"token1"}') as string))).toBe('{"a":"***stripped***"}');
  });
});

describe("the messages in a map have the plan of their type, whatever rules its keys have", () => {
  it("because only the entries of a Struct are judged by them", () => {
    const plan = compilerOf({ mapKeys: [{ field: `${USER}.places`, keys: ["pin"] }] }).plan(USER);
    expect(fieldOf(plan, "places").verdict.kind).toBe("keyed");
    expect(fieldOf(plan, "places").message).toBe(fieldOf(plan, "address").message);
  });
});

describe("the compiler of a second reader", () => {
  const policy = { fields: [{ field: `${USER}.mail`, class: "pii" }] };
  const fields = new SharedFields();
  const first = compilerOf(policy, {}, fields);
  const second = compilerOf(policy, { pii: "size" }, fields, first);

  it("has the plans of types that both see alike, and no others", () => {
    expect(second.plan("readers.v1.Address")).toBe(first.plan("readers.v1.Address"));
    expect(fieldOf(second.plan(USER), "address").message).toBe(first.plan("readers.v1.Address"));
    for (const name of [USER, "readers.v1.Box"]) {
      expect(second.plan(name)).toMatchObject({ kind: "message" });
      expect(second.plan(name)).not.toBe(first.plan(name));
    }
  });

  it("has the plans of fields that both see alike, and no others", () => {
    const isSame = (name: string): boolean =>
      fieldOf(second.plan(USER), name) === fieldOf(first.plan(USER), name);
    expect(["name", "notes", "mail", "address"].map(isSame)).toEqual([true, true, false, false]);
    expect(fieldOf(first.plan(USER), "name").isShared).toBe(true);
    expect(fieldOf(first.plan(USER), "address").isShared).toBe(false);
    expect(fieldOf(compilerOf(policy).plan(USER), "name").isShared).toBe(false);
  });
});
