import { describe, expect, it } from "vitest";
import { objectRepresentation } from "../../../src/representations/object/objects.js";
import { resolveLimits } from "../../../src/write/limits.js";
import { CUT_RESERVE } from "../../../src/write/text/cut-note.js";
import { GO_FORMAT, PROTOJSON_FORMAT, type TextFormat } from "../../../src/write/text/text-format.js";
import { TextRenderer } from "../../../src/write/text/text-renderer.js";
import { ACCOUNT, accountPlan, isToken, partClasses, partPolicy } from "../accounts.js";

const URL = "x.com/bank.v1.Account";
const inner = { open: "a", pin: "x" };
/** A message that has everything. */
const full = {
  name: "a<b",
  pin: "x",
  id: 5,
  tags: ["a", "token", "bcd"],
  sizes: [1, 22, 333],
  labels: { a: "b", pin: "x", token1: "y" },
  by_number: { 1: inner, 2: {} },
  inner: { open: "x".repeat(30) },
  inners: [inner, {}],
  next: { next: { name: "deep" } },
  rate: 0.25,
  keyed: { x: 5, pin: {} },
  data: "AQIDBAUG",
};
const PARTS = "parts of values";
const cycle: Record<string, unknown> = { name: "a", id: 5 };
cycle["more"] = [cycle, { next: cycle }];
const MESSAGES: Readonly<Record<string, object>> = {
  "a message in itself": cycle,
  "what cannot be read": {
    get data(): string {
      throw new Error("x");
    },
    id: 5,
    get name(): string {
      throw new Error("x");
    },
  },
  "a message that has everything": full,
  "many lists": { tags: ["a", "b"], sizes: [1], inners: [{}, {}], codes: ["x"], ids: [] },
  [PARTS]: {
    name: "abcdefghijklmnop",
    data: "AQIDBAUG",
    tags: ["abcdefghijklmnop", "x"],
    labels: { pin: "abcdefghijklmnop", key: "y", a: "b" },
    sizes: [1],
  },
  "more items and entries than are shown": {
    sizes: [1, 2, 3, 4],
    labels: { a: "b", c: "d", e: "f", g: "h" },
    name: "a",
  },
  "a long text": { name: "<".repeat(60) },
  notes: { rate: "x", inner: 5, labels: 5, tags: 5, by_number: { x: {} } },
  "an Any": { any: { type_url: URL, value: Uint8Array.from([10, 40, ...Array(40).fill(97)]) }, name: "b" },
  "an Any of an unknown type": { any: { type_url: "x.com/a.B", value: Uint8Array.of(1) }, name: "b" },
  "well-known types": {
    time: { seconds: 5 },
    span: {},
    fields: { fields: { a: { stringValue: "b" }, c: {} } },
    wrapped: { value: "c" },
  },
};
const FORMATS: Readonly<Record<string, TextFormat>> = {
  "Go's format": GO_FORMAT,
  ProtoJSON: PROTOJSON_FORMAT,
};

/** Only some lengths are tried. Texts have lengths of all remainders, so each place is cut in some message. */
const STEP = 5;

/** The text of a message, up to a length. */
function printed(message: object, format: TextFormat, maxOutputLength: number, plan = accountPlan()): string {
  const limits = resolveLimits({ maxOutputLength, maxListLength: 3 });
  const renderer = new TextRenderer({ format, limits, holdsCredential: isToken });
  return renderer.print(plan, objectRepresentation(ACCOUNT), message);
}

describe.each(Object.entries(FORMATS))("%s is cut at any length", (_, format) => {
  it.each(Object.entries(MESSAGES))("%s", (title, message) => {
    const plan = title === PARTS ? accountPlan(partPolicy, partClasses) : accountPlan();
    const whole = printed(message, format, Number.POSITIVE_INFINITY, plan);
    let before = 0;
    for (let length = 64; length <= whole.length + 60; length += STEP) {
      const text = printed(message, format, length, plan);
      expect(text.length).toBeLessThanOrEqual(length);
      JSON.parse(text);
      const cut = text.search(/[,{[]?("(<<cut>>|value|@type)":)?"<<output limit reached>>"/);
      if (cut === -1) {
        expect(text).toBe(whole);
        // What was printed once, more room prints, too.
        before = whole.length;
        continue;
      }
      // What is behind the note only closes what is open.
      expect(text.slice(cut)).toMatch(/^[,{[]?("(<<cut>>|value|@type)":)?"<<output limit reached>>"[\]}]*$/);
      expect(whole.startsWith(text.slice(0, cut))).toBe(true);
      expect(cut).toBeGreaterThanOrEqual(before);
      before = cut;
    }
    expect(before).toBe(whole.length);
  });
});

describe("the room that a message needs", () => {
  /** How much more than its length a text needs, not to be cut. */
  function extra(message: object, format = GO_FORMAT): number {
    const whole = printed(message, format, Number.POSITIVE_INFINITY);
    for (let room = CUT_RESERVE; ; room++) {
      if (printed(message, format, whole.length + room) === whole) return room;
    }
  }

  it("is its length, room for a note, and a comma for each list, map and message that has something in it", () => {
    const name = "a".repeat(64);
    expect(extra({ name, tags: ["a"] })).toBe(CUT_RESERVE + 2);
    expect(extra({ name, tags: ["a", "b"], labels: { c: "d" } })).toBe(CUT_RESERVE + 3);
    expect(extra(full)).toBe(CUT_RESERVE + 12);
  });

  it("counts the notes in place of more items and entries", () => {
    const name = "a".repeat(64);
    expect(extra({ name, sizes: [1, 2, 3, 4] })).toBe(CUT_RESERVE + 2);
    expect(extra({ name, labels: { a: "b", c: "d", e: "f", g: "h" } })).toBe(CUT_RESERVE + 2);
  });

  it("counts the keys of an Any in ProtoJSON, also the one of a value that it may not need", () => {
    const any = (typeUrl: string, ...bytes: readonly number[]) => ({
      name: "a".repeat(64),
      any: { type_url: typeUrl, value: Uint8Array.from(bytes) },
    });
    const roomOf = (message: object) => extra(message, PROTOJSON_FORMAT) - CUT_RESERVE;
    expect(roomOf({ ...any(""), any: {} })).toBe(1);
    expect(roomOf(any("x.com/google.protobuf.Duration", 8, 1))).toBe(2);
    expect(roomOf(any("x.com/a.B", 1))).toBe(2);
    expect(roomOf(any(URL, 10, 1, 97))).toBe(2 + '"value":{}'.length + 1);
  });
});
