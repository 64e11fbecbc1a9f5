import { describe, expect, it } from "vitest";
import type { FieldPlan } from "../../../src/plan/compiled.js";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import type { MessageAccess, PropertyRead } from "../../../src/representations/representation.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { fieldKey } from "../../../src/write/text/field-printer.js";
import { GO_FORMAT, PROTOJSON_FORMAT, type TextFormat } from "../../../src/write/text/text-format.js";
import { TextRenderer } from "../../../src/write/text/text-renderer.js";
import { TextState } from "../../../src/write/text/text-state.js";
import { ACCOUNT, accountPlan, isToken, partClasses, partPolicy } from "../accounts.js";

const objects = objectRepresentation(ACCOUNT);
const bound = objects.bind(accountPlan());

function rendererOf(
  maxOutputLength = Number.POSITIVE_INFINITY,
  format: TextFormat = GO_FORMAT,
): TextRenderer {
  return new TextRenderer({ format, limits: resolveLimits({ maxOutputLength }), holdsCredential: isToken });
}

function fieldOf(name: string): FieldPlan {
  const found = accountPlan().fields.find(({ field }) => field.name === name);
  if (found === undefined) throw new Error(`no field ${name}`);
  return found;
}

describe("without a limit of the output, nothing is counted", () => {
  const inner = { open: "a", pin: "x" };
  const messages: Readonly<Record<string, object>> = {
    scalars: { name: "a<", pin: "x", id: 5, level: 1, data: "aGk=", rate: 0.5 },
    "lists and maps": {
      tags: ["a", "token"],
      sizes: [1],
      labels: { a: "b", pin: "x" },
      by_number: { 1: inner },
    },
    messages: { inner, inners: [inner, {}], next: { next: {} }, vault: inner, open: {} },
    notes: {
      rate: "x",
      inner: 5,
      inners: [5],
      labels: 5,
      by_number: { x: {} },
      tags: 5,
      data: 5,
      sizes: ["x"],
    },
    "an Any": { any: { type_url: "x.com/bank.v1.Inner", value: Uint8Array.of(10, 1, 97) } },
    "Anys of other kinds": {
      next: { any: { type_url: "x.com/a.B", value: Uint8Array.of(1) } },
      any: { type_url: "token" },
    },
    "well-known types": {
      time: { seconds: 5 },
      span: { seconds: "x" },
      fields: { fields: { a: { stringValue: "b" }, c: { numberValue: Number.NaN }, d: {} } },
      wrapped: { value: "c" },
    },
    "an empty message": {},
    "parts of values": { name: "abcdefghijklmnop", tags: ["x"], data: "aGk=", labels: { pin: "x" } },
  };

  const cycle: Record<string, unknown> = { name: "a" };
  cycle["next"] = cycle;

  it.each(Object.entries({ ...messages, "a message in itself": cycle }))("%s", (title, message) => {
    const plan = title === "parts of values" ? accountPlan(partPolicy, partClasses) : accountPlan();
    for (const format of [GO_FORMAT, PROTOJSON_FORMAT]) {
      const renderer = rendererOf(undefined, format);
      const noRoom = new TextState(0);
      expect(renderer.message(plan, objects)("", message, 0, noRoom)).toBe(
        renderer.print(plan, objects, message),
      );
      expect(noRoom.cut).toBe(false);
    }
  });
});

describe("the end of a message is joined to its last field", () => {
  it.each(["name", "text", "labels"])("if that is a text or a map of texts: %s", (name) => {
    const field = fieldOf(name);
    const value = name === "labels" ? { a: "b" } : "b";
    const printer = rendererOf().field(field, bound, fieldKey(name));
    const state = new TextState(0);
    const text = printer.print("", true, value, 1, state);
    expect(printer.closing?.("}")("", true, value, 1, state)).toBe(`${text}}`);
  });

  it.each(["pin", "hidden", "tags", "id", "data", "inner", "by_number"])(
    "but not if it is another field: %s",
    (name) => {
      expect(rendererOf().field(fieldOf(name), bound, fieldKey(name)).closing).toBeUndefined();
    },
  );

  it.each(["name", "labels"])("nor if the output is limited: %s", (name) => {
    expect(rendererOf(100).field(fieldOf(name), bound, fieldKey(name)).closing).toBeUndefined();
  });
});

