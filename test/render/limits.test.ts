import { create } from "@bufbuild/protobuf";
import { anyPack } from "@bufbuild/protobuf/wkt";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCsiSanitizer } from "../../src/csi/index.js";
import { createSanitizer, type Limits, type Sanitizer } from "../../src/index.js";
import { anyText } from "../any-text.js";
import { ListsSchema, MapsSchema, ScalarsSchema, TreeSchema } from "../gen/probe_pb.js";
import { SingularSchema } from "../gen/well_known_pb.js";
import { registry } from "../properties/subjects.js";

function limited(limits: Partial<Limits>): Sanitizer {
  return createSanitizer({ schemas: [registry], limits });
}

describe("maxDepth: messages nested deeper print a note", () => {
  const three = create(TreeSchema, { label: "1", left: { label: "2", children: [{ label: "3" }] } });
  const note = (limit: number): string => `"<<depth limit of ${limit} reached, probe.v1.Tree>>"`;

  it.each([
    [1, `{"label":"1","left":${note(1)}}`],
    [2, `{"label":"1","left":{"children":[${note(2)}],"label":"2"}}`],
    [3, '{"label":"1","left":{"children":[{"label":"3"}],"label":"2"}}'],
    [Number.POSITIVE_INFINITY, '{"label":"1","left":{"children":[{"label":"3"}],"label":"2"}}'],
  ])("%d", (maxDepth, text) => {
    expect(limited({ maxDepth }).stringify(three)).toBe(text);
  });

  it("the payload of an Any is one level deeper than the Any", () => {
    const any = create(SingularSchema, { any: anyPack(TreeSchema, create(TreeSchema, { label: "a" })) });
    expect(limited({ maxDepth: 3 }).stringify(any)).toContain('"value":{"label":"a"}');
    expect(limited({ maxDepth: 2 }).stringify(any)).toContain(`"value":${note(2)}`);
  });
});

describe("maxStringLength: longer strings, keys and bytes are cut, and say how much is missing", () => {
  const five = limited({ maxStringLength: 5 });

  it.each([
    ["12345", "12345"],
    ["123456", "12345<<1 more characters>>"],
    ["", ""],
    // A pair of surrogates is not torn apart: it is left out as a whole.
    ["1234\u{1f600}", "1234<<2 more characters>>"],
    ["123\u{1f600}5", "123\u{1f600}<<1 more characters>>"],
    // Escapes count as the character that they stand for.
    ['\n\n\n\n"6', '\n\n\n\n"<<1 more characters>>'],
  ])("%j", (fString, printed) => {
    expect(five.toJson(create(ScalarsSchema, { fString }))).toEqual(
      fString === "" ? {} : { f_string: printed },
    );
  });

  it("in lists, and in values and keys of maps", () => {
    expect(five.toJson(create(ListsSchema, { strings: ["1234567", "1"] }))).toEqual({
      strings: ["12345<<2 more characters>>", "1"],
    });
    expect(five.toJson(create(MapsSchema, { byString: { "1234567": "abcdefg", "1": "2" } }))).toEqual({
      by_string: { "12345<<2 more characters>>": "abcde<<2 more characters>>", "1": "2" },
    });
  });

  it("for bytes it counts base64 characters, and keeps whole groups", () => {
    const bytes = (length: number): object =>
      create(ScalarsSchema, { fBytes: new Uint8Array(length).fill(255) });
    const ten = limited({ maxStringLength: 10 });
    expect(ten.toJson(bytes(6))).toEqual({ f_bytes: "////////" });
    expect(ten.toJson(bytes(7))).toEqual({ f_bytes: "////////<<4 more characters>>" });
    expect(ten.toJson(bytes(70))).toEqual({ f_bytes: "////////<<88 more characters>>" });
    expect(limited({ maxStringLength: 0 }).toJson(bytes(1))).toEqual({ f_bytes: "<<4 more characters>>" });
  });

  it("for a bare string, too", () => {
    expect(five.stringify("1234567")).toBe('"12345<<2 more characters>>"');
  });

  it("the shown and the missing length add up to the text", () => {
    fc.assert(
      fc.property(anyText(), fc.nat(20), (text, maxStringLength) => {
        const printed = String(JSON.parse(limited({ maxStringLength }).stringify(text)));
        const [, kept = "", missing = "0"] = /^(.*?)(?:<<(\d+) more characters>>)?$/s.exec(printed) ?? [];
        expect(text.startsWith(kept)).toBe(true);
        expect(kept.length + Number(missing)).toBe(text.length);
        expect(kept.length).toBeLessThanOrEqual(maxStringLength);
        expect(kept.isWellFormed()).toBe(true);
      }),
    );
  });

  it("a credential is found in the whole string, before it is cut", () => {
    const jwt = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl";
    const csi = createCsiSanitizer({ schemas: [registry], limits: { maxStringLength: 5 } });
    const message = create(MapsSchema, { byString: { a: jwt, [jwt]: "b" } });
    expect(csi.toJson(message)).toEqual({
      by_string: { "***stripped***": "***stripped***", a: "***stripped***" },
    });
  });
});

