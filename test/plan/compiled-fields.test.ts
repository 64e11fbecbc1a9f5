import { describe, expect, it } from "vitest";
import {
  isNamedByRule,
  isOpenUnnamed,
  keepsPart,
  mayContainSecrets,
  type Plan,
  pseudonymIn,
} from "../../src/plan/compiled.js";
import { mapKeysOf } from "../../src/plan/map-keys.js";
import type { PartialText } from "../../src/plan/partial-text.js";
import { type AppliedAction, SECRET } from "../../src/policy/classes.js";
import { OPEN, type Verdict } from "../../src/policy/verdict.js";
import type { ScalarName } from "../../src/schema/message-shape.js";
import { fieldPlan, fieldShape, scalar } from "./field-shape.js";

const partial: PartialText = () => "part";
const secret = (action: Exclude<AppliedAction, "show">): Verdict => ({
  kind: "secret",
  rule: { kind: "field", name: "a.M.f" },
  className: SECRET,
  action,
  isUnreviewed: false,
});
const shown: Verdict = { kind: "open", shown: { rule: { kind: "field", name: "a.M.f" }, className: "pii" } };
const keyed: Verdict = {
  kind: "keyed",
  rules: [],
  keys: (key) => key === "pin",
  json: undefined,
  describe: undefined,
  actionOf: undefined,
  jsonActionOf: undefined,
  given: [],
};

describe("a copy of a message", () => {
  it("keeps the part that a hidden text shows, or hidden bytes", () => {
    const types: readonly ScalarName[] = ["string", "bytes", "int64", "double", "bool"];
    const keeping = (part: PartialText | undefined): readonly ScalarName[] =>
      types.filter((name) =>
        keepsPart(fieldPlan({ field: fieldShape({ type: scalar(name) }), partial: part })),
      );
    expect(keeping(partial)).toEqual(["string", "bytes"]);
    expect(keeping(undefined)).toEqual([]);
  });
});

describe("a field shows pseudonyms", () => {
  it("if that is the action of its class", () => {
    const pseudonyms = { text: partial, bytes: partial, number: partial };
    expect(pseudonymIn(fieldPlan({ verdict: secret(pseudonyms), partial }))).toBe(partial);
    for (const verdict of [secret("size"), secret({ last: 4 }), OPEN, keyed])
      expect(pseudonymIn(fieldPlan({ verdict, partial }))).toBeUndefined();
  });
});

describe("the fields that no rule names", () => {
  it("are open, and no rule shows them", () => {
    const verdicts = [OPEN, shown, secret("strip"), keyed];
    expect(verdicts.map((verdict) => isOpenUnnamed(fieldPlan({ verdict })))).toEqual([
      true,
      false,
      false,
      false,
    ]);
    expect(verdicts.map((verdict) => isNamedByRule(fieldPlan({ verdict })))).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });
});

describe("a field may contain secrets", () => {
  const message = (mayContain: boolean): Plan => ({
    kind: "message",
    typeName: "a.M",
    fields: [],
    mayContainSecrets: mayContain,
    recursive: false,
    any: undefined,
    typedStruct: undefined,
  });
  const map = fieldShape({ cardinality: { kind: "map", key: "string" } });
  const [openKeys, rules] = [OPEN, keyed].map((verdict) => mapKeysOf(map, verdict, undefined));

  it("unless all of it is open, and all in it", () => {
    for (const one of [{}, { verdict: shown }, { message: message(false) }, { keys: openKeys }]) {
      expect(mayContainSecrets(fieldPlan(one))).toBe(false);
      expect(isNamedByRule(fieldPlan(one))).toBe(false);
    }
  });

  it("if a rule names it, or a part of a message in it, or if that is not known", () => {
    const failed: Plan = { kind: "failed", typeName: "a.M", reason: "why" };
    for (const one of [{ verdict: secret("strip") }, { message: message(true) }, { message: failed }]) {
      expect(mayContainSecrets(fieldPlan(one))).toBe(true);
      expect(isNamedByRule(fieldPlan(one))).toBe(true);
    }
    expect(mayContainSecrets(fieldPlan({ keys: rules }))).toBe(true);
  });

  it("if a detector looks into it, which is no rule", () => {
    const detected = fieldPlan({ holdsCredential: () => false });
    expect([mayContainSecrets(detected), isNamedByRule(detected)]).toEqual([true, false]);
  });
});
