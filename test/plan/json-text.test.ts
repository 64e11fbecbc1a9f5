import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { STRIPPED } from "../../src/marker.js";
import { type JsonText, jsonTextOf } from "../../src/plan/json-text.js";
import type { PartialText } from "../../src/plan/partial-text.js";
import type { AppliedAction } from "../../src/policy/classes.js";
import type { Detector } from "../../src/policy/policy.js";
import { OPEN, type Verdict } from "../../src/policy/verdict.js";
import { runs } from "../runs.js";

/** The verdict for a field whose JSON is judged by its keys. */
const verdict: Verdict = {
  kind: "keyed",
  rules: [],
  keys: () => true,
  json: (key) => key === "pin",
  describe: undefined,
  actionOf: undefined,
  jsonActionOf: undefined,
  given: [],
};
const isToken: Detector = (text) => text.startsWith("token") || text === "777";

function jsonText(detector?: Detector, of: Verdict = verdict): JsonText {
  const made = jsonTextOf(of, detector);
  if (made === undefined) throw new Error("the verdict is about JSON");
  return made;
}

const judged = jsonText(isToken);
const encoded = (text: string): Uint8Array => new TextEncoder().encode(text);
const nested = (depth: number, inner: string): string => "[".repeat(depth) + inner + "]".repeat(depth);

