import { describe, expect, it } from "vitest";
import { createSanitizer, type Limits, type Sanitizer, type SanitizerOptions } from "../../../src/index.js";
import { parseText } from "../../representations/protobufjs-root.js";
import { ACCOUNT, accounts, partClasses, partPolicy } from "../accounts.js";

const sanitizer = accounts();
/** Sanitizers for the options that were asked for. */
const made = new Map<string, Sanitizer>();

function print(message: unknown, options?: SanitizerOptions): string {
  if (options === undefined) return sanitizer.stringify(ACCOUNT, message);
  const id = JSON.stringify(options);
  const one = made.get(id) ?? accounts(options);
  made.set(id, one);
  return one.stringify(ACCOUNT, message);
}

const HIDDEN = '"***stripped***"';
const inner = { open: "a", pin: "x" };
const JSON_TEXT = '{"pin":"x","a":1}';
const JSON_SHOWN = '{"pin":"***stripped***","a":1}';
/** As a text in a text. */
const SHOWN = JSON.stringify(JSON_SHOWN);
const twice = { name: "a" };

describe("a message prints", () => {
  it.each<[string, object, string]>([
    ["without fields", {}, "{}"],
    [
      "with its fields in order, without those that are not set",
      { name: "b", id: 0, level: 1, data: "aGk=", tags: [] },
      '{"data":"aGk=","level":"HIGH","name":"b"}',
    ],
    [
      "with the marker in place of secrets",
      { pin: "x", key: "aGk=", number: 5, rank: 1, flag: false },
      `{"flag":${HIDDEN},"key":${HIDDEN},"number":${HIDDEN},"pin":${HIDDEN},"rank":${HIDDEN}}`,
    ],
    ["without secrets that are not set", { pin: "", number: 0, codes: [], hidden: {}, vaults: null }, "{}"],
    [
      "with one marker for a secret list, map or message",
      { codes: ["a", "b"], hidden: { a: "b" }, vault: {}, vaults: [{}] },
      `{"codes":${HIDDEN},"hidden":${HIDDEN},"vault":${HIDDEN},"vaults":${HIDDEN}}`,
    ],
    [
      "with its lists",
      { tags: ["a", "token", "<"], sizes: [1, 2], inners: [inner, {}] },
      `{"inners":[{"open":"a","pin":${HIDDEN}},{}],"sizes":[1,2],"tags":["a",${HIDDEN},"\\u003c"]}`,
    ],
    ["with the items of its lists, in whatever form", { ids: ["7", 8n, 9] }, '{"ids":[7,8,9]}'],
    [
      "with its maps, sorted",
      { labels: { b: "1", a: "token", pin: "x" }, by_number: { 2: inner, 1: {} } },
      `{"by_number":{"1":{},"2":{"open":"a","pin":${HIDDEN}}},"labels":{"a":${HIDDEN},"b":"1","pin":${HIDDEN}}}`,
    ],
    [
      "with one entry for all keys that are credentials",
      { labels: { token1: "a", token2: "b", x: "y" } },
      `{"labels":{${HIDDEN}:${HIDDEN},"x":"y"}}`,
    ],
    [
      "with the messages inside",
      { inner, next: { next: { name: "c" } }, keyed: { pin: inner, a: inner } },
      `{"inner":{"open":"a","pin":${HIDDEN}},"keyed":{"a":{"open":"a","pin":${HIDDEN}},"pin":${HIDDEN}},"next":{"next":{"name":"c"}}}`,
    ],
    [
      "with a map as its last field, and with an empty one",
      { text: "a", tags: ["b"] },
      '{"tags":["b"],"text":"a"}',
    ],
    [
      "with JSON without its secrets",
      { doc: JSON_TEXT, docs: [JSON_TEXT, "[]"], papers: { a: JSON_TEXT, b: "{pin" }, blob: btoa(JSON_TEXT) },
      `{"blob":"${btoa(JSON_SHOWN)}","doc":${SHOWN},"docs":[${SHOWN},"[]"],"papers":{"a":${SHOWN},"b":${HIDDEN}}}`,
    ],
    [
      "with no JSON that is not clear",
      { doc: "{pin", blob: btoa("x") },
      `{"blob":${HIDDEN},"doc":${HIDDEN}}`,
    ],
    [
      "with messages that end with a map, which may be empty",
      {
        tagged: { name: "a", tags: {} },
        next: { tagged: { tags: {} }, next: { tagged: { tags: { b: "c" } } } },
      },
      '{"next":{"next":{"tagged":{"tags":{"b":"c"}}},"tagged":{}},"tagged":{"name":"a"}}',
    ],
    [
      "with a message that is in it twice, but not in itself",
      { more: [twice, twice] },
      '{"more":[{"name":"a"},{"name":"a"}]}',
    ],
  ])("%s", (_, message, text) => {
    expect(print(message)).toBe(text);
    expect(print(message, { limits: { maxOutputLength: 10_000 } })).toBe(text);
    expect(sanitizer.toJson(ACCOUNT, message)).toEqual(JSON.parse(text));
  });

  it.each<[string, object, string]>([
    ["a text", { name: 5 }, '{"name":"<<wrong type of value, bank.v1.Account.name>>"}'],
    [
      "a number",
      { rate: "x", sizes: [1, "x"] },
      '{"rate":"<<wrong type of value, bank.v1.Account.rate>>","sizes":[1,"<<wrong type of value, bank.v1.Account.sizes>>"]}',
    ],
    ["bytes", { data: 5 }, '{"data":"<<wrong type of value, bank.v1.Account.data>>"}'],
    [
      "a message",
      { inner: 5, inners: [5] },
      '{"inner":"<<wrong type of value, bank.v1.Inner>>","inners":["<<wrong type of value, bank.v1.Inner>>"]}',
    ],
    [
      "a list",
      { tags: "a", sizes: {} },
      '{"sizes":"<<wrong type of value, bank.v1.Account.sizes>>","tags":"<<wrong type of value, bank.v1.Account.tags>>"}',
    ],
    [
      "a map",
      { labels: 5, by_number: [5] },
      '{"by_number":"<<wrong type of value, bank.v1.Account.by_number>>","labels":"<<wrong type of value, bank.v1.Account.labels>>"}',
    ],
    [
      "a value of a map",
      { labels: { a: 5 }, by_number: { 1: 5 } },
      '{"by_number":{"1":"<<wrong type of value, bank.v1.Inner>>"},"labels":{"a":"<<wrong type of value, bank.v1.Account.labels>>"}}',
    ],
    [
      "a key",
      { by_number: { x: inner }, names: { x: "a" } },
      '{"by_number":{"<<wrong type of key, bank.v1.Account.by_number>>":"<<wrong type of value, bank.v1.Account.by_number>>"},"names":{"<<wrong type of key, bank.v1.Account.names>>":"<<wrong type of value, bank.v1.Account.names>>"}}',
    ],
  ])("a note in place of %s of the wrong type", (_, message, text) => {
    expect(print(message)).toBe(text);
    expect(print(message, { limits: { maxOutputLength: 10_000 } })).toBe(text);
  });

  it("a note in place of what cannot be read", () => {
    const broken = {
      name: "a",
      get id(): number {
        throw new Error("x");
      },
      get data(): string {
        throw new Error("x");
      },
    };
    const text =
      '{"data":"<<could not be read, bank.v1.Account.data>>","id":"<<could not be read, bank.v1.Account.id>>","name":"a"}';
    expect(print(broken)).toBe(text);
    expect(print(broken, { limits: { maxOutputLength: 10_000 } })).toBe(text);
  });

  it("a note in place of itself inside itself", () => {
    const cycle: Record<string, unknown> = { name: "a" };
    cycle["next"] = cycle;
    const text = '{"name":"a","next":"<<message inside itself, bank.v1.Account>>"}';
    expect(print(cycle)).toBe(text);
    expect(print(cycle, { limits: { maxOutputLength: 200 } })).toBe(text);
  });
});