describe("maxListLength: longer lists and maps end with a note", () => {
  const strings = ["a", "b", "c"];
  const byString = { c: "3", a: "1", b: "2" };

  it.each([
    [0, ["<<3 more items, probe.v1.Lists.strings>>"]],
    [1, ["a", "<<2 more items, probe.v1.Lists.strings>>"]],
    [3, ["a", "b", "c"]],
  ])("%d items of a list", (maxListLength, printed) => {
    expect(limited({ maxListLength }).toJson(create(ListsSchema, { strings }))).toEqual({ strings: printed });
  });

  it.each([
    [0, { "<<cut>>": "<<3 more entries, probe.v1.Maps.by_string>>" }],
    [2, { a: "1", b: "2", "<<cut>>": "<<1 more entries, probe.v1.Maps.by_string>>" }],
    [3, { a: "1", b: "2", c: "3" }],
  ])("%d entries of a map, the first ones by key", (maxListLength, printed) => {
    expect(limited({ maxListLength }).toJson(create(MapsSchema, { byString }))).toEqual({
      by_string: printed,
    });
  });

  it("secret lists and maps have no length to cut", () => {
    const none = limited({ maxListLength: 0 });
    expect(none.toJson(create(ListsSchema, { hiddenStrings: strings }))).toEqual({
      hidden_strings: "***stripped***",
    });
    expect(none.toJson(create(MapsSchema, { hiddenMap: byString }))).toEqual({
      hidden_map: "***stripped***",
    });
  });

  it("in a Struct, and in the paths of a FieldMask", () => {
    const limits = { maxListLength: 1 };
    const protojson = createSanitizer({ schemas: [registry], limits, format: "protojson" });
    const message = create(SingularSchema, { struct: { a: [1, 2], b: 3 }, fieldMask: { paths: ["a", "b"] } });
    expect(protojson.toJson(message)).toEqual({
      struct: {
        a: [1, "<<1 more items, google.protobuf.ListValue.values>>"],
        "<<cut>>": "<<1 more entries, google.protobuf.Struct.fields>>",
      },
      fieldMask: "<<more than 1 paths, google.protobuf.FieldMask>>",
    });
  });
});

describe("a value that is not a limit is a RangeError that names the limit", () => {
  const leasts = { maxDepth: 1, maxStringLength: 0, maxListLength: 0, maxOutputLength: 64 } as const;

  it.each(Object.entries(leasts))("%s", (name, least) => {
    for (const value of [
      least - 1,
      -1,
      1.5,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      "100",
      100n,
      null,
      {},
      [],
    ]) {
      const limits: object = { [name]: value };
      expect(() => limited(limits)).toThrow(RangeError);
      expect(() => limited(limits)).toThrow(
        `limits.${name}: expected an integer of at least ${least}, or Infinity`,
      );
    }
    for (const value of [least, least + 1, Number.MAX_SAFE_INTEGER, Number.POSITIVE_INFINITY]) {
      expect(() => limited({ [name]: value })).not.toThrow();
    }
  });

  it("and so is one that does not exist", () => {
    const limits: object = { maxdepth: 5 };
    expect(() => limited(limits)).toThrow(RangeError);
    expect(() => limited(limits)).toThrow("limits.maxdepth: no such limit");
  });
});
