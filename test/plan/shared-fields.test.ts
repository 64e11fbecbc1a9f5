import { describe, expect, it } from "vitest";
import type { FieldPlan, MessagePlan } from "../../src/plan/compiled.js";
import { FieldMemo } from "../../src/plan/field-memo.js";
import { SharedFields } from "../../src/plan/shared-fields.js";
import { OPEN, type Verdict } from "../../src/policy/verdict.js";
import type { FieldShape } from "../../src/schema/message-shape.js";
import { fieldPlan, fieldShape, singular } from "./field-shape.js";

const secret = (given: Partial<Verdict & { kind: "secret" }> = {}): Verdict => ({
  kind: "secret",
  rule: { kind: "field", name: "a.M.pin" },
  className: "pii",
  action: "strip",
  isUnreviewed: false,
  ...given,
});

const HIDDEN = { kind: "hidden", replacement: "marker" } as const;

/** The plan of a field with a verdict. */
function planOf(field: FieldShape, verdict: Verdict): FieldPlan {
  const isHidden = verdict.kind === "secret";
  return fieldPlan({ field, verdict, isHidden, isOmitted: isHidden && verdict.action === "omit" });
}

function named(name: string, given: Partial<FieldShape> = {}): FieldShape {
  return fieldShape({ name, fullName: `a.M.${name}`, jsonName: name, propertyNames: [], ...given });
}

/** Whether each field of a type is one object in the plans of two readers, by the verdicts of each reader. */
function shared(
  shapes: readonly FieldShape[],
  ...readers: readonly (readonly Verdict[])[]
): readonly boolean[] {
  return sharedIn({}, shapes, ...readers);
}

/** The same for fields of a type of another kind. */
function sharedIn(
  given: Partial<MessagePlan>,
  shapes: readonly FieldShape[],
  ...readers: readonly (readonly Verdict[])[]
): readonly boolean[] {
  const fields = new SharedFields();
  const plans = readers.map((verdicts) => {
    const own = shapes.map((shape, index) => planOf(shape, verdicts[index] ?? OPEN));
    const plan: MessagePlan = {
      kind: "message",
      typeName: "a.M",
      fields: own,
      mayContainSecrets: true,
      recursive: false,
      any: undefined,
      typedStruct: undefined,
      ...given,
    };
    fields.share(plan, own);
    return own;
  });
  return shapes.map((_, index) => plans.every((own) => own[index] === plans[0]?.[index]));
}

describe("two readers share a field", () => {
  const user = named("user");
  const pin = named("pin");

  it("if both see it alike, though they see another one in different ways", () => {
    expect(shared([user, pin], [OPEN, OPEN], [OPEN, secret()])).toEqual([true, false]);
    expect(shared([user, pin], [OPEN, secret()], [OPEN, secret({ action: "size" })])).toEqual([true, false]);
    expect(shared([user, pin], [OPEN, secret()], [OPEN, secret()])).toEqual([true, true]);
  });

  it("unless findings name another class or rule for it", () => {
    expect(shared([pin], [secret()], [secret({ className: "bulk" })])).toEqual([false]);
    expect(shared([pin], [secret()], [secret({ rule: { kind: "field", name: "/pin/" } })])).toEqual([false]);
  });

  it("unless another field may claim its name, which a rule names for one of them only", () => {
    const alike = [named("user_name"), named("other", { jsonName: "userName" })];
    expect(shared(alike, [OPEN, OPEN], [OPEN, secret()])).toEqual([false, false]);
    expect(shared(alike, [OPEN, secret({ action: "size" })], [OPEN, secret()])).toEqual([true, false]);
  });

  it("unless an object that lacks another field, which one of them does not see, counts as one with all defaults", () => {
    const explicit = named("count", { cardinality: { ...singular(), presence: "explicit" } });
    expect(shared([explicit, pin], [OPEN, secret()], [OPEN, secret({ action: "omit" })])).toEqual([
      false,
      false,
    ]);
    expect(shared([user, pin], [OPEN, secret()], [OPEN, secret({ action: "omit" })])).toEqual([true, false]);
  });

  it("unless it is in a oneof of which one of them does not see a member", () => {
    const members = ["a", "b"].map((name) =>
      named(name, { cardinality: { ...singular(), oneof: "choice" } }),
    );
    expect(shared([...members, user], [OPEN, OPEN, OPEN], [OPEN, secret(), OPEN])).toEqual([
      false,
      false,
      false,
    ]);
  });

  it.each<[string, Partial<FieldShape>]>([
    ["a Value", { type: { kind: "message", typeName: "google.protobuf.Value", delimited: false } }],
    [
      "a NullValue",
      { type: { kind: "enum", enum: { typeName: "google.protobuf.NullValue", closed: false, values: [] } } },
    ],
  ])("unless null in another field may mean that it is not set there: %s", (_, given) => {
    const verdicts = [
      [OPEN, OPEN, secret()],
      [OPEN, OPEN, secret({ action: "omit" })],
    ] as const;
    expect(shared([user, named("value", given), pin], ...verdicts)[0]).toBe(false);
    const other = { type: { kind: "message", typeName: "a.N", delimited: false } } as const;
    expect(shared([user, named("value", other), pin], ...verdicts)[0]).toBe(true);
    const level = {
      type: { kind: "enum", enum: { typeName: "a.Level", closed: false, values: [] } },
    } as const;
    expect(shared([user, named("value", level), pin], ...verdicts)[0]).toBe(true);
  });

  it("unless its type is read by rules of its own", () => {
    const rule = { typeUrl: undefined, payload: undefined, content: () => HIDDEN, planOf: () => undefined };
    expect(sharedIn({ any: rule }, [user], [OPEN], [OPEN])).toEqual([false]);
    expect(sharedIn({ typedStruct: rule }, [user], [OPEN], [OPEN])).toEqual([false]);
    expect(sharedIn({ typeName: "google.protobuf.Duration" }, [user], [OPEN], [OPEN])).toEqual([false]);
  });

  it("unless it holds messages", () => {
    const inner = named("inner", { type: { kind: "message", typeName: "a.N", delimited: false } });
    expect(shared([inner, user], [OPEN], [OPEN])).toEqual([false, true]);
  });
});

describe("what is made for a field", () => {
  it("is made once if the plans of several readers share it, and each time otherwise", () => {
    const memo = new FieldMemo<object>();
    const madeFor = (field: FieldPlan): object => memo.of(field, () => ({}));
    const [both, own] = [fieldPlan({ isShared: true }), fieldPlan()];
    expect(madeFor(both)).toBe(madeFor(both));
    expect(madeFor({ ...both })).not.toBe(madeFor(both));
    expect(madeFor(own)).not.toBe(madeFor(own));
  });
});