it("a message of texts alone ends behind its last one, and one that has no fields at once", () => {
  const root = parseText(
    8,
    true,
    'syntax = "proto3"; message Texts { string a = 1; string b = 2; string c = 3; } message None {}',
  );
  const texts = createSanitizer({ schemas: [root], onSuspect: "ignore" });
  const all = { a: "x", b: "y", c: "z" };
  for (const given of [all, { a: "x", b: "y" }, { b: "y" }, { c: "z" }, {}])
    expect(texts.stringify("Texts", given)).toBe(JSON.stringify(given));
  expect(texts.stringify("None", {})).toBe("{}");
});

it("bytes in a list print the same, in whatever form", () => {
  const root = parseText(8, true, 'syntax = "proto3"; message Parts { repeated bytes parts = 1; }');
  const parts = createSanitizer({ schemas: [root], onSuspect: "ignore" });
  expect(parts.stringify("Parts", { parts: ["aGk=", Buffer.from("hi")] })).toBe('{"parts":["aGk=","aGk="]}');
});

describe("a message prints the same, whatever was printed before it", () => {
  it.each<[string, readonly object[]]>([
    [
      "maps with other first keys",
      [{ a: "1" }, { a: "2" }, { b: "1" }, { b: "2" }, { a: "3" }].map((labels) => ({ labels })),
    ],
    [
      "maps behind other fields",
      [{}, {}, { id: 5 }, { id: 5 }, {}].map((before) => ({ ...before, labels: { a: "1" } })),
    ],
    [
      "maps of other sizes",
      [["a"], ["a", "b"], ["b"], [], ["a"]].map((keys) => ({
        labels: Object.fromEntries(keys.map((key) => [key, key])),
      })),
    ],
  ])("%s", (_, messages) => {
    const one = accounts();
    const texts = messages.map((message) => one.stringify(ACCOUNT, message));
    expect(texts).toEqual(messages.map((message) => accounts().stringify(ACCOUNT, message)));
    expect(texts.map((text) => JSON.parse(text))).toEqual(
      messages.map((message) => JSON.parse(JSON.stringify(message).replace(/,?"labels":\{\}/, ""))),
    );
  });
});

