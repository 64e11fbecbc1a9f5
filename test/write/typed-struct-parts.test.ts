import { describe, expect, it } from "vitest";
import { createSanitizer, type Sanitizer, STRIPPED } from "../../src/index.js";
import { objectRepresentation } from "../../src/representations/object/objects.js";
import { decodedWireBytes, decodeWire } from "../../src/write/collect/decoded-wire.js";
import { SecretCollector } from "../../src/write/collect/secret-collector.js";
import { parseText } from "../representations/protobufjs-root.js";
import {
  HOLDER,
  plainRoot,
  root,
  sanitizerWith,
  structOf,
  TYPED,
  typedPlan,
  URL,
  withoutUrl,
} from "./typed-structs.js";

const sanitizer = sanitizerWith();
/** Shows a Struct as it is. */
const plain = createSanitizer({ schemas: [plainRoot], format: "protojson", onSuspect: "ignore" });
/** Shows all that a message holds. */
const showing = sanitizerWith({ policy: { fieldOptions: [] } });

const content = {
  open: "o",
  pin: "hunter2-a",
  flag: false,
  rate: 1.5,
  tags: ["a", "token"],
  inner: {
    open: "p",
    pin: "hunter2-b",
    flag: true,
    inner: { open: "q", pin: "hunter2-c", inner: { open: "r" } },
  },
  labels: { a: null, b: [true, false, "c", 2, {}, [], null], d: { e: "token" } },
};

describe("the Struct of a TypedStruct is written as a field of the type that it stands for", () => {
  const typed = { type_url: URL, value: content };
  const held = { type_url: URL, value: structOf(content) };
  const bytes = root.lookupType(TYPED);
  const wire = bytes.encode(bytes.fromObject({ type_url: URL, value: structOf(content) })).finish();

  it.each([1, 2, 3, 4, 5, 6, 20])("to a depth of %i messages", (maxDepth) => {
    const limited = sanitizerWith({ limits: { maxDepth } });
    const objects = [typed, held];
    const messages = [...objects, wire];
    const text = limited.stringify(HOLDER, typed);
    expect(messages.map((message) => limited.stringify(TYPED, message))).toEqual(messages.map(() => text));
    const copy = showing.stringify(HOLDER, limited.redact(HOLDER, typed));
    const copies = objects.map((message) => limited.redact(TYPED, message));
    expect(copies.map(inHolder)).toEqual([copy, copy]);
    expect(inHolder(limited.redactBinary(TYPED, wire))).toBe(copy);
    const found = secretsIn(limited, HOLDER, typed);
    expect(messages.map((message) => secretsIn(limited, TYPED, message))).toEqual(messages.map(() => found));
  });

  it.each([1, 2, 3, 4])("secrets are collected to a depth of %i messages", (maxDepth) => {
    const collector = new SecretCollector(maxDepth);
    const plan = typedPlan();
    const secrets = ["a", "b", "c"].slice(0, maxDepth - 1).map((name) => `hunter2-${name}`);
    for (const message of [typed, held])
      expect(collector.collect(plan, objectRepresentation(TYPED), message).values).toEqual(secrets);
    const decoded = decodeWire(plan, wire, maxDepth);
    expect(collector.collect(plan, decodedWireBytes, decoded).values).toEqual(secrets);
  });

  /** The text of a Holder with the same JSON as the Struct. */
  function inHolder(message: unknown): string {
    return showing.stringify(HOLDER, JSON.parse(plain.stringify("xds.type.v3.Plain", message)));
  }

  function secretsIn(one: Sanitizer, type: string, message: unknown): readonly string[] {
    const secrets = one.secretsOf(type, message);
    return ["a", "b", "c"].filter((name) => secrets.scrub(`hunter2-${name}`) === STRIPPED);
  }
});

describe("the copy of a TypedStruct has a Struct of the same form", () => {
  const secret = { open: "o", pin: "x", flag: true, rate: 2, tags: [], labels: { a: null, b: [false] } };
  const shown = { ...secret, pin: STRIPPED };
  const open = { open: "o", labels: { a: 1 } };
  const flat = sanitizerWith({ limits: { maxDepth: 1 } });
  const unreadable = { rate: Number.NaN, open: "hunter2" };

  it.each<[string, Sanitizer, object, object]>([
    ["with the marker in place of secrets", sanitizer, secret, shown],
    ["which is empty if it cannot be read", sanitizer, unreadable, {}],
    ["which is empty if it is too deep", flat, open, {}],
  ])("%s", (_, one, given, expected) => {
    expect(one.redact(TYPED, { type_url: URL, value: given })).toStrictEqual({
      type_url: URL,
      value: expected,
    });
    const held = one.redact(TYPED, { type_url: URL, value: structOf(given) });
    // A Struct without entries needs no map of them.
    expect({ fields: {}, ...Object(held).value }).toEqual(structOf(expected));
  });

  it.each([open, structOf(open)])("which is the Struct itself if nothing in it is hidden: %j", (value) => {
    expect(sanitizer.redact(TYPED, { type_url: URL, value })).toHaveProperty("value", value);
    const given = { type_url: URL, value };
    expect(sanitizer.redact(TYPED, given)).toBe(given);
  });
});

