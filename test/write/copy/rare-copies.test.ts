import vm from "node:vm";
import { create, type DescMessage } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import { NodePublishVolumeRequestSchema } from "../../../src/csi/gen/csi/v1/csi_pb.js";
import { createSanitizer, type Policy, STRIPPED } from "../../../src/index.js";
import {
  ChoiceSchema,
  EverythingSchema,
  file_probe,
  LeafSchema,
  ListsSchema,
  MapsSchema,
  ScalarsSchema,
  SecretScalarsSchema,
} from "../../gen/probe_pb.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { ACCOUNT, accounts, isToken } from "../accounts.js";

const usual = accounts();
const copyOf = (message: unknown): unknown => usual.redact(ACCOUNT, message);
const thrower = (): never => {
  throw new Error("hunter2");
};
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("a field that is omitted", () => {
  const omitting = accounts({ classes: { secret: "omit" } });

  it.each<[string, object, object]>([
    [
      "goes, whatever its type",
      { name: "a", pin: "x", key: "aGk=", number: 7, codes: ["a"], hidden: { a: "b" }, vault: { open: "a" } },
      { name: "a" },
    ],
    ["goes also if it has its zero", { pin: "", codes: [], hidden: {} }, {}],
    ["goes also if it is null, which would tell that it is not set", { pin: null, codes: undefined }, {}],
    ["goes in messages inside", { inner: { open: "a", pin: "x" } }, { inner: { open: "a" } }],
    ["is no member of a oneof", { pick: "password", password: "x" }, {}],
    [
      "is none with its value either",
      { pick: { case: "password", value: "x" } },
      { pick: { case: undefined } },
    ],
    [
      "is none in the form of ts-proto either",
      { pick: { $case: "password", password: "x" } },
      { pick: undefined },
    ],
  ])("%s", (_, message, copy) => {
    expect(omitting.redact(ACCOUNT, message)).toStrictEqual(copy);
  });
});

describe("a field that shows a size", () => {
  const sizing = accounts({ classes: { secret: "size" } });

  it("has it as a text, or as bytes in their form", () => {
    expect(sizing.redact(ACCOUNT, { pin: "abc", key: Buffer.from("ab") })).toEqual({
      pin: "***stripped, 3 bytes***",
      key: Buffer.from("***stripped, 2 bytes***"),
    });
    const message = create(SecretScalarsSchema, { fBytes: bytes("ab") });
    const es = createSanitizer({ schemas: [file_probe], classes: { secret: "size" }, onSuspect: "ignore" });
    expect(es.redact(message)?.fBytes).toEqual(bytes("***stripped, 2 bytes***"));
    const key = Buffer.from("***stripped, 2 bytes***").toString("base64");
    expect(sizing.redact(ACCOUNT, { key: "aGk=" })).toEqual({ key });
  });

  it("has it for each item of a list", () => {
    const copyOf = (codes: unknown): unknown =>
      Reflect.get(Object(sizing.redact(ACCOUNT, { codes })), "codes");
    expect(copyOf(["abc", "", "de"])).toStrictEqual(
      [3, 0, 2].map((count) => `***stripped, ${count} bytes***`),
    );
    expect(copyOf("abc")).toStrictEqual([STRIPPED]);
    const empty: unknown[] = [];
    expect(copyOf(empty)).toBe(empty);
  });
});

describe("JSON in a text or in bytes", () => {
  const shown = '{"pin":"***stripped***","a":1}';
  const base64 = (text: string): string => Buffer.from(text).toString("base64");

  it.each<[string, string]>([
    ['{"pin":1,"a":1}', shown],
    ["{pin", STRIPPED],
  ])("%s becomes %s, in the form that it had", (json, copy) => {
    expect(copyOf({ doc: json, blob: bytes(json), docs: [json, "[]"], papers: { a: json } })).toEqual({
      doc: copy,
      blob: bytes(copy),
      docs: [copy, "[]"],
      papers: { a: copy },
    });
    expect(copyOf({ blob: base64(json) })).toEqual({ blob: base64(copy) });
  });

  it("stays as it is, if nothing in it is secret", () => {
    for (const message of [
      { doc: "[]" },
      { blob: bytes("[]") },
      { blob: Buffer.from("[]") },
      { blob: base64("[]") },
    ])
      expect(copyOf(message)).toBe(message);
  });
});

describe("what is no message, or one of a type that no schema has,", () => {
  const root = parseText(
    8,
    true,
    'syntax = "proto3"; package rare.v1; message Box { other.v1.Thing thing = 1; }',
  );
  const open = createSanitizer({ schemas: [root], onSuspect: "ignore" });

  it("has no copy, or an empty one", () => {
    for (const value of [5, "x"]) expect(copyOf(value)).toBeUndefined();
    expect(open.redact("rare.v1.Box", { thing: { a: 1 } })).toEqual({ thing: {} });
    expect(open.redact("rare.v1.Box", { thing: 5 })).toEqual({});
  });
});

