import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../../src/index.js";
import { PlanCompiler } from "../../../src/plan/plan-compiler.js";
import { actionTables } from "../../../src/policy/action-tables.js";
import { copyPolicies } from "../../../src/policy/copy-policies.js";
import { createJudge } from "../../../src/policy/judge.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { sourcesOf } from "../../../src/schema/schema-input.js";
import { SchemaSet } from "../../../src/schema/schema-set.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { PROTOJSON_FORMAT } from "../../../src/write/text/text-format.js";
import { TextRenderer } from "../../../src/write/text/text-renderer.js";
import { root, sanitizerWith, TYPED, URL } from "../typed-structs.js";

describe("the text of a TypedStruct", () => {
  const typed = { type_url: URL, value: { open: "o".repeat(30), tags: ["a", "b"], inner: { open: "p" } } };
  const whole = sanitizerWith().stringify(TYPED, typed);

  it("is cut at any length", () => {
    for (let length = 64; length <= whole.length + 60; length += 3) {
      const text = sanitizerWith({ limits: { maxOutputLength: length } }).stringify(TYPED, typed);
      expect(text.length).toBeLessThanOrEqual(length);
      JSON.parse(text);
      const cut = text.search(/[,{[]?("<<cut>>":)?"<<output limit reached>>"/);
      if (cut === -1) expect(text).toBe(whole);
      else expect(whole.startsWith(text.slice(0, cut))).toBe(true);
    }
  });

  it("shows nothing of the Struct if there is no reader for ProtoJSON", () => {
    const policies = copyPolicies({});
    const judge = createJudge(policies, { actionOf: actionTables(undefined, undefined, policies).base });
    const plan = new PlanCompiler(new SchemaSet(sourcesOf([root]).sources), judge).plan(TYPED);
    if (plan === undefined) throw new Error("it is a type");
    const printer = new TextRenderer({
      format: PROTOJSON_FORMAT,
      limits: resolveLimits(),
      holdsCredential: undefined,
    });
    expect(printer.print(plan, objectRepresentation(TYPED), typed)).toBe(
      `{"typeUrl":"${URL}","value":"${STRIPPED}"}`,
    );
  });
});