describe("of a Struct nothing is shown, and all is secret,", () => {
  const secret = structOf({ open: "hunter2" });

  it.each<[string, string, object, string]>([
    [
      "if no schema knows its type",
      TYPED,
      { type_url: "x.com/a.B", value: secret },
      '"<<unknown type, a.B>>"',
    ],
    [
      "if its type has no name",
      TYPED,
      { type_url: "x.com/a b", value: secret },
      `"<<unknown type, ${TYPED}.value>>"`,
    ],
    ["if it has no type", TYPED, { value: secret }, `"<<unknown type, ${TYPED}.value>>"`],
    [
      "if there is no field for its type",
      "udpa.type.v1.TypedStruct",
      { value: secret, name: URL },
      '"<<unknown type, udpa.type.v1.TypedStruct.value>>"',
    ],
    [
      "if the URL is a credential",
      TYPED,
      { type_url: "token/xds.type.v3.Filter", value: secret },
      `"${STRIPPED}"`,
    ],
    ["if the URL was redacted before", TYPED, { type_url: STRIPPED, value: secret }, `"${STRIPPED}"`],
    [
      "if it cannot be read",
      TYPED,
      {
        type_url: URL,
        value: { fields: { rate: { numberValue: Number.NaN }, open: { stringValue: "hunter2" } } },
      },
      `"<<wrong type of value, ${TYPED}.value>>"`,
    ],
  ])("%s", (_, type, message, text) => {
    expect(sanitizer.stringify(type, message)).toContain(`"value":${text}`);
    const copy = sanitizer.redact(type, message);
    expect(showing.stringify(type, copy)).not.toContain("hunter2");
    expect(JSON.stringify(copy)).not.toContain("hunter2");
    expect(sanitizer.secretsOf(type, message).scrub("got hunter2")).toBe(`got ${STRIPPED}`);
    const encoded = (type === TYPED ? root : withoutUrl).lookupType(type);
    const bytes = encoded.encode(encoded.fromObject(message)).finish();
    expect(sanitizer.stringify(type, bytes)).toContain(`"value":${text}`);
    expect(Buffer.from(sanitizer.redactBinary(type, bytes) ?? []).toString("latin1")).not.toContain(
      "hunter2",
    );
    expect(sanitizer.secretsOf(type, bytes).scrub("got hunter2")).toBe(`got ${STRIPPED}`);
  });

  it("if it is no Struct", () => {
    const odd = parseText(
      8,
      true,
      'syntax = "proto3"; package xds.type.v3; message TypedStruct { string type_url = 1; string value = 2; }',
    );
    const message = { type_url: URL, value: "hunter2" };
    const one = createSanitizer({ schemas: [odd, root], onSuspect: "ignore" });
    expect(one.stringify(TYPED, message)).toContain(`"value":"<<wrong type of value, ${TYPED}.value>>"`);
    expect(one.redact(TYPED, message)).toEqual({ type_url: URL });
    expect(one.secretsOf(TYPED, message).scrub("got hunter2")).toBe(`got ${STRIPPED}`);
    const encoded = odd.lookupType(TYPED).encode(message).finish();
    expect(Buffer.from(one.redactBinary(TYPED, encoded) ?? []).toString("latin1")).not.toContain("hunter2");
  });

  it.each<[string, object]>([
    ["Value", { stringValue: "hunter2" }],
    ["Value", { listValue: { values: [{ stringValue: "hunter2" }] } }],
    ["ListValue", { values: [{ stringValue: "a" }, { structValue: structOf({ open: "hunter2" }) }] }],
    ["Struct", structOf({ $typeName: "a.b.Other", open: "hunter2" })],
  ])("if it is a %s that stands for no such message: %j", (name, value) => {
    const odd = parseText(
      8,
      true,
      `syntax = "proto3"; package xds.type.v3;
      import "google/protobuf/struct.proto";
      message TypedStruct { string type_url = 1; google.protobuf.${name} value = 2; }`,
    );
    const one = createSanitizer({ schemas: [odd, root], onSuspect: "ignore", format: "protojson" });
    const message = { type_url: URL, value };
    const type = odd.lookupType(TYPED);
    const bytes = type.encode(type.fromObject(message)).finish();
    for (const given of [message, bytes]) {
      expect(one.stringify(TYPED, given)).toContain('"value":"<<wrong type of value');
      expect(one.secretsOf(TYPED, given).scrub("got hunter2")).toBe(`got ${STRIPPED}`);
    }
    expect(JSON.stringify(one.redact(TYPED, message))).not.toContain("hunter2");
    if (name === "Struct") expect(one.redact(TYPED, message)).toStrictEqual({ ...message, value: {} });
    expect(Buffer.from(one.redactBinary(TYPED, bytes) ?? []).toString("latin1")).not.toContain("hunter2");
  });

  it("down to a hundred levels, whatever is printed", () => {
    const withValue = parseText(
      8,
      true,
      `syntax = "proto3"; package xds.type.v3;
      import "google/protobuf/struct.proto";
      message TypedStruct { string type_url = 1; google.protobuf.Value value = 2; }`,
    );
    const isFound = (schemas: readonly (typeof root)[], message: object): boolean => {
      const one = createSanitizer({ schemas, onSuspect: "ignore", limits: { maxDepth: 2 } });
      return one.secretsOf(TYPED, message).scrub("hunter2") === STRIPPED;
    };
    const objects = (levels: number): object => ({ a: levels === 1 ? "hunter2" : objects(levels - 1) });
    const unknown = (levels: number) => ({ type_url: "x.com/a.B", value: structOf(objects(levels)) });
    expect([49, 50].map((levels) => isFound([root], unknown(levels)))).toEqual([true, false]);
    const lists = (levels: number): object =>
      levels === 0 ? { stringValue: "hunter2" } : { listValue: { values: [lists(levels - 1)] } };
    const odd = (levels: number) => ({ type_url: URL, value: lists(levels) });
    expect([49, 50].map((levels) => isFound([withValue, root], odd(levels)))).toEqual([true, false]);
  });

  it("but there is nothing of a member of a oneof that no copy keeps", () => {
    const withChoice = parseText(
      8,
      true,
      `syntax = "proto3"; package xds.type.v3;
      import "google/protobuf/struct.proto";
      message TypedStruct { string type_url = 1; google.protobuf.Struct value = 2; }
      message Filter { string pin = 1 [debug_redact = true]; oneof choice { string a = 2; } repeated Filter more = 3; }`,
    );
    const one = createSanitizer({ schemas: [withChoice], onSuspect: "ignore" });
    const filter = { pin: "hunter2", choice: { $case: "hunter3" } };
    const shown = { pin: STRIPPED };
    const message = { type_url: URL, value: structOf({ ...filter, more: [filter] }) };
    const copy = { type_url: URL, value: structOf({ ...shown, more: [shown] }) };
    expect(one.redact(TYPED, message)).toStrictEqual(copy);
    const type = withChoice.lookupType(TYPED);
    const wire = type.encode(type.fromObject(message)).finish();
    expect(JSON.parse(JSON.stringify(type.decode(one.redactBinary(TYPED, wire) ?? wire)))).toStrictEqual(
      copy,
    );
  });

  it("but there is nothing of a Value that is too deep", () => {
    const one = sanitizerWith({ limits: { maxDepth: 1 } });
    const type = root.lookupType(TYPED);
    const message = { type_url: "x.com/google.protobuf.Value", value: structOf({ a: "b" }) };
    const wire = type.encode(type.fromObject(message)).finish();
    expect(JSON.parse(JSON.stringify(type.decode(one.redactBinary(TYPED, wire) ?? wire)))).toStrictEqual({
      ...message,
      value: {},
    });
    expect(one.redact(TYPED, message)).toStrictEqual({ ...message, value: { fields: {} } });
  });

  it("but there is nothing to show, and nothing secret, if it is not set", () => {
    const none = { type_url: URL };
    expect(sanitizer.stringify(TYPED, none)).toBe(`{"typeUrl":"${URL}"}`);
    expect(sanitizer.redact(TYPED, none)).toEqual(none);
    for (const value of [null, undefined]) {
      const given = { ...none, value };
      expect(sanitizer.redact(TYPED, given)).toBe(given);
    }
    expect(sanitizer.secretsOf(TYPED, none).size).toBe(0);
  });
});