describe("a field of a message of protobuf-es that has the wrong type", () => {
  const sanitizer = createSanitizer({ schemas: [file_probe], onSuspect: "ignore" });
  /** The copy of a message in which fields have these values, and a message in which nothing is set. */
  const copies = (schema: DescMessage, fields: object): readonly [unknown, object] => [
    sanitizer.redact(Object.assign(create(schema), fields)),
    create(schema),
  ];
  const wrong = (schema: DescMessage): object =>
    Object.fromEntries(schema.fields.map(({ localName }) => [localName, ["x"]]));

  it("gets its zero, which every message has", () => {
    const [scalars, noScalars] = copies(ScalarsSchema, wrong(ScalarsSchema));
    expect(scalars).toStrictEqual(noScalars);
    const [lists, noLists] = copies(ListsSchema, { strings: "x", leaves: 5 });
    expect(lists).toStrictEqual(noLists);
    const [maps, noMaps] = copies(MapsSchema, { byString: "x", toLeaf: 5 });
    expect(maps).toStrictEqual(noMaps);
    for (const pick of ["text", ["text"], 5]) {
      const [choice, noChoice] = copies(ChoiceSchema, { pick });
      expect(choice).toStrictEqual(noChoice);
    }
  });

  it("gets its replacement, if it is secret", () => {
    const [secret] = copies(SecretScalarsSchema, wrong(SecretScalarsSchema));
    expect(secret).toMatchObject({
      fDouble: 1,
      fInt64: 1n,
      fBool: true,
      fString: STRIPPED,
      fBytes: bytes(STRIPPED),
    });
    expect(copies(ListsSchema, { hiddenStrings: "x" })[0]).toMatchObject({ hiddenStrings: [STRIPPED] });
    expect(copies(MapsSchema, { hiddenMap: 7 })[0]).toMatchObject({ hiddenMap: { [STRIPPED]: STRIPPED } });
  });

  it("or has one that cannot be read, from a class, gets its zero, too", () => {
    for (const get of [() => ["x"], thrower]) {
      const prototype = Object.defineProperty({}, "fString", { get });
      const { fString: _, ...own } = create(ScalarsSchema, { fInt32: 5 });
      const message = Object.assign(Object.create(prototype), own);
      expect(sanitizer.redact(message)).toStrictEqual({ ...create(ScalarsSchema, { fInt32: 5 }) });
    }
  });

  it("or inherits its type, is dropped", () => {
    const leaf = create(LeafSchema, { open: "a" });
    const inheriting = Object.assign(Object.create({ $typeName: leaf.$typeName }), { open: "b" });
    const lists = Object.assign(create(ListsSchema), { leaves: [inheriting, leaf] });
    expect(sanitizer.redact(lists)).toStrictEqual(create(ListsSchema, { leaves: [leaf] }));
    const hidden = Object.assign(create(ListsSchema), { hiddenLeaves: [inheriting, leaf] });
    expect(sanitizer.redact(hidden)).toStrictEqual(create(ListsSchema));
    expect(sanitizer.redact(inheriting)).toBeUndefined();
  });

  it("is not needed for a secret message, which has all its fields", () => {
    const message = create(EverythingSchema, { hiddenPublish: create(NodePublishVolumeRequestSchema) });
    expect(sanitizer.redact(message)).toStrictEqual(message);
  });
});

describe("values that stand for messages", () => {
  const hiding = (policy: Policy) => accounts({ policy });

  it("are replaced as a whole, if a part of them is secret", () => {
    const nanos = hiding({
      fields: ["google.protobuf.Duration.nanos", "google.protobuf.Timestamp.nanos"],
      detectors: [isToken],
    });
    for (const span of ["1.5s", "1s", "0s"]) expect(nanos.redact(ACCOUNT, { span })).toEqual({ span: "0s" });
    expect(nanos.redact(ACCOUNT, { time: new Date(5) })).toEqual({ time: new Date(0) });
    expect(nanos.redact(ACCOUNT, { span: { seconds: 1, nanos: 5 } })).toEqual({
      span: { seconds: 1, nanos: 1 },
    });
  });

  it("hold no credential, if they are times", () => {
    const sanitizer = hiding({ detectors: [(text) => text.endsWith("s")] });
    const message = { span: "1.5s" };
    expect(sanitizer.stringify(ACCOUNT, message)).not.toContain(STRIPPED);
    expect(sanitizer.redact(ACCOUNT, message)).toBe(message);
  });

  it("are replaced if they are set", () => {
    const wrapper = hiding({ fields: ["google.protobuf.StringValue.value"] });
    for (const [wrapped, copy] of [
      ["a", STRIPPED],
      ["", ""],
      [{ value: "a" }, { value: STRIPPED }],
    ])
      expect(wrapper.redact(ACCOUNT, { wrapped })).toEqual({ wrapped: copy });
  });

  it("are no payload of an Any whose payload is secret", () => {
    const any = { type_url: "x.com/bank.v1.Open", value: bytes("\n\x01a") };
    expect(hiding({}).redact(ACCOUNT, { any })).toEqual({ any });
    expect(hiding({ fields: ["google.protobuf.Any.value"] }).redact(ACCOUNT, { any })).toEqual({
      any: { ...any, value: bytes(STRIPPED) },
    });
    const omitting = accounts({
      policy: { fields: ["google.protobuf.Any.value"] },
      classes: { secret: "omit" },
    });
    expect(omitting.redact(ACCOUNT, { any })).toStrictEqual({ any: { type_url: any.type_url } });
  });
});

describe("lists", () => {
  it("of another realm are lists", () => {
    const message: unknown = vm.runInNewContext("({ tags: ['a'], inners: [{ open: 'b' }] })");
    const { tags, inners } = message as Readonly<Record<string, unknown>>; // as it was made
    const mine = { tags, inners };
    expect(copyOf(mine)).toBe(mine);
  });

  it("that inherit from another list are copied", () => {
    for (const prototype of [["x"], Object.assign(["x"], { push: "x" }), { ...Array.prototype }, null]) {
      const tags = Object.setPrototypeOf(["a"], prototype);
      const copy = Reflect.get(Object(copyOf({ tags })), "tags");
      expect(copy).toStrictEqual(["a"]);
      expect(copy).not.toBe(tags);
    }
  });

  it("of secret messages have none, if the first one is none", () => {
    expect(copyOf({ vaults: ["x"] })).toStrictEqual({ vaults: [] });
    expect(copyOf({ vaults: [undefined, {}] })).toStrictEqual({ vaults: [{}] });
  });
});
