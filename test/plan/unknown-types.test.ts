import { describe, expect, it } from "vitest";
import { PlanCompiler } from "../../src/plan/plan-compiler.js";
import { createJudge } from "../../src/policy/judge.js";
import { holding, schemasOf } from "./given-schemas.js";

describe("a type that no schema knows", () => {
  const schemas = schemasOf({ "a.Holder": [holding("a.Unknown")], "google.protobuf.Any": [] });

  it("has no plan, also when the plan of a type that holds it was made, which says why", () => {
    const compiler = new PlanCompiler(schemas, createJudge([]));
    for (let round = 0; round < 2; round++) {
      expect(compiler.plan("a.Unknown")).toBeUndefined();
      expect(compiler.plan("a.Holder")).toMatchObject({
        kind: "message",
        fields: [{ message: { kind: "failed", typeName: "a.Unknown", reason: "unknown type" } }],
      });
    }
  });

  it("is unknown in an Any, too, whatever was asked for before", () => {
    const compiler = new PlanCompiler(schemas, createJudge([]));
    const any = compiler.plan("google.protobuf.Any");
    for (let round = 0; round < 2; round++) {
      const content = any?.kind === "message" ? any.any?.content("/a.Unknown") : undefined;
      expect(content).toEqual({ kind: "unknown", name: "a.Unknown", replacement: "nothing" });
      compiler.plan("a.Holder");
    }
  });
});