describe("a class shows a part of values", () => {
  const options = { policy: partPolicy, classes: partClasses };
  const long = "abcdefghijklmnop";
  const LAST = '"***stripped***mnop"';

  it.each<[string, object, string]>([
    ["the end of a text, if it is long", { name: long, text: "mnop" }, `{"name":${LAST},"text":${HIDDEN}}`],
    ["each in a list", { tags: [long, "mnop", 5] }, `{"tags":[${LAST},${HIDDEN},${HIDDEN}]}`],
    ["no end of a number", { id: "1234567890123456", level: 1 }, `{"id":${HIDDEN},"level":${HIDDEN}}`],
    ["the size of bytes", { data: "AQID" }, '{"data":"***stripped, 3 bytes***"}'],
    [
      "no size of other lists and maps",
      { sizes: [1], by_number: { 1: {} } },
      `{"by_number":${HIDDEN},"sizes":${HIDDEN}}`,
    ],
    [
      "nothing of a value of the wrong type",
      { name: 5, tags: "mnop", data: 5 },
      `{"data":${HIDDEN},"name":${HIDDEN},"tags":${HIDDEN}}`,
    ],
    ["nothing of what is empty", { name: "", tags: [], data: "", sizes: [] }, "{}"],
    [
      "nothing at all of what is omitted",
      { rate: 5, inner: {}, inners: [{}], name: long },
      `{"name":${LAST}}`,
    ],
    [
      "the end of a text under a key",
      { labels: { a: "x", key: long, pin: long } },
      `{"labels":{"a":"x","key":${HIDDEN},"pin":${LAST}}}`,
    ],
  ])("%s", (_, message, text) => {
    expect(print(message, options)).toBe(text);
    expect(print(message, { ...options, limits: { maxOutputLength: 10_000 } })).toBe(text);
  });
});

describe("limits of what a message prints", () => {
  it.each<[string, Partial<Limits>, object, string]>([
    [
      "depth",
      { maxDepth: 1 },
      { next: {}, inner, inners: [{}] },
      '{"inner":"<<depth limit of 1 reached, bank.v1.Inner>>","inners":["<<depth limit of 1 reached, bank.v1.Inner>>"],"next":"<<depth limit of 1 reached, bank.v1.Account>>"}',
    ],
    [
      "depth of well-known types",
      { maxDepth: 2 },
      { time: { seconds: 1 }, fields: { fields: { a: { nullValue: 0 } } } },
      '{"fields":{"fields":{"a":"<<depth limit of 2 reached, google.protobuf.Value>>"}},"time":{"seconds":1}}',
    ],
    [
      "depth of lists of messages without secrets",
      { maxDepth: 1 },
      { open: {} },
      '{"open":"<<depth limit of 1 reached, bank.v1.Open>>"}',
    ],
    [
      "texts",
      { maxStringLength: 2 },
      { name: "abcd", tags: ["abc"], labels: { abc: "abc" }, data: "AQIDBAUG", names: { 1234: "abc" } },
      '{"data":"<<8 more characters>>","labels":{"ab<<1 more characters>>":"ab<<1 more characters>>"},"name":"ab<<2 more characters>>","names":{"1234":"ab<<1 more characters>>"},"tags":["ab<<1 more characters>>"]}',
    ],
    [
      "items",
      { maxListLength: 2 },
      { tags: ["a", "b", "c"], sizes: [1, 2], inners: [{}, {}, {}, {}] },
      '{"inners":[{},{},"<<2 more items, bank.v1.Account.inners>>"],"sizes":[1,2],"tags":["a","b","<<1 more items, bank.v1.Account.tags>>"]}',
    ],
    [
      "entries",
      { maxListLength: 1 },
      { labels: { a: "1", b: "2" }, by_number: { 1: {}, 2: {}, 3: {} } },
      '{"by_number":{"1":{},"<<cut>>":"<<2 more entries, bank.v1.Account.by_number>>"},"labels":{"a":"1","<<cut>>":"<<1 more entries, bank.v1.Account.labels>>"}}',
    ],
    [
      "no items at all",
      { maxListLength: 0 },
      { tags: ["a"], labels: { a: "1" }, by_number: { 1: {} } },
      '{"by_number":{"<<cut>>":"<<1 more entries, bank.v1.Account.by_number>>"},"labels":{"<<cut>>":"<<1 more entries, bank.v1.Account.labels>>"},"tags":["<<1 more items, bank.v1.Account.tags>>"]}',
    ],
  ])("%s", (_, limits, message, text) => {
    expect(print(message, { limits })).toBe(text);
    expect(print(message, { limits: { ...limits, maxOutputLength: 10_000 } })).toBe(text);
  });
});