describe("of JSON in a field is shown", () => {
  const HIDDEN = `"${STRIPPED}"`;

  it.each<[string, string, string]>([
    ["all but the value under a key", '{"pin":"x","a":1}', `{"pin":${HIDDEN},"a":1}`],
    [
      "what the JSON has, blanks too",
      ' { "pin" : { "b" : [ 1 , "]}" ] } , "a" :\t"c" ,\n"d" : { } , "e" : [ ] } ',
      ` { "pin" : ${HIDDEN} , "a" :\t"c" ,\n"d" : { } , "e" : [ ] } `,
    ],
    ["all but keys in lists", '["a",[{"pin":[]}],{"pin":{}}]', `["a",[{"pin":${HIDDEN}}],{"pin":${HIDDEN}}]`],
    [
      "what stands behind a number",
      '{"pin":-1.5e3,"a":[true,null,2]}',
      `{"pin":${HIDDEN},"a":[true,null,2]}`,
    ],
    ["what stands behind quotation marks", '{"pin":"a\\"b\\\\","c":"\\\\"}', `{"pin":${HIDDEN},"c":"\\\\"}`],
    ["a hidden value, whatever is in it", '{"pin":{"a":1e999,"a":"\\ud800"}}', `{"pin":${HIDDEN}}`],
    ["a hidden value of any depth", `{"pin":${nested(150, "1")}}`, `{"pin":${HIDDEN}}`],
    ["a pair of surrogates", '{"a":"\\ud83d\\ude00","\u{1f600}":1}', '{"a":"\\ud83d\\ude00","\u{1f600}":1}'],
    ["what is nested a hundred levels deep", nested(100, "1"), nested(100, "1")],
    ["all but a credential", '["token1",777,7]', `[${HIDDEN},${HIDDEN},7]`],
    ["what only holds a credential of digits", '{"a777":1,"a":"777a"}', '{"a777":1,"a":"777a"}'],
    ["JSON in it without its secrets", '{"a":"{\\"pin\\":1}"}', `{"a":"{\\"pin\\":\\"${STRIPPED}\\"}"}`],
    ["JSON in it that has none", '{"a":"[{\\"b\\":1}]"}', '{"a":"[{\\"b\\":1}]"}'],
    ["such JSON as it is written", '{"a":"[\\u0022b\\u0022]"}', '{"a":"[\\u0022b\\u0022]"}'],
    ["no JSON in it that is not clear", `{"a":"{'pin': 1}","b":"[\\n'c"}`, `{"a":${HIDDEN},"b":${HIDDEN}}`],
    ["no JSON in it that was quoted again", '{"a":" \\"{\\\\\\"b\\\\\\":1}\\""}', `{"a":${HIDDEN}}`],
    ["a text in brackets", '{"a":"[draft] b","c":"x {\\"d\\"}"}', '{"a":"[draft] b","c":"x {\\"d\\"}"}'],
    ["an empty text", "", ""],
    ["no text", '"a"', STRIPPED],
    ["no number, no bool and no null", "5", STRIPPED],
    ["nothing of null", "null", STRIPPED],
    ["nothing of what is no JSON", "{pin: 1}", STRIPPED],
    ["nothing if a key comes twice", '{"a":1,"b":{"c":1,"c":2}}', STRIPPED],
    ["nothing if a key is a prototype", '{"a":{"__proto__":1}}', STRIPPED],
    ["nothing if a key is a credential", '{"token1":1}', STRIPPED],
    ["nothing if a key stands for credentials", `{${HIDDEN}:1}`, STRIPPED],
    ["nothing if a number is infinite", '{"a":-1e999}', STRIPPED],
    ["nothing if a text has half of a pair", '{"a":"\\ud83d"}', STRIPPED],
    ["nothing if a key has half of a pair", '{"\\ude00":1}', STRIPPED],
    ["nothing that is nested deeper", nested(101, "1"), STRIPPED],
    ["nothing that is nested deeper in objects", `${'{"a":'.repeat(101)}1${"}".repeat(101)}`, STRIPPED],
    ["nothing behind a byte order mark", '\ufeff{"a":1}', STRIPPED],
  ])("%s", (_, text, shown) => {
    expect(judged.shown(text)).toBe(shown);
    const bytes = judged.shown(encoded(text));
    expect(bytes).toEqual(shown === STRIPPED ? STRIPPED : encoded(shown));
  });

  it("the same value if nothing is hidden, or if it is neither text nor bytes", () => {
    const list: unknown = [];
    for (const value of [encoded('{"a":1}'), new Uint8Array(), 5, null, undefined, list])
      expect(judged.shown(value)).toBe(value);
  });

  it("nothing of bytes that are no text", () => {
    expect(judged.shown(Uint8Array.of(0x5b, 0x22, 0xff, 0x22, 0x5d))).toBe(STRIPPED);
  });

  it("every key and text, if there is no detector", () => {
    const text = `{"token1":777,${HIDDEN}:"token1"}`;
    expect(jsonText().shown(text)).toBe(text);
    expect(jsonText().shown('{"pin":1}')).toBe(`{"pin":${HIDDEN}}`);
  });

  it("what is shown of the values in it, written with any blanks", () => {
    const key = fc.constantFrom("pin", "a", 'b"', "\\", "token", "{");
    const leaf = fc.oneof(
      fc.string({ unit: fc.constantFrom("a", '"', "\\", "]", "}", ":") }),
      fc.integer(),
      fc.boolean(),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        leaf,
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(key, tie("value"), { maxKeys: 3 }),
      ),
    }));
    const withoutPins = (given: unknown): unknown => {
      if (Array.isArray(given)) return given.map(withoutPins);
      if (typeof given !== "object" || given === null) return given;
      return Object.fromEntries(
        Object.entries(given).map(([name, one]) => [name, name === "pin" ? STRIPPED : withoutPins(one)]),
      );
    };
    fc.assert(
      fc.property(fc.array(value), fc.constantFrom("", " ", "\t"), (list, blanks) => {
        const expected = JSON.stringify(withoutPins(list), undefined, blanks);
        expect(jsonText().shown(JSON.stringify(list, undefined, blanks))).toBe(expected);
      }),
      { numRuns: runs(300) },
    );
  });
});

