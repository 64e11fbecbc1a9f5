import { describe, expect, it } from "vitest";
import { createSanitizer } from "../../src/index.js";
import { parseText } from "../representations/protobufjs-root.js";
import { bytes, field, varint } from "../wire-fields.js";

const root = parseText(
  8,
  true,
  `syntax = "proto3"; package app.v1;
  enum Plan { PLAN_NONE = 0; PLAN_PAID = 1; PLAN_GIFT = 7; }
  message Account {
    Plan plan = 1 [debug_redact = true];
    optional Plan optional_plan = 2 [debug_redact = true];
    repeated Plan plans = 3 [debug_redact = true];
    map<string, Plan> named = 4 [debug_redact = true];
    oneof pick { Plan picked = 5 [debug_redact = true]; string text = 6; }
    map<string, Plan> keyed = 7;
    Inner inner = 8;
  }
  message Inner { Plan plan = 1 [debug_redact = true]; }`,
);
const sanitizer = createSanitizer({
  schemas: [root],
  policy: [{ mapKeys: [{ field: "keyed", keys: ["plan"] }] }, {}],
});
const TYPE = "app.v1.Account";

// As libraries write enums: a declared name, its number, a number that is not declared, a number as a text.
const forms = ["PLAN_PAID", "PLAN_GIFT", 1, 7, 99, -1, 2 ** 31 - 1, "7", "99"];

const places: Readonly<Record<string, (plan: unknown) => object>> = {
  "a field": (plan) => ({ plan }),
  "an optional field": (plan) => ({ optional_plan: plan }),
  "an optional field, by its JSON name": (plan) => ({ optionalPlan: plan }),
  "a list": (plan) => ({ plans: [plan] }),
  "a list of several": (plan) => ({ plans: [plan, "PLAN_NONE", plan] }),
  "a map": (plan) => ({ named: { key: plan } }),
  "a Map": (plan) => ({ named: new Map([["key", plan]]) }),
  "a oneof": (plan) => ({ picked: plan }),
  "a oneof with its case": (plan) => ({ pick: "picked", picked: plan }),
  "a oneof as a union": (plan) => ({ pick: { case: "picked", value: plan } }),
  "an entry under a secret key": (plan) => ({ keyed: { plan, other: "PLAN_GIFT" } }),
  "a message": (plan) => ({ inner: { plan } }),
};

describe("a secret enum", () => {
  it.each(Object.entries(places))(
    "in %s has the same copy, in whatever form a library writes it",
    (_, make) => {
      const expected = sanitizer.redact(TYPE, make(forms[0]));
      for (const form of forms) {
        const copy = sanitizer.redact(TYPE, make(form));
        expect(copy).toEqual(expected);
        expect(sanitizer.stringify(TYPE, copy)).toBe(sanitizer.stringify(TYPE, make(forms[0])));
        expect(sanitizer.redact(TYPE, copy)).toEqual(copy);
      }
    },
  );

  const numbers = [1, 7, 99, 2 ** 31 - 1];
  it.each<[string, (plan: number) => Uint8Array]>([
    ["a field", (plan) => varint(1, plan)],
    ["an optional field", (plan) => varint(2, plan)],
    ["a packed list", (plan) => field(3, varint(1, plan).subarray(1), varint(1, 0).subarray(1))],
    ["a list that is not packed", (plan) => bytes(varint(3, plan), varint(3, plan))],
    ["a map", (plan) => field(4, field(1, "key"), varint(2, plan))],
    ["a oneof", (plan) => varint(5, plan)],
    ["a oneof that is set several times", (plan) => bytes(varint(5, plan), field(6, "a"), varint(5, 0))],
    ["an entry under a secret key", (plan) => field(7, field(1, "plan"), varint(2, plan))],
    ["a message", (plan) => field(8, varint(1, plan))],
  ])("in %s has the same redacted bytes, whatever its number", (_, make) => {
    const all = numbers.map((plan) => sanitizer.redactBinary(TYPE, make(plan)));
    for (const one of all) expect(one).toEqual(all[0]);
  });
});