describe("a field is read as a property", () => {
  const read: PropertyRead = { name: "its property", unset: "", isOwn: true };
  const reading: MessageAccess = { ...bound, property: () => read };

  it.each(["name", "pin", "tags", "inner", "codes", "hidden"])("if it is one: %s", (name) => {
    const { property, unset, isOwn, shape } = rendererOf().field(fieldOf(name), reading, fieldKey(name));
    expect({ name: property, unset, isOwn }).toEqual(read);
    expect(shape).toBe(fieldOf(name).field);
  });

  it.each([
    ["name", false],
    ["pin", false],
    ["inner", false],
    ["tags", true],
    ["labels", true],
  ] as const)("and may print nothing only if it is a list or map: %s", (name, mayBeEmpty) => {
    expect(rendererOf().field(fieldOf(name), reading, fieldKey(name)).mayBeEmpty).toBe(mayBeEmpty);
  });

  it("but not if the getter of the field does more", () => {
    const { property, unset, isOwn } = rendererOf().field(
      fieldOf("name"),
      { ...bound, property: () => undefined },
      fieldKey("name"),
    );
    expect({ property, unset, isOwn }).toEqual({ property: undefined, unset: undefined, isOwn: false });
  });

  it.each<[string, unknown, unknown]>([
    ["codes", [], ["x"]],
    ["hidden", {}, { a: "b" }],
  ])("and nothing prints of an empty hidden list or map: %s", (name, empty, full) => {
    const printer = rendererOf().field(fieldOf(name), reading, fieldKey(name));
    const printed = (value: unknown) => printer.print("out", true, value, 1, new TextState(0));
    expect([printed(empty), printed(full)]).toEqual(["out", `out{"${name}":"***stripped***"`]);
    expect(printer.mayBeEmpty).toBe(true);
  });
});

describe("a property is read in place of the getter, if it is set", () => {
  /** A message of two texts whose getter finds another text than the property. */
  function printed(message: object, isOwn: boolean): unknown {
    const plan = fieldOf("inner").message;
    if (plan?.kind !== "message") throw new Error("it is a message");
    const access: MessageAccess = {
      ...objectRepresentation(plan.typeName).bind(plan),
      value: () => () => "of the getter",
      property: ({ name }) => ({ name, unset: "unset", isOwn }),
      atOnce: () => undefined,
    };
    return JSON.parse(rendererOf().message(plan, { bind: () => access })("", message, 0, new TextState(0)));
  }
  const HIDDEN = "***stripped***";

  it.each<[string, object, own: object, inherited: object]>([
    ["own", { open: "a", pin: "b" }, { open: "a", pin: HIDDEN }, { open: "a", pin: HIDDEN }],
    ["not set", { open: null, pin: undefined }, {}, {}],
    ["as if not set", { open: "unset", pin: "unset" }, {}, {}],
    ["missing, where nothing is inherited", {}, {}, {}],
    [
      "inherited: then the getter decides",
      Object.create({ open: "a", pin: null }),
      { open: "of the getter", pin: HIDDEN },
      { open: "a" },
    ],
  ])("%s", (_, message, own, inherited) => {
    expect(printed(message, true)).toEqual(own);
    expect(printed(message, false)).toEqual(inherited);
  });
});

describe("the fields of a message are read at once", () => {
  const HIDDEN = "***stripped***";
  const byGetters = { open: "of the getter", pin: HIDDEN };

  function printed(name: string, given: Partial<MessageAccess>): unknown {
    const plan = fieldOf(name).message;
    if (plan?.kind !== "message") throw new Error("it is a message");
    const access: MessageAccess = {
      ...objectRepresentation(plan.typeName).bind(plan),
      accepts: () => true,
      value: () => () => "of the getter",
      property: () => undefined,
      ...given,
    };
    return JSON.parse(rendererOf().message(plan, { bind: () => access })("", {}, 0, new TextState(0)));
  }

  it("and then nothing else is asked, not even whether it is a message of the type", () => {
    const atOnce: NonNullable<MessageAccess["atOnce"]> = (fields) => () =>
      fields.map(({ name }) => `${name} at once`);
    const expected = { open: "open at once", pin: HIDDEN };
    expect(printed("inner", { atOnce })).toEqual(expected);
    expect(printed("inner", { atOnce, accepts: () => false })).toEqual(expected);
    expect(printed("inner", { atOnce: () => () => [undefined, null] })).toEqual({});
  });

  it.each<[string, NonNullable<MessageAccess["atOnce"]>]>([
    ["the type cannot be read so", () => undefined],
    ["the message cannot be read so", () => () => undefined],
    [
      "a getter throws",
      () => () => {
        throw new Error("x");
      },
    ],
  ])("but not if %s", (_, atOnce) => {
    expect(printed("inner", { atOnce })).toEqual(byGetters);
    expect(printed("inner", { atOnce, accepts: () => false })).toBe("<<wrong type of value, bank.v1.Inner>>");
  });

  it("but not if a field is printed by rules of its own, as the value of an Any", () => {
    const atOnce = () => () => ["at once", "at once"];
    const value = ({ name }: { readonly name: string }) =>
      name === "type_url" ? () => "x.com/a.B" : () => undefined;
    expect(printed("any", { atOnce, value })).toEqual({
      type_url: "x.com/a.B",
      value: "<<unknown type, a.B>>",
    });
  });
});

describe("texts that are known to be plain are not escaped", () => {
  const plain: MessageAccess = { ...bound, textsArePlain: true };
  const printed = (name: string, value: unknown, access: MessageAccess) =>
    rendererOf().field(fieldOf(name), access, fieldKey(name)).print("", true, value, 1, new TextState(0));

  it.each<[string, unknown]>([
    ["name", "<"],
    ["tags", ["<", "<"]],
    ["labels", { a: "<" }],
  ])("%s", (name, value) => {
    expect(printed(name, value, plain)).toContain('"<"');
    expect(printed(name, value, bound)).toContain('"\\u003c"');
  });
});
