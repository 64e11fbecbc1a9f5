import { create, toBinary } from "@bufbuild/protobuf";
import { anyPack, StringValueSchema } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createSanitizer, STRIPPED } from "../../src/index.js";
import { sharedTypeTest } from "../../src/plan/shared-plans.js";
import type { ActionOf } from "../../src/policy/classes.js";
import { copyPolicies } from "../../src/policy/copy-policies.js";
import { createJudge } from "../../src/policy/judge.js";
import { SchemaSet } from "../../src/schema/schema-set.js";
import { LeafSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";
import { runs } from "../runs.js";
import { sourceOf } from "../schema/source-of.js";

describe("which types have one plan for two readers", () => {
  const schemas = new SchemaSet([sourceOf(registry)]);
  const policies = copyPolicies({
    fieldOptions: ["debug_redact"],
    fields: [{ field: /^probe\.v1\.Leaf\.hidden$|^csi\.v1\.Volume\./, class: "pii" }],
  });
  const shows: ActionOf = (className) => (className === "pii" ? "show" : "strip");
  const judges = [createJudge(policies), createJudge(policies, { actionOf: shows })] as const;
  const names = [...schemas.messages()].map(({ typeName }) => typeName);

  /** All types that can be reached from a type, itself included. */
  function reached(typeName: string, found = new Set<string>()): ReadonlySet<string> {
    if (found.has(typeName)) return found;
    found.add(typeName);
    for (const { type } of schemas.message(typeName)?.fields ?? [])
      if (type.kind === "message") reached(type.typeName, found);
    return found;
  }

  const differs = (name: string): boolean =>
    name === "probe.v1.Leaf" || name === "csi.v1.Volume" || name === "google.protobuf.Any";

  it("those that reach no type that is judged in another way, and no Any, in whichever order they are asked for", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(names, { minLength: 1 }), (asked) => {
        const isShared = sharedTypeTest(schemas, [...judges]);
        for (const name of asked)
          expect([name, isShared(name)]).toEqual([name, ![...reached(name)].some(differs)]);
      }),
      { numRuns: runs(60) },
    );
    expect(names.filter((name) => ![...reached(name)].some(differs)).length).toBeGreaterThan(20);
    expect(names.filter((name) => [...reached(name)].some(differs)).length).toBeGreaterThan(10);
  });
});

describe("what an Any holds is judged for the reader", () => {
  const leaf = create(LeafSchema, { open: "o", hidden: "a secret" });
  const holder = create(SingularSchema, { any: anyPack(LeafSchema, leaf) });
  const make = () =>
    createSanitizer({
      schemas: [registry],
      policy: { fieldOptions: [{ option: "csi.v1.csi_secret", class: "pii" }] },
      audiences: { staff: { pii: "show" }, tidy: { pii: "omit" } },
      onSuspect: "ignore",
    });
  const holding = (value: object): object => ({
    any: { type_url: "type.googleapis.com/probe.v1.Leaf", value },
  });
  const expected = {
    base: holding({ open: "o", hidden: STRIPPED }),
    staff: holding({ open: "o", hidden: "a secret" }),
    tidy: holding({ open: "o" }),
  };

  it.each(["base first", "audiences first"])("%s", (order) => {
    const sanitizer = make();
    const readers = ["base", "staff", "tidy"] as const;
    for (const reader of order === "base first" ? readers : readers.toReversed()) {
      const one = reader === "base" ? sanitizer : sanitizer.for(reader);
      for (const message of [holder, toBinary(SingularSchema, holder)])
        expect(one.toJson(SingularSchema, message)).toEqual(expected[reader]);
    }
  });

  it("and so are types that come with a call", () => {
    const sanitizer = createSanitizer({
      policy: { fieldOptions: [{ option: "csi.v1.csi_secret", class: "pii" }] },
      audiences: { staff: { pii: "show" } },
      onSuspect: "ignore",
    });
    expect(sanitizer.toJson(LeafSchema, leaf)).toEqual({ open: "o", hidden: STRIPPED });
    expect(sanitizer.for("staff").toJson(LeafSchema, leaf)).toEqual({ open: "o", hidden: "a secret" });
    expect(
      sanitizer.for("staff").toJson(StringValueSchema, create(StringValueSchema, { value: "v" })),
    ).toEqual(sanitizer.toJson(StringValueSchema, create(StringValueSchema, { value: "v" })));
  });
});