describe("of JSON in a field is secret", () => {
  function collected(value: unknown): readonly string[] {
    const found: string[] = [];
    judged.collect(value, {
      text: (text) => found.push(`text ${text}`),
      number: (number) => found.push(`number ${number}`),
      bytes: (bytes) => found.push(`bytes ${new TextDecoder().decode(bytes)}`),
    });
    return found;
  }

  it.each<[string, unknown, readonly string[]]>([
    [
      "what is hidden: texts and numbers, and no keys",
      '{"pin":{"a":"x","b" : [1,-2.5e3,true,null,"y\\"z"],"c":{"d":"\\\\"}},"e":"f"}',
      ["text x", "number 1", "number -2.5e3", 'text y"z', "text \\"],
    ],
    ["a credential", '["token1",777,"a"]', ["text token1", "number 777"]],
    ["what is hidden in JSON in it", '{"a":"{\\"pin\\":1}"}', ["number 1"]],
    ["all of JSON in it that is not clear", `["{'b': 1}"]`, ["text {'b': 1}"]],
    ["nothing, if nothing is hidden", '{"a":["b",1]}', []],
    ["all of it, if it is not clear", '{"pin":"x","a":1,"a":2}', ['text {"pin":"x","a":1,"a":2}']],
    ["all of the bytes, if they are not clear", encoded('{"a":1,"a":2}'), ['bytes {"a":1,"a":2}']],
    ["what is hidden in bytes", encoded('{"pin":"x"}'), ["text x"]],
    ["nothing of what is empty", "", []],
    ["nothing of no bytes", new Uint8Array(), []],
    ["nothing of another value", 777, []],
  ])("%s", (_, value, found) => {
    expect(collected(value)).toEqual(found);
  });
});

describe("of a text under a key, its class may show", () => {
  const marked: PartialText = (value) => (value === "guess" ? undefined : `${String(value)}!`);
  const pseudonym = { text: marked, bytes: () => "bytes", number: () => "number" };
  const actions: Readonly<Record<string, AppliedAction>> = { pin: { last: 4 }, id: pseudonym };
  const keyed: Verdict = {
    ...verdict,
    json: (key) => key !== "a",
    jsonActionOf: (key) => actions[key] ?? "strip",
  };
  const digits = "1234567890123456";

  it.each<[string, string, string]>([
    ["its end", `{"pin":"${digits}","a":"${digits}"}`, `{"pin":"${STRIPPED}3456","a":"${digits}"}`],
    ["a pseudonym", '{"id":"x"}', '{"id":"x!"}'],
    ["nothing, if it has none", '{"id":"guess"}', `{"id":"${STRIPPED}"}`],
    ["nothing", `{"b":"${digits}"}`, `{"b":"${STRIPPED}"}`],
    ["nothing of other values", `{"pin":${digits},"id":["x"]}`, `{"pin":"${STRIPPED}","id":"${STRIPPED}"}`],
  ])("%s", (_, text, shown) => {
    for (const detector of [undefined, isToken]) expect(jsonText(detector, keyed).shown(text)).toBe(shown);
  });

  it("no part in which a detector finds a credential", () => {
    expect(jsonText(isToken, keyed).shown('{"id":"token"}')).toBe(`{"id":"${STRIPPED}"}`);
    expect(jsonText(undefined, keyed).shown('{"id":"token"}')).toBe('{"id":"token!"}');
  });

  it("a pseudonym, which is collected with it", () => {
    const found: unknown[] = [];
    const secrets = {
      text: (text: string, of: unknown) => found.push([text, of]),
      number: () => undefined,
      bytes: () => undefined,
    };
    jsonText(isToken, keyed).collect('{"id":"x","pin":"y","b":"z","c":"token","a":"token2"}', secrets);
    jsonText(isToken, keyed).collect('{"id":["w"]}', secrets);
    jsonText(isToken).collect('{"pin":"v"}', secrets);
    expect(found).toEqual([
      ["x", marked],
      ...["y", "z", "token", "token2", "w", "v"].map((text) => [text, undefined]),
    ]);
  });
});

describe("other fields", () => {
  it.each<[string, Verdict]>([
    ["that are open", OPEN],
    ["whose keys are judged, but not as JSON", { ...verdict, json: undefined }],
  ])("%s hold no JSON", (_, other) => {
    expect(jsonTextOf(other, isToken)).toBeUndefined();
  });
});
